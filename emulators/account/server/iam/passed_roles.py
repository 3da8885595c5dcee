"""Whoever hands a service a role needs `iam:PassRole` on it, and CloudFormation takes only a role that trusts it.

MiniStack asks for neither. (IAM User Guide, "Grant a user permissions to pass a role to an AWS service".)
"""

import json
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import iam
from ministack.services.cloudformation.helpers import _error

from .entities import entity_arn

_PROJECT = ("serviceRole", "buildBatchConfig.serviceRole")

# Where a request of a JSON service has the roles that it hands on.
_PASSED = {
    "codebuild:CreateProject": _PROJECT,
    "codebuild:UpdateProject": _PROJECT,
    "codebuild:StartBuild": ("serviceRoleOverride",),
    "codebuild:StartBuildBatch": ("serviceRoleOverride",),
    "codepipeline:CreatePipeline": ("pipeline.roleArn",),
    "codepipeline:UpdatePipeline": ("pipeline.roleArn",),
    "lambda:CreateFunction": ("Role",),
    "lambda:UpdateFunctionConfiguration": ("Role",),
}


def install() -> None:
    for service in ("cloudformation", "codebuild", "codepipeline", "lambda"):
        app.SERVICE_HANDLERS[service] = _checking(service, app.SERVICE_HANDLERS[service])


def _checking(service: str, perform):
    async def handle(method, path, headers, body, query_params):
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
                return iam_actions.access_denied_response(
                    service, "iam:PassRole", denied.principal_arn, "", headers=headers, resource_arn=role
                )
            # CodeBuild and CodePipeline find out when they work.
            if service == "cloudformation" and not trusts(role, "cloudformation.amazonaws.com"):
                return _error("ValidationError", f"Role {role} is invalid or cannot be assumed")
        return await perform(method, path, headers, body, query_params)

    return handle


def _passed(action: str | None, body: bytes, query_params: dict) -> list[str]:
    text = body.decode(errors="replace")
    if action and action.startswith("cloudformation:"):
        # A request may name it in its address as well as in its body.
        named = [*query_params.get("RoleARN", []), *parse_qs(text).get("RoleARN", [])]
    else:
        named = [_value(json.loads(text or "{}"), path) for path in _PASSED.get(action, ())]
    return [role if role.startswith("arn:") else entity_arn("role", role) for role in named if role]


def _value(request: dict, path: str) -> str | None:
    *parents, name = path.split(".")
    for parent in parents:
        request = request.get(parent) or {}
    return request.get(name)


def trusts(role_arn: str, service: str) -> bool:
    role = iam._roles.get(role_arn.split("/")[-1])
    if role is None or role["Arn"] != role_arn:
        return False
    context = evaluator.EvalContext(
        principal_arn="",
        principal_type="Service",
        principal_account=get_account_id(),
        action="sts:AssumeRole",
        resource_arn=role_arn,
        region=get_region(),
    )
    trust = evaluator.evaluate_resource_policy(role["AssumeRolePolicyDocument"], context, service)
    return trust.decision == "Allow"
