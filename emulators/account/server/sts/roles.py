"""Who may assume a role.

A role's path is part of its ARN; MiniStack finds the role to be assumed by the last part alone. The root of an
account, which stands for the services that a role trusts, does so in its own account only. And whom a trust policy
names needs no policy of their own in the account of the role: MiniStack demands one of everybody.
"""

import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam, sts


def install() -> None:
    _compare_paths()
    _keep_services_at_home()
    _believe_trust_policies()


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


def _believe_trust_policies() -> None:
    """A trust policy is the resource-based policy of its role.

    Where it names a user or a session, nothing that their own policies and boundary leave out takes that away; where
    it names a role, the role's boundary does; where it names the account, it leaves the matter to the policies of who
    asks. A denial denies, wherever it is ("Policy evaluation for requests within a single account", IAM User Guide).
    """
    find = iam_evaluator._resource_policy

    def resource_policy(service, resource_arn):
        return _trust(resource_arn) if service == "sts" else find(service, resource_arn)

    iam_evaluator._resource_policy = resource_policy


def _trust(role_arn: str):
    """The trust policy of a role of the own account, and that account; elsewhere both sides have to allow."""
    role = iam._roles.get(role_arn.split("/")[-1])
    if role is None or role["Arn"] != role_arn:
        return None
    return role["AssumeRolePolicyDocument"], get_account_id()


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
