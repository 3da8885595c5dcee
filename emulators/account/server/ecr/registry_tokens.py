"""Tokens for `docker login`: each is its caller's own.

"An authorization token's permission scope matches that of the IAM principal used to retrieve the authentication
token", and it "is valid for 12 hours" (Amazon ECR User Guide, "Private registry authentication in Amazon ECR").
A token of a session ends with the session. MiniStack hands out the same one to all.
"""

import base64
import binascii
import secrets
import time
from dataclasses import dataclass

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region, set_request_account_id, set_request_region
from ministack.core.router import extract_access_key_id
from ministack.services import iam

from ..gateway import services
from ..gateway.services import Handler, Headers, Query, Response
from .registry_answers import ask_for_token, refuse

LIFETIME = 12 * 60 * 60
USER = "AWS"


@dataclass(frozen=True)
class Token:
    """Who asked for it, and where: its registry is that of the account and the region."""

    credential: evaluator.ResolvedCredential
    account: str
    region: str
    expires: float


_tokens: dict[str, Token] = {}


def hand_out_own(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        if services.operation(headers) == "GetAuthorizationToken":
            return _hand_out(extract_access_key_id(headers, query_params))
        return await perform(method, path, headers, body, query_params)

    return handle


def _hand_out(access_key_id: str) -> Response:
    account, region = get_account_id(), get_region()
    credential = evaluator.resolve_credential(access_key_id, account)
    if isinstance(credential, evaluator.CredentialResolutionError):
        return services.refuse(credential.code, credential.message)
    expires = min(time.time() + LIFETIME, credential.expiration or float("inf"))
    password = secrets.token_urlsafe(96)
    _tokens[password] = Token(credential, account, region, expires)
    data = {
        "authorizationToken": base64.b64encode(f"{USER}:{password}".encode()).decode(),
        "expiresAt": expires,
        "proxyEndpoint": f"https://{account}.dkr.ecr.{region}.amazonaws.com",
    }
    return services.answer({"authorizationData": [data]})


def authenticate(headers: Headers) -> evaluator.PrincipalInfo:
    """Whose token a request carries, with the policies that they have now.

    An expired one is denied, with words that ask for another; any other that is none is as if there were none.
    """
    token = _tokens.get(_password(headers.get("authorization", "")))
    if token is None:
        raise ask_for_token(headers.get("host", ""))
    if token.expires <= time.time():
        raise refuse(403, "DENIED", "Your authorization token has expired. Reauthenticate and try again.")
    # Neither a host nor a parameter that names another account or region is heard.
    set_request_account_id(token.account)
    set_request_region(token.region)
    if not _is_there(token.credential):
        raise ask_for_token(headers.get("host", ""))
    principal = evaluator.resolve_principal(token.credential.access_key_id, token.account, token.credential)
    if isinstance(principal, evaluator.AuthError):
        raise ask_for_token(headers.get("host", ""))
    return principal


def _password(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        user, _, password = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return password if user == USER else ""


def _is_there(credential: evaluator.ResolvedCredential) -> bool:
    """Whether the user, or the role of the session, is still the one that asked, not another of that name."""
    account, identity = credential.account_id, credential.principal_id
    if credential.principal_type == "User":
        user = iam._users.get_scoped(account, None, credential.principal_name)
        return bool(user and user["UserId"] == identity)
    if credential.principal_type == "AssumedRole":
        role = iam._roles.get_scoped(account, None, credential.principal_arn.split("/")[1])
        return bool(role and role["RoleId"] == identity.split(":")[0])
    return True
