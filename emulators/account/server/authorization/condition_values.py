"""Values of condition keys that MiniStack gives wrongly, looked up when a policy asks for them."""

from collections.abc import Callable, Iterable
from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.services import iam

from .. import patches

# Gets the key in small letters.
Resolve = Callable[[str, evaluator.EvalContext], Any]

_resolvers: dict[str, Resolve] = {}


def install() -> None:
    patches.around(evaluator, "_resolve_condition_key", _resolve)
    supply(["aws:PrincipalArn"], _principal_arn)


def supply(keys: Iterable[str], resolve: Resolve) -> None:
    """Has a function asked for these keys; what it does not know is MiniStack's matter."""
    _resolvers.update((key.lower(), resolve) for key in keys)


def _resolve(resolve: Callable[..., Any], key: str, context: evaluator.EvalContext) -> Any:
    own = _resolvers.get(key.lower())
    return (own(key.lower(), context) if own else None) or resolve(key, context)


def _principal_arn(key: str, context: evaluator.EvalContext) -> str | None:
    """For a session that is the ARN of its role, path and all; MiniStack has the session's there.

    ("AWS global condition context keys", IAM User Guide.)
    """
    return role_of_session(context.principal_arn) or context.principal_arn or None


def role_of_session(arn: str) -> str | None:
    _, _, _, _, account, resource = arn.split(":", 5) if arn.count(":") >= 5 else [""] * 6
    if not resource.startswith("assumed-role/"):
        return None
    name = resource.split("/")[1]
    role = iam._roles.get_scoped(account, None, name)
    return role["Arn"] if role else f"arn:aws:iam::{account}:role/{name}"
