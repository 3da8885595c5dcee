"""MiniStack's own switches, closed: nobody has to sign for them, and one of them empties the account."""

from ministack import app

SWITCHES = ("/_ministack/", "/_localstack/")
HEALTH = "/_ministack/health"


def install() -> None:
    serve = app.app

    async def guarded(scope, receive, send):
        path = scope.get("path", "")
        if not path.startswith(SWITCHES) or path == HEALTH:
            return await serve(scope, receive, send)
        await send({"type": "http.response.start", "status": 403, "headers": []})
        await send({"type": "http.response.body", "body": b"This is no address of AWS."})

    app.app = guarded
