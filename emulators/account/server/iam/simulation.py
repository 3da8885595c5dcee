"""Simulations of policies.

MiniStack's own knows no groups, finds no principal with a path, ignores permissions boundaries and condition
keys, and asks about the first resource only.
"""

from html import escape
from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from .. import patches
from .operations import Parameters

# The policies of a principal, and the boundaries that limit them.
Policies = list[Any]

_DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}


def install() -> None:
    patches.replace(iam._IAM_HANDLERS, "SimulatePrincipalPolicy", _simulate_principal)
    patches.replace(iam._IAM_HANDLERS, "SimulateCustomPolicy", _simulate_custom)


def _simulate_principal(params: Parameters) -> Any:
    arn = iam._p(params, "PolicySourceArn")
    principal = _principal(arn)
    if principal is None:
        return iam._error(404, "NoSuchEntity", f"The entity {arn} cannot be found.")
    return _simulate("SimulatePrincipalPolicy", params, arn, *principal)


def _simulate_custom(params: Parameters) -> Any:
    caller = f"arn:aws:iam::{get_account_id()}:root"
    return _simulate("SimulateCustomPolicy", params, caller, _documents(params, "PolicyInputList"), [])


def _simulate(operation: str, params: Parameters, arn: str, policies: Policies, limits: list[Policies]) -> Any:
    boundary = _documents(params, "PermissionsBoundaryPolicyInputList")
    limits = [boundary] if boundary else limits
    keys = _context(params)
    results = ""
    for action in _members(params, "ActionNames"):
        for resource in _members(params, "ResourceArns") or ["*"]:
            context = evaluator.EvalContext(
                principal_arn=arn,
                principal_type="AssumedRole" if ":role/" in arn else "User",
                principal_account=get_account_id(),
                action=action,
                resource_arn=resource,
                region=get_region(),
                service_context=keys,
            )
            decision = _DECISIONS[evaluator.evaluate(context, policies, *limits).decision]
            results += (
                f"<member><EvalActionName>{escape(action)}</EvalActionName>"
                f"<EvalResourceName>{escape(resource)}</EvalResourceName>"
                f"<EvalDecision>{decision}</EvalDecision></member>"
            )
    return iam._xml(
        200,
        f"{operation}Response",
        f"<{operation}Result><EvaluationResults>{results}</EvaluationResults>"
        f"<IsTruncated>false</IsTruncated></{operation}Result>",
        ns="iam",
    )


def _principal(arn: str) -> tuple[Policies, list[Policies]] | None:
    """The policies of a user, a role or a group, and what its permissions boundary leaves of them."""
    account = get_account_id()
    kind, name = arn.split(":")[-1].split("/")[0], arn.split("/")[-1]
    store: Any = {"user": iam._users, "role": iam._roles, "group": iam._groups}.get(kind, {})
    if store.get(name, {}).get("Arn") != arn:
        return None
    if kind == "group":
        return _group_policies(name, account), []
    gather = evaluator._gather_user_policies if kind == "user" else evaluator._gather_role_policies
    return gather(name, account), evaluator._permissions_boundary(store, name, account)


def _group_policies(name: str, account: str) -> Policies:
    attached = iam._groups[name].get("AttachedPolicies", [])
    documents = list((iam._group_inline_policies.get(name) or {}).values())
    documents += [evaluator._resolve_managed_policy_document(policy_arn, account) for policy_arn in attached]
    return [evaluator.parse_policy_document(document) for document in documents if document]


def _documents(params: Parameters, name: str) -> Policies:
    return [evaluator.parse_policy_document(document) for document in _members(params, name)]


def _context(params: Parameters) -> dict[str, Any]:
    """Condition keys as the request gives them; the evaluator looks them up in small letters."""
    # Without this the evaluator takes tag keys for present, and for none.
    number = 1
    keys: dict[str, Any] = {"aws:tagkeys": None}
    while name := iam._p(params, f"ContextEntries.member.{number}.ContextKeyName"):
        values = _members(params, f"ContextEntries.member.{number}.ContextKeyValues")
        keys[name.lower()] = values[0] if len(values) == 1 else values
        number += 1
    return keys


def _members(params: Parameters, name: str) -> list[str]:
    members: list[str] = []
    while member := iam._p(params, f"{name}.member.{len(members) + 1}"):
        members.append(member)
    return members
