"""What CloudFormation calls for a resource, by the table."""

import re
from typing import Any

import pytest

from server.cloudformation import permissions
from server.cloudformation.resource import Resource

GROUP = "arn:aws:iam::000000000000:group/app/devs"


def group(**properties: Any) -> Resource:
    return Resource("AWS::IAM::Group", "devs", {"GroupName": "devs", "Path": "/app/", **properties})


def calls(needed: Any) -> list[str]:
    return [permission.action.split(":")[1] for permission in needed]


def test_a_creation_asks_for_what_each_property_needs() -> None:
    made = list(permissions.to_create(group(ManagedPolicyArns=["arn:one", "arn:two"])))
    assert {permission.resource for permission in made} == {GROUP}
    assert [(it.action, it.context.get("iam:PolicyARN")) for it in made] == [
        ("iam:CreateGroup", None),
        ("iam:GetGroup", None),
        ("iam:AttachGroupPolicy", "arn:one"),
        ("iam:AttachGroupPolicy", "arn:two"),
    ]


def test_a_property_that_is_not_set_asks_for_nothing() -> None:
    assert calls(permissions.to_create(group())) == ["CreateGroup", "GetGroup"]


def test_an_update_asks_for_what_has_changed() -> None:
    same = group(Policies=[{"PolicyName": "a"}])
    assert calls(permissions.to_update(same, same)) == ["GetGroup"]
    changed = group(Policies=[{"PolicyName": "a", "PolicyDocument": {}}])
    assert calls(permissions.to_update(same, changed)) == ["GetGroup", "GetGroupPolicy", "PutGroupPolicy"]


def test_an_update_that_takes_an_element_away_asks_for_its_removal_alone() -> None:
    before, after = (group(ManagedPolicyArns=arns) for arns in (["arn:one", "arn:two"], ["arn:two"]))
    needed = list(permissions.to_update(before, after))
    assert [(it.action, it.context.get("iam:PolicyARN")) for it in needed] == [
        ("iam:GetGroup", None),
        ("iam:DetachGroupPolicy", "arn:one"),
    ]


def test_an_update_that_takes_a_property_away_asks_for_its_removal() -> None:
    before, after = group(Policies=[{"PolicyName": "a"}]), group()
    assert calls(permissions.to_update(before, after)) == ["GetGroup", "DeleteGroupPolicy"]


def test_a_deletion_asks_for_what_is_there_at_the_end() -> None:
    needed = calls(permissions.to_delete(group(ManagedPolicyArns=["arn:one"])))
    assert needed[0] == "DeleteGroup"
    assert needed[-1] == "DetachGroupPolicy"


def test_an_import_asks_for_reading() -> None:
    assert calls(permissions.to_import(group())) == ["GetGroup"]


def test_a_call_has_the_condition_keys_of_its_request() -> None:
    role = Resource("AWS::IAM::Role", "app", {"PermissionsBoundary": "arn:boundary"}, is_new=True)
    created = next(it for it in permissions.to_create(role) if it.action == "iam:CreateRole")
    assert created.resource == "arn:aws:iam::000000000000:role/app"
    assert created.context["iam:PermissionsBoundary"] == "arn:boundary"


@pytest.mark.parametrize(
    ("resource", "unknown"),
    [
        (Resource("AWS::SQS::Queue", "q", {}), "AWS::SQS::Queue"),
        (group(Colour="red"), "Colour of AWS::IAM::Group"),
    ],
)
def test_what_has_not_been_reviewed_is_refused(resource: Resource, unknown: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"cloudformation-permissions.json does not know {unknown}: ")):
        list(permissions.to_create(resource))


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("arn:${AWS::Partition}:x:${AWS::Region}:${AWS::AccountId}:y", ["arn:aws:x:us-east-1:000000000000:y"]),
        ("${Ref}", ["id"]),
        ("${Name}", ["id"]),
        ("${List}", ["a", "b"]),
        ("${Stages.Actions.Arn}", ["one", "two", "three"]),
        ("${Url}", ["host/path"]),
        ("group${Path}x", ["group/x"]),
        ("${Missing.Arn}", []),
        ("${List}-${List}", ["a-a", "a-b", "b-a", "b-b"]),
        ("${Braces}", ["${List}"]),
    ],
)
def test_a_pattern_is_filled_in_with_the_properties(pattern: str, filled: list[str]) -> None:
    stages = [{"Actions": [{"Arn": "one"}, {"Arn": "two"}]}, {"Actions": [{"Arn": "three"}]}]
    properties = {"List": ["a", "b"], "Stages": stages, "Url": "https://host/path", "Braces": "${List}"}
    assert list(permissions._fill(pattern, Resource("T", "id", properties))) == filled
