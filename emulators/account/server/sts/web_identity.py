"""STS's own checks of a web identity token, before the trust policy is asked.

("AssumeRoleWithWebIdentity", AWS STS API Reference, Errors.) The trust policy sees audience and subject
only. The token's signature is not checked: GitHub's keys are not to be had here.
"""

import math
import time
from collections.abc import Callable
from typing import Any

from ministack.services import iam, sts
from ministack.services.cognito import _decode_id_token_unverified

from .. import patches


def install() -> None:
    patches.around(sts, "_web_identity_trust_denied", _trust_denied)
    patches.around(sts, "_web_identity_principal", _principal)


def _trust_denied(decide: Callable[..., Any], role_arn: str, params: dict[str, Any], use_json: bool) -> Any:
    return _refusal(role_arn, sts._p(params, "WebIdentityToken")) or decide(role_arn, params, use_json)


def _principal(name_principal: Callable[..., Any], token: str, provider_id: str, role_arn: str) -> Any:
    provider, keys = name_principal(token, provider_id, role_arn)
    return provider, {key: value for key, value in keys.items() if key.endswith((":aud", ":sub"))}


def _refusal(role_arn: str, token: str) -> Any:
    claims = _claims(token)
    if claims is None:
        return sts._error(400, "InvalidIdentityToken", "The ID Token provided is not a valid JWT.", ns="sts")
    issuer = str(claims.get("iss", ""))
    account = role_arn.split(":")[4]
    arn = f"arn:aws:iam::{account}:oidc-provider/{issuer.split('://')[-1].rstrip('/')}"
    provider = iam._oidc_providers.get_scoped(account, None, arn)
    if provider is None or provider["Url"].rstrip("/") != issuer.rstrip("/"):
        return sts._error(
            400, "InvalidIdentityToken", f"No OpenIDConnect provider found in your account for {issuer}", ns="sts"
        )
    if claims.get("aud") not in provider["ClientIDList"]:
        return sts._error(400, "InvalidIdentityToken", "Incorrect token audience", ns="sts")
    expires, now = claims.get("exp"), int(time.time())
    if isinstance(expires, bool) or not isinstance(expires, int | float) or not math.isfinite(expires):
        return sts._error(400, "InvalidIdentityToken", "Missing a required claim: exp", ns="sts")
    if expires <= now:
        words = f"Token expired: current date/time {now} must be before the expiration date/time {int(expires)}"
        return sts._error(400, "ExpiredTokenException", words, ns="sts")
    return None


def _claims(token: str) -> dict[str, Any] | None:
    """What the token says, if it is one."""
    if token.count(".") != 2:
        return None
    try:
        claims = _decode_id_token_unverified(token)
    except (ValueError, TypeError):
        return None
    return claims if isinstance(claims, dict) else None
