"""IAM's entities and CloudFormation's stacks, by what a request calls them: on their ARNs it is decided.

MiniStack names IAM's entities without their paths, and stacks without their ids.
"""

import re

from ministack.core.responses import get_account_id, get_region
from ministack.services import iam
from ministack.services.cloudformation import _stacks, changesets


def entity_arn(kind: str, name: str, path: str = "/") -> str:
    """ARN of a role, user or group: of the one that exists, else of the one to be made."""
    known = store(kind).get(name)
    return known["Arn"] if known else f"arn:aws:iam::{get_account_id()}:{kind}{path}{name}"


def store(kind: str):
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
RESOURCES = {"iam": _identity, "cloudformation": _stack, "sts": lambda request: request.get("RoleArn")}
