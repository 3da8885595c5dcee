"""Condition keys of CloudFormation ("Actions, resources, and condition keys for AWS CloudFormation", Service
Authorization Reference; "Control access with AWS Identity and Access Management", CloudFormation User Guide)."""

from typing import Any

_CREATE_OR_UPDATE = {"CreateChangeSet", "CreateStack", "UpdateStack"}
_OF_CHANGE_SETS = {"CreateChangeSet", "DeleteChangeSet", "DescribeChangeSet", "ExecuteChangeSet"}


def supply(action: str, request: dict[str, Any]) -> dict[str, Any]:
    operation = action.split(":")[1]
    keys: dict[str, Any] = {"RoleArn": request.get("RoleARN")}
    if operation in _CREATE_OR_UPDATE:
        keys["ResourceTypes"] = _members(request, "ResourceTypes.member.{}")
        keys["StackPolicyUrl"] = request.get("StackPolicyURL")
        keys["TemplateUrl"] = request.get("TemplateURL")
    if operation == "CreateChangeSet":
        keys["ImportResourceTypes"] = _members(request, "ResourcesToImport.member.{}.ResourceType")
    if operation in _OF_CHANGE_SETS:
        keys["ChangeSetName"] = _name(request.get("ChangeSetName"))
    return {f"cloudformation:{name}": value for name, value in keys.items()}


def _members(request: dict[str, Any], pattern: str) -> list[str] | None:
    members: list[str] = []
    while value := request.get(pattern.format(len(members) + 1)):
        members.append(value)
    return members or None


def _name(name_or_arn: str | None) -> str | None:
    """A change set that is named by its ARN has its name in there."""
    return name_or_arn.split("/")[1] if name_or_arn and name_or_arn.startswith("arn:") else name_or_arn
