"""What services of AWS tell EventBridge: they stand outside of the account, and tell it here.

Not by PutEvents, which refuses a source that begins with `aws.` to every principal (Amazon EventBridge API Reference,
"PutEventsRequestEntry"). Whoever shows the secret of the root has started this account.
"""

import hmac
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app
from ministack.core.responses import request_scope
from ministack.services import eventbridge

from .. import patches

PATH = "/_local/service-events"


def install() -> None:
    # In any order: `closed_paths` is about other paths.
    patches.around(app, "app", _take, any_order=True)


async def _take(serve: Callable[..., Awaitable[None]], scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope.get("type") != "http" or scope.get("path") != PATH:
        return await serve(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in scope.get("headers", [])}
    secret = os.environ.get("AWS_SECRET_ACCESS_KEY", "")
    if not secret or not hmac.compare_digest(headers.get("x-local-secret", ""), secret):
        return await _answer(send, 403, "only services of AWS tell EventBridge what happened in them")
    event = json.loads(await _body(receive))
    with request_scope(headers["x-local-account"], headers["x-local-region"]):
        _put(event)
    return await _answer(send, 200, "told")


def _put(event: dict[str, Any]) -> None:
    entry = {
        "Source": event["source"],
        "DetailType": event["detailType"],
        "Detail": json.dumps(event["detail"]),
        "Resources": event["resources"],
    }
    eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)


async def _body(receive: Any) -> bytes:
    body: bytes = b""
    while True:
        message: dict[str, Any] = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _answer(send: Any, status: int, message: str) -> None:
    content = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": content})
    await send({"type": "http.response.body", "body": json.dumps({"message": message}).encode()})
