"""On which resources a request is decided, where MiniStack decides on `*` or on an ARN of its own.

They are those of the Service Authorization Reference.
"""

from collections.abc import Callable, Iterable
from typing import Any

from ministack.core.responses import get_account_id, get_region

from ..cloudformation import stacks
from ..iam import entities

Request = dict[str, Any]


class Resources(str):
    """The resources of one request; to MiniStack, which knows of one only, the first of them."""

    each: list[str]

    # The one that a denial names.
    denied: str

    def __new__(cls, arns: Iterable[str]) -> "Resources":
        each = list(arns)
        resources = super().__new__(cls, each[0])
        resources.each, resources.denied = each, each[0]
        return resources


def of_query(service: str, request: Request) -> str | None:
    """The resource of a request of the Query API, where it is better known here."""
    name_resource = _QUERY.get(service)
    return name_resource(request) if name_resource else None


def of_json(service: str, operation: str, request: Request) -> Resources | None:
    """The resources of a request of a service that speaks JSON, where they are known here."""
    name_resources = _JSON.get(service)
    named = name_resources(operation, request) if name_resources else []
    prefix = f"arn:aws:{service}:{get_region()}:{get_account_id()}:"
    return Resources(name if name.startswith("arn:") else prefix + name for name in named) if named else None


def is_query(service: str) -> bool:
    return service in _QUERY


def is_json(service: str) -> bool:
    return service in _JSON


def _pipeline(operation: str, request: Request) -> list[str]:
    name = request.get("pipelineName") or request.get("name") or request.get("pipeline", {}).get("name")
    if not name:
        return list(filter(None, [request.get("resourceArn")]))
    parts = ["stageName"] if operation in _STAGE_OPERATIONS else []
    if operation == "PutApprovalResult":
        parts = ["stageName", "actionName"]
    return ["/".join([name, *(str(request.get(part)) for part in parts)])]


_STAGE_OPERATIONS = {
    "DisableStageTransition",
    "EnableStageTransition",
    "OverrideStageCondition",
    "RetryStageExecution",
    "RollbackStage",
}


def _projects(operation: str, request: Request) -> list[str]:
    """Projects by name or ARN, and those of builds; a build's id begins with its project's name."""
    builds = [*request.get("ids", []), *filter(None, [request.get("id")])]
    named = [*builds, *request.get("names", [])]
    return sorted({f"project/{name.split('/')[-1].split(':')[0]}" for name in named})


def _repositories(operation: str, request: Request) -> list[str]:
    """Repositories by name, in whatever account's registry, or by ARN."""
    names = request.get("repositoryNames") or list(filter(None, [request.get("repositoryName")]))
    registry = request.get("registryId") or get_account_id()
    named = [f"arn:aws:ecr:{get_region()}:{registry}:repository/{name}" for name in names]
    return named or list(filter(None, [request.get("resourceArn")]))


def _connection(operation: str, request: Request) -> list[str]:
    return list(filter(None, [request.get("ConnectionArn") or request.get("ResourceArn")]))


def _log_group(operation: str, request: Request) -> list[str]:
    """What is in a group, and the group itself, on an ARN that goes on after its name.

    ("Identity-based policies (IAM policies) for CloudWatch Logs", CloudWatch Logs User Guide.) A group's tags are
    decided on the ARN without, by which they are asked for.
    """
    if operation == "DescribeLogGroups":
        return ["log-group::log-stream:"]
    name = request.get("logGroupName")
    return [f"log-group:{name}:log-stream:{request.get('logStreamName', '')}"] if name else []


_JSON: dict[str, Callable[[str, Request], list[str]]] = {
    "codepipeline": _pipeline,
    "codebuild": _projects,
    "ecr": _repositories,
    "codeconnections": _connection,
    "codestar-connections": _connection,
    "logs": _log_group,
}

_QUERY: dict[str, Callable[[Request], str | None]] = {
    "iam": entities.named_in,
    "cloudformation": stacks.named_in,
    "sts": lambda request: request.get("RoleArn"),
}
