"""Whether an object is missing is only for those who may list its bucket; MiniStack says it to all who may read.

("GetObject" and "HeadObject", Amazon S3 API Reference: without `s3:ListBucket` the answer is 403.)
"""

from collections.abc import Callable
from typing import Any

from ministack.core.responses import get_account_id
from ministack.core.router import extract_access_key_id
from ministack.services import s3

from .. import patches
from ..authorization import callers
from ..authorization.permission import Permission
from ..gateway.services import Headers, Query


def install() -> None:
    # It only looks at answers: what is refused before there is one stays refused.
    patches.around(s3, "_dispatch", _hide_missing, any_order=True)


def _hide_missing(
    dispatch: Callable[..., Any],
    method: str,
    bucket: str,
    key: str,
    headers: Headers,
    body: bytes,
    query_params: Query,
) -> Any:
    answer = dispatch(method, bucket, key, headers, body, query_params)
    if method not in ("GET", "HEAD") or answer[0] != 404 or b"NoSuchKey" not in answer[2]:
        return answer
    if denied := _denial(bucket, headers, query_params):
        return s3._error("AccessDenied", denied, 403, f"/{bucket}/{key}")
    return answer


def _denial(bucket: str, headers: Headers, query_params: Query) -> str | None:
    if not extract_access_key_id(headers, query_params):
        is_open = s3._foreign_bucket_allows(get_account_id(), bucket, "", "GET", {}, "", headers)
        return None if is_open else "Access Denied"
    return callers.denial(headers, query_params, [Permission("s3:ListBucket", f"arn:aws:s3:::{bucket}")])
