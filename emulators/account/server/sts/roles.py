"""Who may assume a role.

A role's path is part of its ARN; MiniStack finds the role to be assumed by the last part alone. The root of an
account, which stands for the services that a role trusts, does so in its own account only. And a principal that a trust
policy names needs no policy of its own in the account of the role: MiniStack demands one of each.
"""

import json
from collections.abc import Callable
from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam, sts

from .. import patches
from ..authorization import denials

Policy = dict[str, Any]


def install() -> None:
    patches.around(sts, "_assumed_role_arn", _assumed_role_arn)
    patches.around(evaluator, "evaluate_trust_policy", _evaluate_trust_policy)
    patches.around(evaluator, "_resource_policy", _resource_policy)


def _assumed_role_arn(read: Callable[..., Any], role_arn: str, session_name: str) -> Any:
    assumed, wrong = read(role_arn, session_name)
    role = None if wrong else iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.split("/")[-1])
    if role is None or role["Arn"] == role_arn:
        return assumed, wrong
    message = denials.denial(evaluator.caller_arn(), "sts:AssumeRole", role_arn)
    return None, sts._error(403, "AccessDenied", message, ns="sts")


def _evaluate_trust_policy(
    decide: Callable[..., bool], trust: str | Policy, caller_arn: str, context: evaluator.EvalContext | None = None
) -> bool:
    """Keeps services in their own account."""
    role = context.resource_arn if context else ""
    if role.startswith("arn:") and caller_arn.endswith(":root") and role.split(":")[4] != caller_arn.split(":")[4]:
        trust = _without_services(json.loads(trust) if isinstance(trust, str) else trust)
    return decide(trust, caller_arn, context)


def _resource_policy(find: Callable[..., Any], service: str, resource_arn: str) -> Any:
    """A trust policy is the resource-based policy of its role.

    Where it names a user or a session, nothing that their own policies and boundary leave out takes that away; where
    it names a role, the role's boundary does; where it names the account, it leaves the matter to the policies of the
    caller. A denial denies, wherever it is ("Policy evaluation for requests within a single account", IAM User Guide).
    """
    return _trust(resource_arn) if service == "sts" else find(service, resource_arn)


def _trust(role_arn: str) -> tuple[str, str] | None:
    """The trust policy of a role of the own account, and that account; elsewhere both sides have to allow."""
    role = iam._roles.get(role_arn.split("/")[-1])
    if role is None or role["Arn"] != role_arn:
        return None
    return role["AssumeRolePolicyDocument"], get_account_id()


def _without_services(trust: Policy) -> Policy:
    statements = trust.get("Statement", [])
    return {
        **trust,
        "Statement": [
            {**statement, "Principal": _without_service(statement.get("Principal"))}
            for statement in (statements if isinstance(statements, list) else [statements])
        ],
    }


def _without_service(principal: Any) -> Any:
    if not isinstance(principal, dict):
        return principal
    return {kind: who for kind, who in principal.items() if kind != "Service"}
