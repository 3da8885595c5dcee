"""Under whom CloudFormation works on a stack: its service role, or whoever asks.

A stack keeps the role that it was given last, and CloudFormation takes it for everything that comes after,
without asking whether its caller may pass it; a stack that has none is worked on with the credentials of the
caller (AWS CloudFormation User Guide, "CloudFormation service role"). MiniStack ignores roles.
"""

import re
from contextvars import ContextVar
from functools import partial
from typing import Callable
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import iam
from ministack.services.cloudformation import _stacks, changesets, handlers, helpers

from ..iam.entities import live_stack
from ..iam.passed_roles import trusts

Principal = evaluator.PrincipalInfo

# Who works on the stacks of this request; the task that a request starts inherits it. It is looked up anew for
# each decision, because what CloudFormation does may change what its role may do.
_acting: ContextVar[Callable[[], Principal | evaluator.AuthError] | None] = ContextVar("acting", default=None)

_TAKE_A_ROLE = {
    "ContinueUpdateRollback",
    "CreateChangeSet",
    "CreateStack",
    "DeleteStack",
    "RollbackStack",
    "UpdateStack",
}
_WORK = {*_TAKE_A_ROLE, "ExecuteChangeSet"}


def install() -> None:
    _follow_requests()
    _describe_roles()


def bound() -> Principal | None:
    """Who needs rights for what is done now; nobody where the account's root does it."""
    resolve = _acting.get()
    principal = resolve() if resolve else None
    if isinstance(principal, evaluator.AuthError):
        raise ValueError(principal.message)
    return principal if principal and principal.policies is not None else None


def _follow_requests() -> None:
    cloudformation = app.SERVICE_HANDLERS["cloudformation"]

    async def handle(method, path, headers, body, query_params):
        form = parse_qs(body.decode(errors="replace"))
        request = {name: values[0] for name, values in {**query_params, **form}.items()}
        if request.get("Action") not in _WORK:
            return await cloudformation(method, path, headers, body, query_params)
        role = _given(request)
        if not role and (role := _kept(request)) and not trusts(role, "cloudformation.amazonaws.com"):
            # AWS re:Post, 'How do I resolve the "Role [role_arn] is invalid or cannot be assumed" error'
            return helpers._error("ValidationError", f"Role {role} is invalid or cannot be assumed")
        caller = extract_access_key_id(headers, query_params)
        acting = partial(session, role, "AWSCloudFormation") if role else partial(evaluator.resolve_principal, caller, get_account_id())
        token = _acting.set(acting)
        try:
            response = await cloudformation(method, path, headers, body, query_params)
        finally:
            _acting.reset(token)
        if role and response[0] == 200:
            _keep(request, role, response[2].decode())
        return response

    app.SERVICE_HANDLERS["cloudformation"] = handle


def _given(request: dict) -> str | None:
    return request.get("RoleARN") if request["Action"] in _TAKE_A_ROLE else None


def _kept(request: dict) -> str | None:
    """The role that the change set or the stack was given before."""
    if request["Action"] == "CreateStack":
        return None
    change_set, stack = _subjects(request)
    return change_set.get("RoleARN") or stack.get("RoleARN")


def _keep(request: dict, role: str, answer: str) -> None:
    """A role is the stack's from now on; that of a change set, once it is executed."""
    if request["Action"] == "CreateChangeSet":
        identifier = re.search("<Id>(.*?)</Id>", answer)[1]
        changesets._find_change_set(identifier)[1]["RoleARN"] = role
    else:
        _subjects(request)[1]["RoleARN"] = role


def _subjects(request: dict) -> tuple[dict, dict]:
    """The change set that is executed, if one is, and the stack."""
    change_set = {}
    if request["Action"] == "ExecuteChangeSet":
        found = changesets._find_change_set(request.get("ChangeSetName"), request.get("StackName", ""))
        change_set = found[1] or {}
    return change_set, live_stack(change_set.get("StackName") or request.get("StackName")) or {}


def session(arn: str, session_name: str) -> Principal:
    """A service in a session of a role, which may do nothing where there is no such role."""
    account, name = get_account_id(), arn.split("/")[-1]
    is_there = iam._roles.get(name, {}).get("Arn") == arn
    return Principal(
        arn=f"arn:aws:sts::{account}:assumed-role/{name}/{session_name}",
        type="AssumedRole",
        account=account,
        policies=evaluator._gather_role_policies(name, account) if is_there else [],
        limits=evaluator._permissions_boundary(iam._roles, name, account),
    )


def _describe_roles() -> None:
    describe = handlers._ACTION_HANDLERS["DescribeStacks"]

    def describe_stacks(params):
        status, headers, body = describe(params)
        roles = {stack["StackId"]: stack["RoleARN"] for stack in _stacks.values() if stack.get("RoleARN")}

        def with_role(stack_id: re.Match) -> str:
            role = roles.get(stack_id[1])
            return stack_id[0] + (f"<RoleARN>{role}</RoleARN>" if role else "")

        return status, headers, re.sub("<StackId>(.*?)</StackId>", with_role, body.decode()).encode()

    handlers._ACTION_HANDLERS["DescribeStacks"] = describe_stacks
