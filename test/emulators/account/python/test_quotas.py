"""Quotas of IAM, at and just beyond them."""

from typing import Any

import pytest

from server.iam import quotas


def document(size: int) -> str:
    return "x" * size + " \n\t" * 10


def test_white_space_does_not_count() -> None:
    assert quotas._size('{ "a" :\n\t1 }') == len('{"a":1}')
    assert quotas._size({"a": [1, 2]}) == len('{"a":[1,2]}')


def test_a_character_counts_once_whatever_its_bytes() -> None:
    assert quotas._size({"a": "é"}) == len('{"a":"é"}')


@pytest.mark.parametrize(
    ("problem", "quota", "message"),
    [
        (quotas._managed_policy, 6144, "Cannot exceed quota for PolicySize: 6144"),
        (quotas._trust_policy, 2048, "Cannot exceed quota for ACLSizePerRole: 2048"),
    ],
)
def test_the_size_of_a_policy(problem: Any, quota: int, message: str) -> None:
    assert problem(document(quota)) is None
    assert problem(document(quota + 1)) == message


@pytest.mark.parametrize(("kind", "quota"), [("Role", 10240), ("Group", 5120), ("User", 2048)])
def test_inline_policies_count_together(kind: str, quota: int) -> None:
    policies: dict[str, quotas.Document] = {"a": document(1000), "b": document(quota - 1000)}
    assert quotas._inline_policies(kind, "app", policies) is None
    assert quotas._inline_policies(kind, "app", {**policies, "c": "x"}) == (
        f"Maximum policy size of {quota} bytes exceeded for {kind.lower()} app"
    )


def test_policies_of_a_group_count_once_each() -> None:
    attached = [f"arn:{number}" for number in range(10)]
    assert quotas._policies_of_a_group({"AttachedPolicies": attached}, "arn:0") is None
    assert quotas._policies_of_a_group({"AttachedPolicies": attached[1:]}, "arn:10") is None
    assert quotas._policies_of_a_group({"AttachedPolicies": attached}, "arn:10") == (
        "Cannot exceed quota for PoliciesPerGroup: 10"
    )


def test_a_user_is_in_at_most_ten_groups() -> None:
    groups = [f"group-{number}" for number in range(11)]
    assert quotas._user({"Groups": groups[:10]}) is None
    assert quotas._user({"Groups": groups}) == "Cannot exceed quota for GroupsPerUser: 10"
