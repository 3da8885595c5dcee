"""Who may assume a role.

A role's path is part of its ARN; MiniStack finds the role to be assumed by the last part alone. And the root of an
account, which stands for the services that a role trusts, does so in its own account only.
"""

import json

from ministack.core import iam_evaluator
from ministack.services import iam, sts


def install() -> None:
    _compare_paths()
    _keep_services_at_home()


def _compare_paths() -> None:
    read = sts._assumed_role_arn

    def assumed_role_arn(role_arn, session_name):
        assumed, wrong = read(role_arn, session_name)
        role = None if wrong else iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.split("/")[-1])
        if role is None or role["Arn"] == role_arn:
            return assumed, wrong
        message = f"User: {iam_evaluator.caller_arn()} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        return None, sts._error(403, "AccessDenied", message, ns="sts")

    sts._assumed_role_arn = assumed_role_arn


def _keep_services_at_home() -> None:
    decide = iam_evaluator.evaluate_trust_policy

    def evaluate_trust_policy(trust, caller_arn, context=None):
        role = context.resource_arn if context else ""
        if role.startswith("arn:") and caller_arn.endswith(":root") and role.split(":")[4] != caller_arn.split(":")[4]:
            trust = _without_services(json.loads(trust) if isinstance(trust, str) else trust)
        return decide(trust, caller_arn, context)

    iam_evaluator.evaluate_trust_policy = evaluate_trust_policy


def _without_services(trust: dict) -> dict:
    statements = trust.get("Statement", [])
    return {
        **trust,
        "Statement": [
            {**statement, "Principal": _without_service(statement.get("Principal"))}
            for statement in (statements if isinstance(statements, list) else [statements])
        ],
    }


def _without_service(principal):
    if not isinstance(principal, dict):
        return principal
    return {kind: who for kind, who in principal.items() if kind != "Service"}
