"""MiniStack's own switches, closed: they ask for no signature, and one of them empties the account."""

from collections.abc import Awaitable, Callable
from typing import Any

from ministack import app

from .. import patches

SWITCHES = ("/_ministack/", "/_localstack/")
HEALTH = "/_ministack/health"


def install() -> None:
    # In any order: what else is around it answers for paths of its own.
    patches.around(app, "app", _guard, any_order=True)


async def _guard(serve: Callable[..., Awaitable[None]], scope: dict[str, Any], receive: Any, send: Any) -> None:
    path = scope.get("path", "")
    if not path.startswith(SWITCHES) or path == HEALTH:
        return await serve(scope, receive, send)
    await send({"type": "http.response.start", "status": 403, "headers": []})
    await send({"type": "http.response.body", "body": b"This is no address of AWS."})
    return None
