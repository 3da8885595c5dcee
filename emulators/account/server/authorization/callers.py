"""What the caller of a request may do besides what the request was decided on."""

from collections.abc import Iterable

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id

from ..gateway.services import Headers, Query
from . import decision
from .permission import Permission


def denial(headers: Headers, query_params: Query, needed: Iterable[Permission]) -> str | None:
    """Why the caller lacks one of the permissions; the account of the request is that of the resource by now."""
    permissions = list(needed)
    if not permissions:
        return None
    access_key = extract_access_key_id(headers, query_params)
    account = evaluator.find_iam_access_key_account(access_key) or get_account_id()
    principal = evaluator.resolve_principal(access_key, account)
    if isinstance(principal, evaluator.AuthError):
        return str(principal.message)
    if principal.policies is None:  # an account's root, which the resource's policy has let in
        return None
    try:
        decision.demand(principal, permissions)
    except decision.Denied as denied:
        return str(denied)
    return None
