"""What a request is decided on, where MiniStack decides on `*`, and how a refusal says so.

Resources are those of the Service Authorization Reference.
"""

import json

from ministack.core import iam_actions, iam_evaluator

from . import services


def install() -> None:
    # The root's signature is checked like any other's, which MiniStack leaves out.
    iam_evaluator._is_root_key = lambda access_key_id: False
    _name_resources()
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
