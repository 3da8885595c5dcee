"""Under whom CloudFormation works on a stack: its service role, or whoever asks.

A stack keeps the role that it was given last, and CloudFormation takes it for everything that comes after,
without asking whether its caller may pass it; a stack that has none is worked on with the credentials of the
caller (AWS CloudFormation User Guide, "CloudFormation service role"). MiniStack ignores roles.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services.cloudformation import _stacks, changesets, handlers, helpers

from .. import patches
from ..authorization import denials
from ..authorization.decision import Principal
from ..gateway.services import Handler, Headers, Query, Response
from ..iam.trust import session, trusts
from .stacks import live_stack

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
    patches.around(handlers._ACTION_HANDLERS, "DescribeStacks", _describe_stacks)


def bound() -> Principal | None:
    """Who needs permissions for what is done now; none where the account's root does it."""
    resolve = _acting.get()
    principal = resolve() if resolve else None
    if isinstance(principal, evaluator.AuthError):
        raise ValueError(principal.message)
    return principal if principal and principal.policies is not None else None


def follow(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        form = parse_qs(body.decode(errors="replace"))
        request = {name: values[0] for name, values in {**query_params, **form}.items()}
        if request.get("Action") not in _WORK:
            return await perform(method, path, headers, body, query_params)
        role = _given(request)
        if not role and (role := _kept(request)) and not trusts(role, "cloudformation.amazonaws.com"):
            refused: Response = helpers._error("ValidationError", denials.invalid_role(role))
            return refused
        caller = extract_access_key_id(headers, query_params)
        as_caller = partial(evaluator.resolve_principal, caller, get_account_id())
        token = _acting.set(partial(session, role, "AWSCloudFormation") if role else as_caller)
        try:
            response = await perform(method, path, headers, body, query_params)
        finally:
            _acting.reset(token)
        if role and response[0] == 200:
            _keep(request, role, response[2].decode())
        return response

    return handle


def _given(request: dict[str, str]) -> str | None:
    return request.get("RoleARN") if request["Action"] in _TAKE_A_ROLE else None


def _kept(request: dict[str, str]) -> str | None:
    """The role that the change set or the stack was given before."""
    if request["Action"] == "CreateStack":
        return None
    change_set, stack = _subjects(request)
    return change_set.get("RoleARN") or stack.get("RoleARN")


def _keep(request: dict[str, str], role: str, answer: str) -> None:
    """A role is the stack's from now on; that of a change set, once it is executed."""
    if request["Action"] == "CreateChangeSet":
        identifier = answer.partition("<Id>")[2].partition("</Id>")[0]
        changesets._find_change_set(identifier)[1]["RoleARN"] = role
    else:
        _subjects(request)[1]["RoleARN"] = role


def _subjects(request: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The change set that is executed, if one is, and the stack."""
    change_set: dict[str, Any] = {}
    if request["Action"] == "ExecuteChangeSet":
        found = changesets._find_change_set(request.get("ChangeSetName"), request.get("StackName", ""))
        change_set = found[1] or {}
    return change_set, live_stack(change_set.get("StackName") or request.get("StackName")) or {}


def _describe_stacks(describe: Callable[..., Response], params: dict[str, Any]) -> Response:
    status, headers, body = describe(params)
    roles = {stack["StackId"]: stack["RoleARN"] for stack in _stacks.values() if stack.get("RoleARN")}

    def with_role(stack_id: re.Match[str]) -> str:
        role = roles.get(stack_id[1])
        return stack_id[0] + (f"<RoleARN>{role}</RoleARN>" if role else "")

    return status, headers, re.sub("<StackId>(.*?)</StackId>", with_role, body.decode()).encode()
