"""Objects of a bucket whose default encryption names a KMS key are for those who may use the key.

Who reads one needs `kms:Decrypt` on the key, who writes one `kms:GenerateDataKey`, by their own policies and by
that of the key (Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"). MiniStack asks for neither,
and its CloudFormation leaves a bucket's encryption out.
"""

from urllib.parse import unquote

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import kms, s3
from ministack.services.cloudformation import provisioners

from ..authorization import condition_keys, decision
from ..cloudformation.permissions import Right

_READS = ("GET", "HEAD")
_WRITES = ("PUT", "POST")

# Parameters with which a request is still about the content of an object.
_OF_CONTENT = {"partNumber", "uploadId", "uploads", "versionId", "x-id"}
_KEY = "x-amz-server-side-encryption-aws-kms-key-id"


def install() -> None:
    _keep_encryption()
    _ask_for_keys()


def _keep_encryption() -> None:
    handlers = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]
    create, update = handlers["create"], handlers["update"]

    def create_encrypted(logical_id, props, stack_name):
        name, attributes = create(logical_id, props, stack_name)
        _encrypt(name, props)
        return name, attributes

    def update_encrypted(physical_id, old_props, props, *rest):
        name, attributes = update(physical_id, old_props, props, *rest)
        _encrypt(name, props)
        return name, attributes

    handlers.update(create=create_encrypted, update=update_encrypted)


def _encrypt(bucket: str, props: dict) -> None:
    """Keeps a default encryption as PutBucketEncryption does, where it names a key."""
    rules = props.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    default = next(iter(rules), {}).get("ServerSideEncryptionByDefault", {})
    key = default.get("KMSMasterKeyID")
    if not key:
        s3._bucket_encryption.pop(bucket, None)
        return
    s3._bucket_encryption[bucket] = (
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
        f"<SSEAlgorithm>{default['SSEAlgorithm']}</SSEAlgorithm><KMSMasterKeyID>{key}</KMSMasterKeyID>"
        "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
    )


def _ask_for_keys() -> None:
    dispatch = s3._dispatch

    def ask(method, bucket, key, headers, body, query_params):
        rights = list(_needed(method, bucket, key, headers, query_params))
        denied = _refusal(headers, query_params, rights) if rights else None
        if denied:
            return s3._error("AccessDenied", denied, 403, f"/{bucket}/{key}")
        return dispatch(method, bucket, key, headers, body, query_params)

    s3._dispatch = ask


def _needed(method: str, bucket: str, key: str, headers: dict, query_params: dict):
    """Rights on keys that the content of an object asks for; the bucket's account is that of the request here."""
    if not key or any(name not in _OF_CONTENT and not name.lower().startswith("x-amz-") for name in query_params):
        return
    if method in _READS:
        yield from _right("kms:Decrypt", bucket, key)
    if method in _WRITES:
        source = unquote(headers.get("x-amz-copy-source", "")).lstrip("/").partition("?")[0]
        yield from _right("kms:Decrypt", *source.partition("/")[::2])
        named = headers.get(_KEY) or s3._bucket_default_sse_headers(bucket).get(_KEY)
        yield from _use("kms:GenerateDataKey", named)


def _right(action: str, bucket: str, key: str):
    """On the key under which an object was written."""
    kept = (s3._buckets.get(bucket) or {}).get("objects", {}).get(key) or {}
    yield from _use(action, s3._stored_sse_headers(kept).get(_KEY))


def _use(action: str, key_id: str | None):
    record = kms._resolve_key(key_id) if key_id else None
    if record:
        context = condition_keys.supply(action, record["Arn"], {})
        yield Right(action, record["Arn"], {**context, "kms:ViaService": f"s3.{get_region()}.amazonaws.com"})


def _refusal(headers: dict, query_params: dict, rights: list[Right]) -> str | None:
    access_key = extract_access_key_id(headers, query_params)
    account = evaluator.find_iam_access_key_account(access_key) or get_account_id()
    principal = evaluator.resolve_principal(access_key, account)
    if isinstance(principal, evaluator.AuthError):
        return principal.message
    if principal.policies is None:  # an account's root, which the bucket's policy has let in
        return None
    try:
        decision.demand(principal, rights)
    except ValueError as denied:
        return str(denied)
    return None
