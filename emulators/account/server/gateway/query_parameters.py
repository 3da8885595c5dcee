"""Each parameter of the Query API once, and only where what is authorised and what is done both see it.

MiniStack decides on the address of a request before its body and acts on the body before the address; and it acts on
bodies, such as JSON, that it does not decide on. So a request could be allowed for one role and done to another.
"""

from urllib.parse import parse_qsl

from ministack import app
from ministack.services import iam


def install() -> None:
    for service in ("cloudformation", "iam", "sts"):
        app.SERVICE_HANDLERS[service] = _checking(service, app.SERVICE_HANDLERS[service])


def _checking(service: str, perform):
    async def handle(method, path, headers, body, query_params):
        is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        in_body = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        names = [name for name, _ in in_body] + [name for name, values in query_params.items() for _ in values]
        if (body and not is_form) or len(names) > len(set(names)):
            message = "The query is malformed: give each parameter once, in the address or in a form."
            return iam._error(400, "InvalidQueryParameter", message, ns=service)
        return await perform(method, path, headers, body, query_params)

    return handle
