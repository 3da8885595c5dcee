"""IAM's entities by what a request calls them: on their ARNs it is decided.

MiniStack names them without their paths.
"""

import re
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam


def entity_arn(kind: str, name: str, path: str = "/") -> str:
    """ARN of a role, user or group: of the one that exists, else of the one to be made."""
    known = store(kind).get(name)
    return known["Arn"] if known else f"arn:aws:iam::{get_account_id()}:{kind}{path}{name}"


def store(kind: str) -> Any:
    return {
        "role": iam._roles,
        "user": iam._users,
        "group": iam._groups,
        "instance-profile": iam._instance_profiles,
    }.get(kind, {})


def named_in(request: dict[str, Any]) -> str | None:
    """ARN of the entity that a request is about."""
    path = request.get("Path") or "/"
    # Who is put into a group or a profile, or a policy that is attached, is not what is decided on.
    for parameter, kind in _ENTITIES.items():
        if name := request.get(parameter):
            return entity_arn(kind, name, path)
    if url := request.get("Url"):
        return f"arn:aws:iam::{get_account_id()}:oidc-provider/{re.sub('^https://', '', url)}"
    return next((request[parameter] for parameter in _ARNS if parameter in request), None)


_ENTITIES = {
    "GroupName": "group",
    "InstanceProfileName": "instance-profile",
    "RoleName": "role",
    "UserName": "user",
    "PolicyName": "policy",
}
_ARNS = ("PolicyArn", "OpenIDConnectProviderArn", "SAMLProviderArn", "PolicySourceArn")
