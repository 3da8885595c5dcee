"""Condition keys of calls that CloudFormation makes for a resource."""

import pytest

from server.cloudformation import resource_keys
from server.cloudformation.resource import Resource, own_tags

TAGS = [{"Key": "team", "Value": "a"}, {"Key": "aws:cloudformation:stack-name", "Value": "App"}]
ROLE = Resource(
    "AWS::IAM::Role", "app", {"RoleName": "app", "PermissionsBoundary": "arn:boundary", "Tags": TAGS}, is_new=True
)


def test_own_tags_are_those_that_cloudformation_does_not_add() -> None:
    assert own_tags({"Tags": TAGS}) == [{"Key": "team", "Value": "a"}]
    assert own_tags({"Tags": {"team": "a"}}) == [{"Key": "team", "Value": "a"}]
    assert own_tags({}) == []


def test_a_request_has_texts_and_tags() -> None:
    resource = Resource("AWS::IAM::Role", "app", {"RoleName": "app", "Policies": [{}], "Tags": TAGS})
    assert resource_keys.request_of(resource) == {
        "RoleName": "app",
        "Tags.member.1.Key": "team",
        "Tags.member.1.Value": "a",
    }


def test_a_project_is_written_as_codebuild_writes_it() -> None:
    project = Resource(
        "AWS::CodeBuild::Project",
        "app",
        {
            "Source": {"BuildSpec": "x", "Type": "CODEPIPELINE"},
            "Environment": {"EnvironmentVariables": [{"Name": "A"}]},
        },
    )
    assert resource_keys.request_of(project) == {
        "source": {"buildspec": "x", "type": "CODEPIPELINE"},
        "environment": {"environmentVariables": [{"name": "A"}]},
    }


@pytest.mark.parametrize("action", ["iam:PutRolePolicy", "iam:AttachRolePolicy"])
def test_policies_of_a_new_role_find_its_boundary_there(action: str) -> None:
    assert resource_keys.of_call(action, ROLE) == {"iam:PermissionsBoundary": "arn:boundary"}
    unbounded = Resource("AWS::IAM::Role", "app", {}, is_new=True)
    assert resource_keys.of_call(action, unbounded) == {}


def test_a_call_that_takes_tags_away_names_their_keys() -> None:
    assert resource_keys.of_call("iam:UntagRole", ROLE) == {"aws:TagKeys": ["team"]}


def test_a_rule_has_the_sources_and_types_that_it_names() -> None:
    pattern = {"source": ["aws.ecr", {"prefix": "aws"}], "detail": {"source": ["other"]}}
    rule = Resource("AWS::Events::Rule", "app", {"EventPattern": pattern})
    assert resource_keys.of_call("events:PutRule", rule) == {"events:source": ["aws.ecr", "{'prefix': 'aws'}"]}
    assert resource_keys.of_call("events:PutRule", Resource("AWS::Events::Rule", "app", {})) == {}


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:TagRole", "s3:PutBucketPolicy"])
def test_what_makes_or_tags_a_new_resource_finds_no_tags_there(action: str) -> None:
    assert resource_keys.of_new(action, ROLE) == {}


def test_what_follows_finds_the_tags_of_a_new_resource_there() -> None:
    assert resource_keys.of_new("iam:PutRolePolicy", ROLE) == {"aws:ResourceTag/team": "a"}
    existing = Resource(ROLE.type, ROLE.physical_id, ROLE.properties)
    assert resource_keys.of_new("iam:PutRolePolicy", existing) == {}
