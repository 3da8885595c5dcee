"""Condition keys of services, from the parameters of a call."""

from typing import Any

import pytest

from server.authorization import condition_values, denials
from server.cloudformation import conditions, stack_keys
from server.codebuild import build_keys
from server.codeconnections import connection_keys


def test_a_change_set_has_the_keys_of_its_parameters() -> None:
    keys = stack_keys.supply(
        "cloudformation:CreateChangeSet",
        {
            "RoleARN": "arn:role",
            "ChangeSetName": "release",
            "ResourceTypes.member.1": "AWS::ECR::Repository",
            "ResourcesToImport.member.1.ResourceType": "AWS::IAM::Role",
        },
    )
    assert {name: value for name, value in keys.items() if value is not None} == {
        "cloudformation:RoleArn": "arn:role",
        "cloudformation:ChangeSetName": "release",
        "cloudformation:ResourceTypes": ["AWS::ECR::Repository"],
        "cloudformation:ImportResourceTypes": ["AWS::IAM::Role"],
    }


def test_a_change_set_named_by_its_arn_has_its_name() -> None:
    arn = "arn:aws:cloudformation:us-east-1:1:changeSet/release/some-id"
    keys = stack_keys.supply("cloudformation:ExecuteChangeSet", {"ChangeSetName": arn})
    assert keys["cloudformation:ChangeSetName"] == "release"


def test_a_connection_has_keys_under_the_prefix_of_the_action() -> None:
    request = {"FullRepositoryId": "org/app", "BranchName": "", "Other": "x"}
    assert connection_keys.supply("codestar-connections:UseConnection", request) == {
        "codestar-connections:FullRepositoryId": "org/app"
    }
    assert connection_keys.supply("codeconnections:GetConnection", request) == {}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"source": {"type": "GITHUB", "location": "x"}}, {"source": "true", "source.location": "x"}),
        ({"source": {"buildspec": "version: 0.2"}}, {"source": "true", "source.buildspec": "true"}),
        (
            {"environment": {"privilegedMode": True}},
            {"environment": "true", "environment.privilegedMode": "true"},
        ),
        (
            {"environment": {"environmentVariables": [{"name": "A", "value": "1"}]}},
            {
                "environment": "true",
                "environment.environmentVariables": "true",
                "environment.environmentVariables.name": ["A"],
                "environment.environmentVariables.value": ["1"],
                "environment.environmentVariables/A.value": "1",
            },
        ),
    ],
)
def test_a_project_has_the_keys_of_its_arguments(request_: dict[str, Any], expected: dict[str, Any]) -> None:
    keys = build_keys.supply("codebuild:CreateProject", request_)
    assert {name: keys.get(f"codebuild:{name}") for name in expected} == expected
    assert "codebuild:source.type" not in keys


def test_a_build_has_the_keys_of_what_it_overrides() -> None:
    keys = build_keys.supply("codebuild:StartBuild", {"imageOverride": "other", "projectName": "app"})
    assert keys == {"codebuild:environment": "true", "codebuild:environment.image": "other"}


def test_a_call_that_makes_no_project_has_no_keys_of_one() -> None:
    assert build_keys.supply("codebuild:BatchGetProjects", {"source": {}}) == {}


def test_a_session_acts_for_its_role() -> None:
    assert condition_values.role_of_session("arn:aws:sts::1:assumed-role/app/job") == "arn:aws:iam::1:role/app"
    assert condition_values.role_of_session("arn:aws:iam::1:user/dev") is None
    assert condition_values.role_of_session("") is None


def test_values_are_joined_in_conditions() -> None:
    params = {"Policies": {"Value": "a,b"}, "Empty": {"Value": ""}}
    condition = {"HasPolicies": {"Fn::Not": [{"Fn::Equals": ["", {"Fn::Join": ["", {"Ref": "Policies"}]}]}]}}
    assert conditions._join(condition, params) == {"HasPolicies": {"Fn::Not": [{"Fn::Equals": ["", "ab"]}]}}
    assert conditions._join({"Fn::Join": ["", {"Ref": "Empty"}]}, params) == ""


def test_a_denial_without_a_reason_ends_with_the_resource() -> None:
    assert denials.denial("arn:who", "s3:GetObject", "arn:what") == (
        "User: arn:who is not authorized to perform: s3:GetObject on resource: arn:what"
    )
