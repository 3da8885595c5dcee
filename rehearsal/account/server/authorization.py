"""What a request is decided on, where MiniStack decides on `*` or lacks a condition key.

Resources and keys are those of the Service Authorization Reference.
"""

import json
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import iam, sts

from . import services


def install() -> None:
    # The root's signature is checked like any other's, which MiniStack leaves out.
    iam_evaluator._is_root_key = lambda access_key_id: False
    _name_resources()
    _supply_role_tags()
    _compare_role_paths()
    _check_passed_role()
    _name_resource_in_denials()


def _name_resources() -> None:
    known = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
        name_resource = _RESOURCES.get(service)
        if name_resource:
            request = json.loads(body or b"{}")
            resource = name_resource(services.operation(headers), request)
            if resource:
                return resource if resource.startswith("arn:") else f"arn:aws:{service}:{region}:{account_id}:{resource}"
        return known(service, method, path, headers, body, query_params, region, account_id)

    iam_actions.extract_resource_arn = extract_resource_arn


def _pipeline(operation: str, request: dict) -> str:
    name = request.get("pipelineName") or request.get("name") or request.get("pipeline", {}).get("name")
    if not name:
        return request.get("resourceArn", "")
    parts = ["stageName"] if operation in _STAGE_OPERATIONS else []
    if operation == "PutApprovalResult":
        parts = ["stageName", "actionName"]
    return "/".join([name, *(str(request.get(part)) for part in parts)])


_STAGE_OPERATIONS = {
    "DisableStageTransition",
    "EnableStageTransition",
    "OverrideStageCondition",
    "RetryStageExecution",
    "RollbackStage",
}


def _project(operation: str, request: dict) -> str:
    """The one project that a request names; one that names several is decided on `*`."""
    builds = [*request.get("ids", []), *filter(None, [request.get("id")])]
    names = {build.split("/")[-1].split(":")[0] for build in builds} | set(request.get("names", []))
    return f"project/{names.pop()}" if len(names) == 1 else ""


def _repository(operation: str, request: dict) -> str:
    names = request.get("repositoryNames", [])
    return f"repository/{names[0]}" if len(names) == 1 else ""


def _connection(operation: str, request: dict) -> str:
    return request.get("ConnectionArn", "")


_RESOURCES = {
    "codepipeline": _pipeline,
    "codebuild": _project,
    "ecr": _repository,
    "codeconnections": _connection,
    "codestar-connections": _connection,
}


def _supply_role_tags() -> None:
    """`iam:ResourceTag/…`, on which CDK Pipelines' default policy rests, is the tag of the role to be assumed."""
    decide = iam_evaluator.enforce

    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        if iam_action == "sts:AssumeRole":
            role = iam._roles.get(resource_arn.split("/")[-1]) or {}
            tags = {f"iam:ResourceTag/{tag['Key']}": tag["Value"] for tag in role.get("Tags", [])}
            service_context = {**tags, **(service_context or {})}
        return decide(access_key_id, iam_action, service, region, resource_arn, service_context)

    iam_evaluator.enforce = enforce


def _compare_role_paths() -> None:
    """A role's path is part of its ARN; MiniStack finds the role by the last part alone."""
    read = sts._assumed_role_arn

    def assumed_role_arn(role_arn, session_name):
        assumed, wrong = read(role_arn, session_name)
        role = None if wrong else iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.split("/")[-1])
        if role is None or role["Arn"] == role_arn:
            return assumed, wrong
        message = f"User: {iam_evaluator.caller_arn()} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        return None, sts._error(403, "AccessDenied", message, ns="sts")

    sts._assumed_role_arn = assumed_role_arn


def _check_passed_role() -> None:
    """Whoever hands CloudFormation a role needs `iam:PassRole` on it."""
    cloudformation = app.SERVICE_HANDLERS["cloudformation"]

    async def handle(method, path, headers, body, query_params):
        role = parse_qs(body.decode()).get("RoleARN", [""])[0]
        if role:
            denied = iam_evaluator.enforce(
                extract_access_key_id(headers, query_params),
                "iam:PassRole",
                "iam",
                get_region(),
                role,
                {"iam:PassedToService": "cloudformation.amazonaws.com"},
            )
            if denied:
                return iam_actions.access_denied_response(
                    "cloudformation", "iam:PassRole", denied.principal_arn, "", headers=headers, resource_arn=role
                )
        return await cloudformation(method, path, headers, body, query_params)

    app.SERVICE_HANDLERS["cloudformation"] = handle


def _name_resource_in_denials() -> None:
    """AWS says on what a caller may not act, MiniStack only for some services."""
    respond = iam_actions.access_denied_response

    def access_denied_response(service, action, principal_arn, request_id, **details):
        known = details.get("message") or details.get("error_code") or details.get("resource_policy_arn")
        if not known:
            resource, explicit = details.get("resource_arn", "*"), details.get("explicit_deny", False)
            details["message"] = iam_actions.identity_denial_message(action, principal_arn, resource, explicit)
        return respond(service, action, principal_arn, request_id, **details)

    iam_actions.access_denied_response = access_denied_response
