"""Objects of a bucket whose default encryption names a KMS key are for those who may use the key.

Who reads one needs `kms:Decrypt` on the key, who writes one `kms:GenerateDataKey`, by their own policies and by
that of the key, which has to be one of the bucket's region (Amazon S3 User Guide, "Using server-side encryption with
AWS KMS keys"). MiniStack asks for none of it, and its CloudFormation leaves a bucket's encryption out.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

from ministack.core.responses import get_region
from ministack.services import kms, s3

from .. import patches
from ..authorization import callers, condition_keys
from ..authorization.permission import Permission
from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Properties
from ..gateway.services import Headers, Query

_READS = ("GET", "HEAD")
_WRITES = ("PUT", "POST")

# Parameters with which a request is still about the content of an object.
_OF_CONTENT = {"partNumber", "uploadId", "uploads", "versionId", "x-id"}
_KEY = "x-amz-server-side-encryption-aws-kms-key-id"


def install() -> None:
    handlers.after("AWS::S3::Bucket", _encrypt)
    # Who may use no key is refused, and whatever else is asked of an answer is asked of one that there is.
    patches.around(s3, "_dispatch", _ask_for_keys, any_order=True)


def _encrypt(bucket: str, props: Properties) -> None:
    """Keeps a default encryption as PutBucketEncryption does, where it names a key."""
    rules: list[dict[str, Any]] = props.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    default = rules[0].get("ServerSideEncryptionByDefault", {}) if rules else {}
    key = default.get("KMSMasterKeyID")
    if not key:
        s3._bucket_encryption.pop(bucket, None)
        return
    s3._bucket_encryption[bucket] = (
        "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>"
        f"<SSEAlgorithm>{default['SSEAlgorithm']}</SSEAlgorithm><KMSMasterKeyID>{key}</KMSMasterKeyID>"
        "</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
    )


def _ask_for_keys(
    dispatch: Callable[..., Any],
    method: str,
    bucket: str,
    key: str,
    headers: Headers,
    body: bytes,
    query_params: Query,
) -> Any:
    if method in _WRITES and _is_content(key, query_params):
        region = _region_of(_key_to_write_under(bucket, headers))
        if region != get_region():
            return s3._error("KMS.NotFoundException", f"Invalid arn {region}", 400, f"/{bucket}/{key}")
    needed = list(_needed(method, bucket, key, headers, query_params))
    if denied := callers.denial(headers, query_params, needed):
        return s3._error("AccessDenied", denied, 403, f"/{bucket}/{key}")
    return dispatch(method, bucket, key, headers, body, query_params)


def _needed(method: str, bucket: str, key: str, headers: Headers, query_params: Query) -> Iterator[Permission]:
    """Permissions on keys that the content of an object asks for; the bucket's account is that of the request here."""
    if not _is_content(key, query_params):
        return
    if method in _READS:
        yield from _under_key("kms:Decrypt", bucket, key)
    if method in _WRITES:
        source = unquote(headers.get("x-amz-copy-source", "")).lstrip("/").partition("?")[0]
        of_source, _, key_of_source = source.partition("/")
        yield from _under_key("kms:Decrypt", of_source, key_of_source)
        yield from _use("kms:GenerateDataKey", _key_to_write_under(bucket, headers))


def _is_content(key: str, query_params: Query) -> bool:
    """Whether a request is about the content of an object."""
    return bool(key) and all(name in _OF_CONTENT or name.lower().startswith("x-amz-") for name in query_params)


def _key_to_write_under(bucket: str, headers: Headers) -> str | None:
    named: str | None = headers.get(_KEY) or s3._bucket_default_sse_headers(bucket).get(_KEY)
    return named


def _region_of(key_id: str | None) -> str:
    """S3 uses keys of the bucket's region only, and takes what is no ARN for one of it."""
    parts = (key_id or "").split(":")
    return parts[3] if len(parts) == 6 else get_region()


def _under_key(action: str, bucket: str, key: str) -> Iterator[Permission]:
    """On the key under which an object was written."""
    kept = (s3._buckets.get(bucket) or {}).get("objects", {}).get(key) or {}
    yield from _use(action, s3._stored_sse_headers(kept).get(_KEY))


def _use(action: str, key_id: str | None) -> Iterator[Permission]:
    record = kms._resolve_key(key_id) if key_id else None
    if record:
        context = condition_keys.supply(action, record["Arn"], {})
        yield Permission(action, record["Arn"], {**context, "kms:ViaService": f"s3.{get_region()}.amazonaws.com"})
