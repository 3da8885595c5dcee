"""What AWS knows of a role when it is assumed or passed on, and MiniStack does not."""

import json
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import iam, sts


def install() -> None:
    _supply_role_tags()
    _compare_role_paths()
    _check_passed_roles()


def _supply_role_tags() -> None:
    """`iam:ResourceTag/…`, on which CDK Pipelines' default policy rests, is the tag of the role to be assumed."""
    decide = iam_evaluator.enforce

    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        if iam_action == "sts:AssumeRole" and resource_arn.count(":") == 5:
            # The role may be another account's, which is not the caller's.
            role = iam._roles.get_scoped(resource_arn.split(":")[4], None, resource_arn.split("/")[-1]) or {}
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


# How a request names the role that it hands to a service.
_PASSED = {
    "cloudformation": lambda query, body: query.get("RoleARN") or parse_qs(body).get("RoleARN", []),
    "codebuild": lambda query, body: [json.loads(body or "{}").get("serviceRole")],
    "codepipeline": lambda query, body: [json.loads(body or "{}").get("pipeline", {}).get("roleArn")],
}


def _check_passed_roles() -> None:
    """Whoever hands a service a role needs `iam:PassRole` on it."""
    for service, roles_of in _PASSED.items():
        app.SERVICE_HANDLERS[service] = _checking(service, roles_of, app.SERVICE_HANDLERS[service])


def _checking(service: str, roles_of, perform):
    async def handle(method, path, headers, body, query_params):
        for role in filter(None, roles_of(query_params, body.decode(errors="replace"))):
            denied = iam_evaluator.enforce(
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
        return await perform(method, path, headers, body, query_params)

    return handle
