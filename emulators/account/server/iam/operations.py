"""How a refusal of IAM that MiniStack lacks is put before what an operation does."""

from collections.abc import Callable
from functools import partial
from typing import Any

from ministack.services import iam

from .. import patches

Parameters = dict[str, Any]

# Status, code and message.
Problem = tuple[int, str, str]


def before(operation: str, check: Callable[[Parameters], Problem | None]) -> None:
    """Refuses an operation for which the check answers a problem; it only refuses, whatever else is checked."""
    patches.around(iam._IAM_HANDLERS, operation, partial(_checked, check), any_order=True)


def _checked(
    check: Callable[[Parameters], Problem | None], perform: Callable[[Parameters], Any], params: Parameters
) -> Any:
    wrong = check(params)
    return iam._error(*wrong) if wrong else perform(params)


def call(operation: str, **params: str) -> None:
    """Calls an operation as CloudFormation; its error is the error of the resource."""
    status, _, body = iam._IAM_HANDLERS[operation](params)
    if status != 200:
        text = body.decode()
        code, message = (_element(text, tag) for tag in ("Code", "Message"))
        raise ValueError(f"{message} (Service: Iam, Status Code: {status}, Error Code: {code})")


def _element(text: str, tag: str) -> str:
    return text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
