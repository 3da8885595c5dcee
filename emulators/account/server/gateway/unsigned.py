"""A request that is not signed has no principal; MiniStack takes some of them for the root's.

AWS answers them only where a service declares an operation open, as AssumeRoleWithWebIdentity is ("Requesting
temporary security credentials", IAM User Guide), and in a bucket what the bucket's policy or ACL opens to the public
(Amazon S3 User Guide, "Making requests").
"""

from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.router import extract_access_key_id

from .. import patches

# An API of one's own, which decides itself whom it answers.
_DECIDED_BY_THE_API = {"execute-api:Invoke", "lambda:InvokeFunctionUrl"}

_MISSING = evaluator.AuthError("MissingAuthenticationToken", "Request is missing Authentication Token")


def install() -> None:
    patches.around(evaluator, "pin_signed_request", _pin_signed_request)
    # The gateway has a name of its own for it.
    patches.replace(app, "pin_signed_request", evaluator.pin_signed_request)
    patches.around(evaluator, "check_credentials", _check_credentials)


def _pin_signed_request(
    pin: Callable[..., None],
    method: str,
    raw_path: str,
    query_params: dict[str, Any],
    raw_headers: list[tuple[bytes, bytes]],
    handshake: bool = False,
) -> None:
    """A header such as `Bearer` is no signature, and hides whatever the address is signed with."""
    pin(method, raw_path, query_params, raw_headers, handshake)
    header = next((value.decode("latin-1") for name, value in raw_headers if name.lower() == b"authorization"), "")
    if header and not header.startswith(("AWS4-", "AWS ")):
        key = extract_access_key_id({"authorization": header}, query_params)
        request = evaluator.SignedRequest(key, method, raw_path, query_params, {}, unverifiable=True)
        evaluator._signed_request.set(request)


def _check_credentials(
    check: Callable[..., evaluator.AuthError | None], access_key_id: str, service: str | None = None
) -> evaluator.AuthError | None:
    """Where a request names no action."""
    return check(access_key_id, service) or _unverified(access_key_id, service)


def refusal(access_key_id: str, service: str, action: str, resource: str) -> evaluator.AuthError | None:
    """Where a request names an action that its policies allow."""
    is_open = not access_key_id and _is_open(service, action, resource)
    return None if is_open else _unverified(access_key_id, service)


def _is_open(service: str, action: str, resource: str) -> bool:
    if service == "s3":
        # S3 asks a bucket's policy itself; what names no bucket, and a new one, has no policy.
        return resource != "*" and action != "s3:CreateBucket"
    return action in _DECIDED_BY_THE_API or evaluator._served_unsigned(service, action)


def _unverified(access_key_id: str, service: str | None) -> evaluator.AuthError | None:
    """Refuses a key whose signature has not been checked; S3 checks that of an address itself."""
    is_verified = bool(access_key_id) and (service == "s3" or evaluator._verified_key.get() == access_key_id)
    return None if is_verified else _MISSING
