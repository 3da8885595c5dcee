"""Each parameter of the Query API once, and only where what is authorised and what is done both see it.

MiniStack decides on the address of a request before its body and acts on the body before the address; and it acts on
bodies, such as JSON, that it does not decide on. So a request could be allowed for one role and done to another.
"""

from urllib.parse import parse_qsl

from ministack.services import iam

from .services import Handler, Headers, Query, Response


def check(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        is_form = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        in_body = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        names = [name for name, _ in in_body] + [name for name, values in query_params.items() for _ in values]
        if (body and not is_form) or len(names) > len(set(names)):
            message = "The query is malformed: give each parameter once, in the address or in a form."
            refused: Response = iam._error(400, "InvalidQueryParameter", message, ns=service)
            return refused
        return await perform(method, path, headers, body, query_params)

    return handle
