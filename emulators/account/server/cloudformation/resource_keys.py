"""What a call that CloudFormation makes for a resource is decided on, from the properties of the resource."""

import re
from typing import Any

from .resource import Resource, own_tags


def request_of(resource: Resource) -> dict[str, Any]:
    """Properties as the call gets them."""
    if resource.type == "AWS::CodeBuild::Project":
        project: dict[str, Any] = _as_project(resource.properties)
        return project | _tag_members(resource)
    request = {name: value for name, value in resource.properties.items() if isinstance(value, str)}
    return request | _tag_members(resource)


def _as_project(properties: Any) -> Any:
    """Names of CodeBuild's API, which begin with small letters all the way down."""
    if isinstance(properties, list):
        return [_as_project(item) for item in properties]
    if not isinstance(properties, dict):
        return properties
    names = {"BuildSpec": "buildspec"}
    return {names.get(name, name[:1].lower() + name[1:]): _as_project(value) for name, value in properties.items()}


def _tag_members(resource: Resource) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for number, (key, value) in enumerate(_tags(resource).items(), 1):
        request[f"Tags.member.{number}.Key"], request[f"Tags.member.{number}.Value"] = key, value
    return request


def of_call(action: str, resource: Resource) -> dict[str, Any]:
    """Condition keys of calls that CloudFormation makes a call of its own."""
    if resource.is_new and re.match("iam:(Attach|Put)(Role|User)Policy$", action):
        # The role is there by then, with the boundary that it was made with.
        boundary = resource.properties.get("PermissionsBoundary")
        return {"iam:PermissionsBoundary": boundary} if boundary else {}
    if action == "events:PutRule":
        return _of_pattern(resource.properties.get("EventPattern") or {})
    if re.match(r"[\w-]+:(Untag|RemoveTags)", action):
        return {"aws:TagKeys": list(_tags(resource))}
    return {}


def _of_pattern(pattern: dict[str, Any]) -> dict[str, Any]:
    """What a rule matches ("Using IAM policy conditions in Amazon EventBridge"); a filter is no value of its own."""
    found = {f"events:{field}": [str(value) for value in pattern.get(field, [])] for field in ("source", "detail-type")}
    return {key: values for key, values in found.items() if values}


def of_new(action: str, resource: Resource) -> dict[str, Any]:
    """What is done to a resource after it was made finds the tags there that it was made with."""
    if not resource.is_new or re.match(r"[\w-]+:(Create|Tag|AddTags|PutBucketTagging)|s3:", action):
        return {}
    return {f"aws:ResourceTag/{key}": value for key, value in _tags(resource).items()}


def _tags(resource: Resource) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in own_tags(resource.properties)}
