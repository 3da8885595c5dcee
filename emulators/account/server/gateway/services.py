"""How a service is added to MiniStack."""

import json
from typing import Any, Awaitable, Callable

from ministack import app
from ministack.core import iam_actions, router

Response = tuple[int, dict[str, str], bytes]
Handler = Callable[[str, str, dict, bytes, dict], Awaitable[Response]]


def add(name: str, target_prefix: str, handler: Handler) -> None:
    """Makes MiniStack authenticate, authorise and answer a service that speaks JSON."""
    router.SERVICE_PATTERNS[name] = {
        "target_prefixes": [target_prefix],
        "host_patterns": [rf"{name}\."],
        "credential_scope": name,
    }
    app.SERVICE_HANDLERS[name] = handler
    iam_actions.SERVICE_TO_IAM_NAMESPACE[name] = name


def operation(headers: dict) -> str:
    """Name of the operation that a request asks for."""
    return headers.get("x-amz-target", "").rsplit(".", 1)[-1]


def answer(body: Any, status: int = 200) -> Response:
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(body).encode()


def refuse(code: str, message: str) -> Response:
    """An error as AWS's JSON services word it."""
    return answer({"__type": code, "message": message}, 400)
