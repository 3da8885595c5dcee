"""The policy of a key or a bucket names users and roles that exist; MiniStack takes any.

(AWS re:Post, 'How do I resolve the "Policy contains a statement with one or more invalid principals" error' of KMS;
Amazon S3 User Guide, "Bucket policies", MalformedPolicy.) Neither error says which one does not exist.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from ministack.services import iam, kms, s3

from .. import patches
from ..cloudformation.resources import errors, handlers
from ..cloudformation.resources.handlers import Properties

_ENTITY = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):(role|user)/(.+)")
_OF_KEY = "Policy contains a statement with one or more invalid principals."
_OF_BUCKET = "Invalid principal in policy"


def install() -> None:
    handlers.before("AWS::KMS::Key", _wrong_key)
    handlers.before("AWS::S3::BucketPolicy", _wrong_bucket_policy)
    patches.around(kms, "_create_key", _check_key)
    patches.around(kms, "_put_key_policy", _check_key)
    patches.around(s3, "_put_bucket_policy", _put_bucket_policy)


def _wrong_key(props: Properties) -> str | None:
    wrong = _names_unknown(props.get("KeyPolicy"))
    return errors.of_service(_OF_KEY, "Kms", 400, "InvalidRequest") if wrong else None


def _wrong_bucket_policy(props: Properties) -> str | None:
    wrong = _names_unknown(props.get("PolicyDocument"))
    return errors.of_service(_OF_BUCKET, "S3", 400, "InvalidRequest") if wrong else None


def _check_key(perform: Callable[..., Any], data: dict[str, Any]) -> Any:
    if _names_unknown(data.get("Policy")):
        return kms.error_response_json("MalformedPolicyDocumentException", _OF_KEY, 400)
    return perform(data)


def _put_bucket_policy(put: Callable[..., Any], name: str, body: bytes) -> Any:
    if _names_unknown(body.decode()):
        return s3._error("MalformedPolicy", _OF_BUCKET, 400, f"/{name}")
    return put(name, body)


def _names_unknown(policy: str | dict[str, Any] | None) -> bool:
    """Whether a principal is a user or role that does not exist."""
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:  # which is refused for that
        return False
    return any(map(_is_unknown, _principals(document or {})))


def _principals(document: dict[str, Any]) -> list[str]:
    statements = document.get("Statement", [])
    named = [
        statement.get("Principal", {}) for statement in (statements if isinstance(statements, list) else [statements])
    ]
    lists = [principal.get("AWS", []) for principal in named if isinstance(principal, dict)]
    return [arn for arns in lists for arn in (arns if isinstance(arns, list) else [arns])]


def _is_unknown(arn: str) -> bool:
    found = _ENTITY.fullmatch(arn)
    if not found:
        return False
    account, kind, path = found.groups()
    store = iam._roles if kind == "role" else iam._users
    entity = store.get_scoped(account, None, path.split("/")[-1])
    return not entity or entity["Arn"] != arn
