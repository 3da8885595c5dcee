"""What a call is decided on besides its action: the resource, and condition keys.

Those of the Service Authorization Reference. MiniStack names IAM's entities without their paths, knows neither
boundaries nor the tags of stacks, and supplies the tags of a resource only where an identity's own policies, not its
boundary, ask for any.
"""

import json
import re
from contextvars import ContextVar

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam, kms, tagging
from ministack.services.cloudformation import _stacks, changesets

from . import build_keys, connection_keys, stack_keys

_request: ContextVar[dict] = ContextVar("request", default={})


def install() -> None:
    _name_resources()
    _supply_keys()


def _name_resources() -> None:
    known = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
        arn = known(service, method, path, headers, body, query_params, region, account_id)
        request = {name: value[0] if isinstance(value, list) else value for name, value in query_params.items()}
        if service in _JSON:
            request = json.loads(body or b"{}")
        _request.set(request if service in _RESOURCES or service in _JSON else {})
        name_resource = _RESOURCES.get(service)
        return (name_resource(request) if name_resource else None) or arn

    iam_actions.extract_resource_arn = extract_resource_arn


def _supply_keys() -> None:
    decide = iam_evaluator.enforce

    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        is_known = service in _RESOURCES or service in _JSON
        keys = supply(iam_action, resource_arn, _request.get()) if is_known else _resource_tags(resource_arn)
        return decide(access_key_id, iam_action, service, region, resource_arn, {**keys, **(service_context or {})})

    iam_evaluator.enforce = enforce


# --- resources


def entity_arn(kind: str, name: str, path: str = "/") -> str:
    """ARN of a role, user or group: of the one that exists, else of the one to be made."""
    known = _store(kind).get(name)
    return known["Arn"] if known else f"arn:aws:iam::{get_account_id()}:{kind}{path}{name}"


def _store(kind: str):
    return {
        "role": iam._roles,
        "user": iam._users,
        "group": iam._groups,
        "instance-profile": iam._instance_profiles,
    }.get(kind, {})


def _identity(request: dict) -> str | None:
    path = request.get("Path") or "/"
    # Who is put into a group or a profile, or a policy that is attached, is not what is decided on.
    for parameter, kind in _ENTITIES.items():
        if name := request.get(parameter):
            return entity_arn(kind, name, path)
    if url := request.get("Url"):
        return f"arn:aws:iam::{get_account_id()}:oidc-provider/{re.sub('^https://', '', url)}"
    return next((request[parameter] for parameter in _ARNS if parameter in request), None)


def _stack(request: dict) -> str | None:
    """The stack's id, with `*` in it where there is no stack of that name or, in lists, where none is named."""
    name = request.get("StackName")
    # A change set that is named by its ARN is that stack's, whatever stack is named besides.
    change_set = changesets._find_change_set(request.get("ChangeSetName"), name)[1]
    if change_set:
        name = change_set["StackName"]
    elif not name and request.get("Action") in ("DescribeStacks", "ListStacks"):
        name = "*"
    if stack := live_stack(name):
        return stack["StackId"]
    if not name or name.startswith("arn:"):
        return name
    return f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stack/{name}/*"


def live_stack(name_or_id: str | None) -> dict | None:
    name = name_or_id.split("/")[1] if name_or_id and name_or_id.startswith("arn:") else name_or_id
    stack = _stacks.get(name) if name else None
    return stack if stack and stack["StackStatus"] != "DELETE_COMPLETE" else None


_ENTITIES = {
    "GroupName": "group",
    "InstanceProfileName": "instance-profile",
    "RoleName": "role",
    "UserName": "user",
    "PolicyName": "policy",
}
_ARNS = ("PolicyArn", "OpenIDConnectProviderArn", "SAMLProviderArn", "PolicySourceArn")
_RESOURCES = {"iam": _identity, "cloudformation": _stack, "sts": lambda request: request.get("RoleArn")}


# Services that are called in JSON, and whose condition keys are arguments.
_JSON = {
    "codebuild": build_keys.supply,
    "codeconnections": connection_keys.supply,
    "codestar-connections": connection_keys.supply,
}

# --- condition keys

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


def supply(action: str, resource_arn: str, request: dict) -> dict:
    """The condition keys of a call with these parameters, by the names that the API gives them."""
    kind, name = _split(resource_arn)
    entity = _entity(resource_arn)
    keys: dict = {}
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
    keys |= _resource_tags(resource_arn)
    for tag in entity.get("Tags") or []:
        keys[f"aws:ResourceTag/{tag['Key']}"] = tag["Value"]
        if kind in ("role", "user"):
            keys[f"iam:ResourceTag/{tag['Key']}"] = tag["Value"]
    if kind == "key":
        keys["kms:ResourceAliases"] = [arn.split(":")[-1] for arn, key in kms._aliases.items() if key == name] or None
    return {key: value for key, value in keys.items() if value is not None}


def _resource_tags(arn: str) -> dict[str, str]:
    arn = re.sub(r"(:log-group:[^:]+):.*", r"\1", arn)  # what is in a group has the group's tags
    return {f"aws:ResourceTag/{key}": value for key, value in (tagging.resource_tags(arn) or {}).items()}


def _entity(arn: str) -> dict:
    """The stack, role or user of that ARN, path and all; a role that is assumed may be another account's."""
    if ":cloudformation:" in arn:
        return _tagged_stack(arn)
    kind, name = _split(arn)
    store = _store(kind) if kind in ("role", "user") else None
    entity = store.get_scoped(arn.split(":")[4], None, name) if store is not None else None
    return entity if entity and entity["Arn"] == arn else {}


def _tagged_stack(arn: str) -> dict:
    """A stack gets its tags from the change set that makes it once that is executed, not while it is in review.

    (So it is in tests that LocalStack has run against AWS, localstack/localstack #13117.)
    """
    stack = live_stack(arn) or {}
    return {} if stack.get("StackStatus") == "REVIEW_IN_PROGRESS" else stack


def _request_tags(request: dict) -> dict[str, str]:
    number, tags = 1, {}
    while key := request.get(f"Tags.member.{number}.Key"):
        tags[key] = request.get(f"Tags.member.{number}.Value", "")
        number += 1
    return tags


def _split(arn: str) -> tuple[str, str]:
    resource = arn.split(":")[-1]
    return resource.split("/")[0], resource.split("/")[-1]
