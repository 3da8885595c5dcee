"""The policy of a key or a bucket names users and roles that exist; MiniStack takes any.

(AWS re:Post, 'How do I resolve the "Policy contains a statement with one or more invalid principals" error' of KMS;
Amazon S3 User Guide, "Bucket policies", MalformedPolicy.) Neither error says which one does not exist.
"""

import json
import re
import uuid

from ministack.services import iam, kms, s3

from ..cloudformation import refusals

_ENTITY = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):(role|user)/(.+)")
_OF_KEY = "Policy contains a statement with one or more invalid principals."
_OF_BUCKET = "Invalid principal in policy"


def install() -> None:
    for event in ("create", "update"):
        refusals.before_resource("AWS::KMS::Key", event, _wrong_key)
        refusals.before_resource("AWS::S3::BucketPolicy", event, _wrong_bucket_policy)
    for operation in ("_create_key", "_put_key_policy"):
        setattr(kms, operation, _checking_key(getattr(kms, operation)))
    _check_bucket_policies()


def _wrong_key(props: dict) -> str | None:
    return _handed_on(_OF_KEY, "Kms") if _names_nobody(props.get("KeyPolicy")) else None


def _wrong_bucket_policy(props: dict) -> str | None:
    return _handed_on(_OF_BUCKET, "S3") if _names_nobody(props.get("PolicyDocument")) else None


def _handed_on(message: str, service: str) -> str:
    """An error of a service as the handler of a resource hands it on."""
    return (
        f'Resource handler returned message: "{message} (Service: {service}, Status Code: 400, '
        f'Request ID: {uuid.uuid4()})" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: InvalidRequest)'
    )


def _checking_key(perform):
    def check(data: dict):
        if _names_nobody(data.get("Policy")):
            return kms.error_response_json("MalformedPolicyDocumentException", _OF_KEY, 400)
        return perform(data)

    return check


def _check_bucket_policies() -> None:
    put = s3._put_bucket_policy

    def put_bucket_policy(name: str, body: bytes):
        if _names_nobody(body.decode()):
            return s3._error("MalformedPolicy", _OF_BUCKET, 400, f"/{name}")
        return put(name, body)

    s3._put_bucket_policy = put_bucket_policy


def _names_nobody(policy: str | dict | None) -> bool:
    """Whether a principal is a user or role that does not exist."""
    try:
        document = json.loads(policy) if isinstance(policy, str) else policy
    except ValueError:  # which is refused for that
        return False
    return any(map(_is_nobody, _principals(document or {})))


def _principals(document: dict) -> list[str]:
    statements = document.get("Statement", [])
    named = [
        statement.get("Principal", {}) for statement in (statements if isinstance(statements, list) else [statements])
    ]
    lists = [principal.get("AWS", []) for principal in named if isinstance(principal, dict)]
    return [arn for arns in lists for arn in (arns if isinstance(arns, list) else [arns])]


def _is_nobody(arn: str) -> bool:
    found = _ENTITY.fullmatch(arn)
    if not found:
        return False
    account, kind, path = found.groups()
    store = iam._roles if kind == "role" else iam._users
    entity = store.get_scoped(account, None, path.split("/")[-1])
    return not entity or entity["Arn"] != arn
