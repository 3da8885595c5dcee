"""Quotas of IAM, for its API and for the resources that CloudFormation writes past it.

Numbers are those of "IAM and AWS STS quotas" (IAM User Guide); white space does not count.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from ministack.services import iam

from .. import patches
from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Properties
from . import operations
from .operations import Parameters, Problem

Document = str | dict[str, Any]

MANAGED_POLICY, TRUST_POLICY = 6144, 2048
GROUPS_OF_A_USER, GROUPS_OF_AN_ACCOUNT, POLICIES_OF_A_GROUP = 10, 300, 10
INLINE_POLICIES = {"Role": 10240, "Group": 5120, "User": 2048}


def install() -> None:
    for operation, of_operation in _OPERATIONS.items():
        operations.before(operation, of_operation)
    for resource_type, of_resource in _RESOURCES.items():
        handlers.before(resource_type, of_resource)
    # CloudFormation attaches a managed policy past the operations.
    patches.around(iam, "attach_managed_policy", _attach_managed_policy)


def _size(document: Document) -> int:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return len(re.sub(r"\s", "", text))


def _limit(message: str | None) -> Problem | None:
    return (409, "LimitExceeded", message) if message else None


# --- what is wrong


def _managed_policy(document: Document) -> str | None:
    return f"Cannot exceed quota for PolicySize: {MANAGED_POLICY}" if _size(document) > MANAGED_POLICY else None


def _trust_policy(document: Document) -> str | None:
    return f"Cannot exceed quota for ACLSizePerRole: {TRUST_POLICY}" if _size(document) > TRUST_POLICY else None


def _groups_problem(exceeded: bool) -> str | None:
    return f"Cannot exceed quota for GroupsPerUser: {GROUPS_OF_A_USER}" if exceeded else None


def _policies_of_a_group(group: dict[str, Any], arn: str) -> str | None:
    attached = {*group.get("AttachedPolicies", []), arn}
    exceeded = len(attached) > POLICIES_OF_A_GROUP
    return f"Cannot exceed quota for PoliciesPerGroup: {POLICIES_OF_A_GROUP}" if exceeded else None


def _inline_policies(kind: str, name: str, policies: dict[str, Document]) -> str | None:
    """The quota is for all inline policies of an identity together."""
    total = sum(_size(document) for document in {**_existing(kind, name), **policies}.values())
    if total <= INLINE_POLICIES[kind]:
        return None
    return f"Maximum policy size of {INLINE_POLICIES[kind]} bytes exceeded for {kind.lower()} {name}"


def _existing(kind: str, name: str) -> dict[str, Document]:
    if kind == "Role":
        return (iam._roles.get(name) or {}).get("InlinePolicies") or {}
    return {"Group": iam._group_inline_policies, "User": iam._user_inline_policies}[kind].get(name) or {}


# --- asked by operations


def _of(parameter: str, problem: Callable[[Document], str | None]) -> Callable[[Parameters], Problem | None]:
    return lambda params: _limit(problem(iam._p(params, parameter)))


def _put_inline_policy(kind: str) -> Callable[[Parameters], Problem | None]:
    def check(params: Parameters) -> Problem | None:
        policy = {iam._p(params, "PolicyName"): iam._p(params, "PolicyDocument")}
        return _limit(_inline_policies(kind, iam._p(params, f"{kind}Name"), policy))

    return check


def _add_user_to_group(params: Parameters) -> Problem | None:
    user, group = iam._p(params, "UserName"), iam._p(params, "GroupName")
    groups = {name for name, record in iam._groups.items() if user in record["Users"]}
    exceeded = len(groups | {group}) > GROUPS_OF_A_USER
    return _limit(_groups_problem(exceeded))


def _create_group(params: Parameters) -> Problem | None:
    exceeded = len(iam._groups) >= GROUPS_OF_AN_ACCOUNT
    return _limit(f"Cannot exceed quota for GroupsPerAccount: {GROUPS_OF_AN_ACCOUNT}" if exceeded else None)


def _attach_group_policy(params: Parameters) -> Problem | None:
    group = iam._groups.get(iam._p(params, "GroupName"), {})
    return _limit(_policies_of_a_group(group, iam._p(params, "PolicyArn")))


_OPERATIONS: dict[str, Callable[[Parameters], Problem | None]] = {
    "CreateGroup": _create_group,
    "AttachGroupPolicy": _attach_group_policy,
    "CreatePolicy": _of("PolicyDocument", _managed_policy),
    "CreatePolicyVersion": _of("PolicyDocument", _managed_policy),
    "CreateRole": _of("AssumeRolePolicyDocument", _trust_policy),
    "UpdateAssumeRolePolicy": _of("PolicyDocument", _trust_policy),
    "PutRolePolicy": _put_inline_policy("Role"),
    "PutGroupPolicy": _put_inline_policy("Group"),
    "PutUserPolicy": _put_inline_policy("User"),
    "AddUserToGroup": _add_user_to_group,
}


# --- asked by resources


def _attach_managed_policy(attach: Callable[..., Any], entity: dict[str, Any], arn: str) -> Any:
    wrong = _policies_of_a_group(entity, arn) if "GroupName" in entity else None
    if wrong:
        raise ValueError(wrong)
    return attach(entity, arn)


def _identity(kind: str) -> Callable[[Properties], str | None]:
    """The policies that a role or a user carries in its own properties."""

    def check(props: Properties) -> str | None:
        policies = {policy["PolicyName"]: policy["PolicyDocument"] for policy in props.get("Policies", [])}
        # A name that is not known yet has no other policies.
        return _inline_policies(kind, props.get(f"{kind}Name", ""), policies) or _trust_policy(
            props.get("AssumeRolePolicyDocument", "")
        )

    return check


def _user(props: Properties) -> str | None:
    exceeded = len(set(props.get("Groups", []))) > GROUPS_OF_A_USER
    return _groups_problem(exceeded) or _identity("User")(props)


def _inline_policy(props: Properties) -> str | None:
    policy = {props.get("PolicyName", ""): props.get("PolicyDocument", "")}
    problems = (_inline_policies(kind, name, policy) for kind in INLINE_POLICIES for name in props.get(f"{kind}s", []))
    return next(filter(None, problems), None)


_RESOURCES: dict[str, Callable[[Properties], str | None]] = {
    "AWS::IAM::Role": _identity("Role"),
    "AWS::IAM::User": _user,
    "AWS::IAM::ManagedPolicy": lambda props: _managed_policy(props.get("PolicyDocument", "")),
    "AWS::IAM::Policy": _inline_policy,
}
