"""What a request is decided on, where MiniStack decides on `*`, and how a refusal says so.

Resources are those of the Service Authorization Reference.
"""

import json
from typing import Iterable

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region

from ..gateway import services


def install() -> None:
    # The root's signature is checked like any other's, which MiniStack leaves out.
    iam_evaluator._is_root_key = lambda access_key_id: False
    _name_resources()
    _decide_on_each_resource()
    _name_resource_in_denials()


def _name_resources() -> None:
    known = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
        name_resource = _RESOURCES.get(service)
        if name_resource:
            request = json.loads(body or b"{}")
            resources = name_resource(services.operation(headers), request)
            prefix = f"arn:aws:{service}:{region}:{account_id}:"
            if resources:
                return _Resources(name if name.startswith("arn:") else prefix + name for name in resources)
        return known(service, method, path, headers, body, query_params, region, account_id)

    iam_actions.extract_resource_arn = extract_resource_arn


class _Resources(str):
    """The resources of one request; to MiniStack, which knows of one only, the first of them."""

    def __new__(cls, arns: Iterable[str]):
        each = list(arns)
        resources = super().__new__(cls, each[0])
        resources.each, resources.denied = each, each[0]
        return resources


def _decide_on_each_resource() -> None:
    """Who names several resources needs the right on every one of them."""
    decide = iam_evaluator.enforce

    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        for arn in getattr(resource_arn, "each", [resource_arn]):
            denied = decide(access_key_id, iam_action, service, region, arn, service_context)
            if denied:
                if isinstance(resource_arn, _Resources):
                    resource_arn.denied = arn
                return denied
        return None

    iam_evaluator.enforce = enforce


def _pipeline(operation: str, request: dict) -> list[str]:
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


def _project(operation: str, request: dict) -> list[str]:
    """Projects by name or ARN, and those of builds; a build's id begins with its project's name."""
    builds = [*request.get("ids", []), *filter(None, [request.get("id")])]
    named = [*builds, *request.get("names", [])]
    return sorted({f"project/{name.split('/')[-1].split(':')[0]}" for name in named})


def _repository(operation: str, request: dict) -> list[str]:
    """Repositories by name, in whatever account's registry, or by ARN."""
    names = request.get("repositoryNames") or list(filter(None, [request.get("repositoryName")]))
    registry = request.get("registryId") or get_account_id()
    named = [f"arn:aws:ecr:{get_region()}:{registry}:repository/{name}" for name in names]
    return named or list(filter(None, [request.get("resourceArn")]))


def _connection(operation: str, request: dict) -> list[str]:
    return list(filter(None, [request.get("ConnectionArn") or request.get("ResourceArn")]))


def _log_group(operation: str, request: dict) -> list[str]:
    """What is in a group, and the group itself, on an ARN that goes on after its name.

    ("Identity-based policies (IAM policies) for CloudWatch Logs", CloudWatch Logs User Guide.) A group's tags are
    decided on the ARN without, by which they are asked for.
    """
    if operation == "DescribeLogGroups":
        return ["log-group::log-stream:"]
    name = request.get("logGroupName")
    return [f"log-group:{name}:log-stream:{request.get('logStreamName', '')}"] if name else []


_RESOURCES = {
    "codepipeline": _pipeline,
    "codebuild": _project,
    "ecr": _repository,
    "codeconnections": _connection,
    "codestar-connections": _connection,
    "logs": _log_group,
}


def _name_resource_in_denials() -> None:
    """AWS says on what a caller may not act, MiniStack only for some services."""
    respond = iam_actions.access_denied_response

    def access_denied_response(service, action, principal_arn, request_id, **details):
        known = details.get("message") or details.get("error_code") or details.get("resource_policy_arn")
        if not known:
            resource, explicit = details.get("resource_arn", "*"), details.get("explicit_deny", False)
            resource = getattr(resource, "denied", resource)
            details["message"] = iam_actions.identity_denial_message(action, principal_arn, resource, explicit)
        return respond(service, action, principal_arn, request_id, **details)

    iam_actions.access_denied_response = access_denied_response
