"""What the registry answers when it refuses, as clients of Amazon ECR see it."""

import json

from ..gateway.services import Response

_VERSION = {"Docker-Distribution-Api-Version": "registry/2.0"}


class Refusal(Exception):
    """A refusal of a request, with the answer that it gets."""

    def __init__(self, response: Response) -> None:
        super().__init__(response[0])
        self.response = response


def refuse(status: int, code: str, message: str) -> Refusal:
    """A refusal as the OCI Distribution Specification words it, "Error Codes"."""
    body = json.dumps({"errors": [{"code": code, "message": message}]}).encode()
    return Refusal((status, {"Content-Type": "application/json; charset=utf-8", **_VERSION}, body))


def ask_for_token(host: str) -> Refusal:
    """Makes a client send its user name and password, which it does not before it is asked."""
    challenge = {"WWW-Authenticate": f'Basic realm="https://{host}/",service="ecr.amazonaws.com"'}
    return Refusal((401, {"Content-Type": "text/plain; charset=utf-8", **challenge, **_VERSION}, b"Not Authorized\n"))
