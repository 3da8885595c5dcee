"""How a service is added to MiniStack, and what it answers."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app
from ministack.core import iam_actions, router

Headers = dict[str, str]
Query = dict[str, list[str]]
Response = tuple[int, Headers, bytes]
Handler = Callable[[str, str, Headers, bytes, Query], Awaitable[Response]]

# Gets the service's name and what it stands around.
Layer = Callable[[str, Handler], Handler]


def add(name: str, target_prefix: str, handle: Handler) -> None:
    """Makes MiniStack authenticate, authorise and answer a service that speaks JSON."""
    if name in app.SERVICE_HANDLERS:
        raise RuntimeError(f"MiniStack has {name} already: see what it does, and remove what is added here")
    router.SERVICE_PATTERNS[name] = {
        "target_prefixes": [target_prefix],
        "host_patterns": [rf"{name}\."],
        "credential_scope": name,
    }
    app.SERVICE_HANDLERS[name] = handle
    iam_actions.SERVICE_TO_IAM_NAMESPACE[name] = name


def handler(name: str) -> Handler:
    if name not in app.SERVICE_HANDLERS:
        raise RuntimeError(f"there is no service {name} yet: add it before something is put around it")
    found: Handler = app.SERVICE_HANDLERS[name]
    return found


def operation(headers: Headers) -> str:
    """Name of the operation that a request asks for."""
    return headers.get("x-amz-target", "").rsplit(".", 1)[-1]


def answer(body: Any, status: int = 200) -> Response:
    return status, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(body).encode()


def refuse(code: str, message: str) -> Response:
    """An error as AWS's JSON services word it."""
    return answer({"__type": code, "message": message}, 400)
