"""Whoever hands a service a role needs `iam:PassRole` on it, and CloudFormation takes only a role that trusts it.

MiniStack asks for neither. (IAM User Guide, "Grant a user permissions to pass a role to an AWS service".)
"""

import json
from typing import Any
from urllib.parse import parse_qs

from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services.cloudformation import helpers

from ..authorization import denials
from ..gateway.services import Handler, Headers, Query, Response
from .entities import entity_arn
from .trust import trusts

_PROJECT = ("serviceRole", "buildBatchConfig.serviceRole")

# Where a request of a JSON service has the roles that it hands on.
_PASSED: dict[str, tuple[str, ...]] = {
    "codebuild:CreateProject": _PROJECT,
    "codebuild:UpdateProject": _PROJECT,
    "codebuild:StartBuild": ("serviceRoleOverride",),
    "codebuild:StartBuildBatch": ("serviceRoleOverride",),
    "codepipeline:CreatePipeline": ("pipeline.roleArn",),
    "codepipeline:UpdatePipeline": ("pipeline.roleArn",),
    "lambda:CreateFunction": ("Role",),
    "lambda:UpdateFunctionConfiguration": ("Role",),
}


def check(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        action = iam_actions.extract_iam_action(service, method, path, headers, body, query_params)
        for role in _passed(action, body, query_params):
            denied = evaluator.enforce(
                extract_access_key_id(headers, query_params),
                "iam:PassRole",
                "iam",
                get_region(),
                role,
                {"iam:PassedToService": f"{service}.amazonaws.com"},
            )
            if denied:
                denial: Response = iam_actions.access_denied_response(
                    service, "iam:PassRole", denied.principal_arn, "", headers=headers, resource_arn=role
                )
                return denial
            # CodeBuild and CodePipeline find out when they work.
            if service == "cloudformation" and not trusts(role, "cloudformation.amazonaws.com"):
                refused: Response = helpers._error("ValidationError", denials.invalid_role(role))
                return refused
        return await perform(method, path, headers, body, query_params)

    return handle


def _passed(action: str | None, body: bytes, query_params: Query) -> list[str]:
    text = body.decode(errors="replace")
    if action and action.startswith("cloudformation:"):
        # A request may name it in its address as well as in its body.
        named = [*query_params.get("RoleARN", []), *parse_qs(text).get("RoleARN", [])]
    else:
        values = (_value(json.loads(text or "{}"), path) for path in _PASSED.get(action or "", ()))
        named = [value for value in values if value]
    return [role if role.startswith("arn:") else entity_arn("role", role) for role in named if role]


def _value(request: dict[str, Any], path: str) -> str | None:
    *parents, name = path.split(".")
    for parent in parents:
        request = request.get(parent) or {}
    return request.get(name)
