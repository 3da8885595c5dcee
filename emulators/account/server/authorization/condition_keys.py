"""What a call is decided on besides its action: the resource, and condition keys.

Those of the Service Authorization Reference. MiniStack knows neither boundaries nor the tags of stacks, and supplies
the tags of a resource only where an identity's own policies, not its boundary, ask for any.
"""

import re
from collections.abc import Callable
from typing import Any

from ministack.services import kms, tagging

from ..cloudformation import stack_keys, stacks
from ..codebuild import build_keys
from ..codeconnections import connection_keys
from ..iam import entities

# Services that are called in JSON, and whose condition keys are arguments.
_JSON: dict[str, Callable[[str, dict[str, Any]], dict[str, Any]]] = {
    "codebuild": build_keys.supply,
    "codeconnections": connection_keys.supply,
    "codestar-connections": connection_keys.supply,
}

_BOUNDARY_OF_REQUEST = {
    "iam:CreateRole",
    "iam:CreateUser",
    "iam:PutRolePermissionsBoundary",
    "iam:PutUserPermissionsBoundary",
}
_BOUNDARY_OF_ENTITY = {
    f"iam:{verb}{kind}{what}"
    for kind in ("Role", "User")
    for verb, what in (
        ("Attach", "Policy"),
        ("Detach", "Policy"),
        ("Put", "Policy"),
        ("Delete", "Policy"),
        ("Delete", "PermissionsBoundary"),
    )
}


def is_json(service: str) -> bool:
    return service in _JSON


def supply(action: str, resource_arn: str, request: dict[str, Any]) -> dict[str, Any]:
    """The condition keys of a call with these parameters, by the names that the API gives them."""
    kind, name = _split(resource_arn)
    entity = _entity(resource_arn)
    keys: dict[str, Any] = {}
    if action in _BOUNDARY_OF_REQUEST:
        keys["iam:PermissionsBoundary"] = request.get("PermissionsBoundary")
    if action in _BOUNDARY_OF_ENTITY:
        keys["iam:PermissionsBoundary"] = entity.get("PermissionsBoundary")
    if re.match(r"iam:(Attach|Detach)\w+Policy$", action):
        keys["iam:PolicyARN"] = request.get("PolicyArn")
    if action.startswith("sts:AssumeRole"):
        for parameter in ("ExternalId", "RoleSessionName", "SourceIdentity"):
            keys[f"sts:{parameter}"] = request.get(parameter)
    service = action.split(":")[0]
    if service == "cloudformation":
        keys |= stack_keys.supply(action, request)
    if service in _JSON:
        keys |= _JSON[service](action, request)
    if re.match(r"cloudformation:|[\w-]+:(Create|Tag|AddTags)", action):
        tags = _request_tags(request)
        keys |= {f"aws:RequestTag/{tag}": value for tag, value in tags.items()}
        keys["aws:TagKeys"] = list(tags) or None
    keys |= resource_tags(resource_arn)
    for tag in entity.get("Tags") or []:
        keys[f"aws:ResourceTag/{tag['Key']}"] = tag["Value"]
        if kind in ("role", "user"):
            keys[f"iam:ResourceTag/{tag['Key']}"] = tag["Value"]
    if kind == "key":
        keys["kms:ResourceAliases"] = [arn.split(":")[-1] for arn, key in kms._aliases.items() if key == name] or None
    return {key: value for key, value in keys.items() if value is not None}


def resource_tags(arn: str) -> dict[str, str]:
    arn = re.sub(r"(:log-group:[^:]+):.*", r"\1", arn)  # what is in a group has the group's tags
    return {f"aws:ResourceTag/{key}": value for key, value in (tagging.resource_tags(arn) or {}).items()}


def _entity(arn: str) -> dict[str, Any]:
    """The stack, role or user of that ARN, path and all; a role that is assumed may be another account's."""
    if ":cloudformation:" in arn:
        return _tagged_stack(arn)
    kind, name = _split(arn)
    store = entities.store(kind) if kind in ("role", "user") else None
    entity = store.get_scoped(arn.split(":")[4], None, name) if store is not None else None
    return entity if entity and entity["Arn"] == arn else {}


def _tagged_stack(arn: str) -> dict[str, Any]:
    """A stack gets its tags from the change set that makes it once that is executed, not while it is in review.

    (So it is in tests that LocalStack has run against AWS, localstack/localstack #13117.)
    """
    stack = stacks.live_stack(arn) or {}
    return {} if stack.get("StackStatus") == "REVIEW_IN_PROGRESS" else stack


def _request_tags(request: dict[str, Any]) -> dict[str, str]:
    number, tags = 1, {}
    while key := request.get(f"Tags.member.{number}.Key"):
        tags[key] = request.get(f"Tags.member.{number}.Value", "")
        number += 1
    return tags


def _split(arn: str) -> tuple[str, str]:
    resource = arn.split(":")[-1]
    return resource.split("/")[0], resource.split("/")[-1]
