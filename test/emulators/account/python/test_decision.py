"""Whether a principal has a permission, and the words of AWS where it has not."""

from typing import Any

import pytest
from ministack.core import iam_evaluator as evaluator

from server.authorization import decision
from server.authorization.permission import Permission

BUCKET = "arn:aws:s3:::app"
READ = Permission("s3:GetObject", f"{BUCKET}/file")
ARN = "arn:aws:iam::000000000000:user/dev"


def statement(effect: str, action: str = "s3:GetObject", resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def principal(*statements: dict[str, Any], boundary: dict[str, Any] | None = None) -> decision.Principal:
    def policies(*own: dict[str, Any]) -> list[Any]:
        return [evaluator.parse_policy_document({"Version": "2012-10-17", "Statement": list(own)})]

    limits = [policies(boundary)] if boundary else []
    return evaluator.PrincipalInfo(ARN, "User", "000000000000", policies(*statements), {}, limits)


def is_allowed(condition: dict[str, Any], **keys: Any) -> bool:
    """Whether a statement under this condition allows a call with these keys, each of the prefix `app`."""
    context = {f"app:{name}": value for name, value in keys.items()}
    try:
        who = principal(statement("Allow", Condition=condition))
        decision.demand(who, [Permission(READ.action, READ.resource, context)])
    except decision.Denied:
        return False
    return True


def test_an_allowed_action_needs_nothing_else() -> None:
    decision.demand(principal(statement("Allow")), [READ])


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (principal(), "because no identity-based policy allows the s3:GetObject action"),
        (
            principal(statement("Allow"), boundary=statement("Allow", "s3:PutObject")),
            "because no permissions boundary allows the s3:GetObject action",
        ),
        (
            principal(boundary=statement("Allow")),
            "because no identity-based policy allows the s3:GetObject action",
        ),
        (
            principal(statement("Allow"), statement("Deny")),
            "with an explicit deny in an identity-based policy",
        ),
        (
            principal(statement("Allow"), boundary=statement("Deny")),
            "with an explicit deny in a permissions boundary",
        ),
    ],
)
def test_a_denial_says_which_policy_is_to_blame(who: decision.Principal, reason: str) -> None:
    with pytest.raises(decision.Denied) as denied:
        decision.demand(who, [READ])
    assert str(denied.value) == (
        f"User: {ARN} is not authorized to perform: s3:GetObject on resource: {BUCKET}/file {reason}"
    )


def test_a_denial_is_of_the_first_permission_that_is_missing() -> None:
    write = Permission("s3:PutObject", READ.resource)
    delete = Permission("s3:DeleteObject", READ.resource)
    with pytest.raises(decision.Denied) as denied:
        decision.demand(principal(statement("Allow")), [READ, write, delete])
    assert denied.value.permission == write


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*", True),
        (f"{BUCKET}/*", True),
        (f"{BUCKET}/fil?", True),
        (f"{BUCKET}/file", True),
        (BUCKET, False),
        (f"{BUCKET}/fil", False),
        (f"{BUCKET}/file?", False),
        (f"{BUCKET}/F*", False),
        ("arn:aws:s3:::ap.", False),
        (f"{BUCKET}/[f]ile", False),
    ],
)
def test_wildcards_of_a_resource(pattern: str, expected: bool) -> None:
    who = principal(statement("Allow", resource=pattern))
    assert (decision._missing(who, READ) is None) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("s3:*", True), ("s3:getobject", True), ("s3:Get*", True), ("s3:Get", False)],
)
def test_wildcards_of_an_action_in_whatever_case(pattern: str, expected: bool) -> None:
    who = principal(statement("Allow", pattern))
    assert (decision._missing(who, READ) is None) == expected


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ({"StringEquals": {"app:Name": ["a", "b"]}}, "b", True),
        ({"StringEquals": {"app:Name": "a"}}, "A", False),
        ({"StringEquals": {"app:Name": "a*"}}, "ab", False),
        ({"StringEqualsIgnoreCase": {"app:Name": "a"}}, "A", True),
        ({"StringNotEquals": {"app:Name": "a"}}, "b", True),
        ({"StringNotEquals": {"app:Name": ["a", "b"]}}, "b", False),
        ({"StringLike": {"app:Name": "a*"}}, "ab", True),
        ({"StringLike": {"app:Name": "a?"}}, "a", False),
        ({"StringNotLike": {"app:Name": "a*"}}, "ab", False),
        ({"ArnLike": {"app:Name": "arn:aws:iam::*:role/app-*"}}, "arn:aws:iam::1:role/app-a", True),
        ({"ArnLike": {"app:Name": "arn:aws:iam::*:role/app-*"}}, "arn:aws:iam::1:user/app-a", False),
        ({"Bool": {"app:Name": "true"}}, "true", True),
        ({"Bool": {"app:Name": "true"}}, "false", False),
        ({"NumericLessThan": {"app:Name": "10"}}, "9", True),
        ({"NumericLessThan": {"app:Name": "10"}}, "10", False),
        ({"Null": {"app:Name": "false"}}, "a", True),
        ({"Null": {"app:Name": "true"}}, "a", False),
    ],
)
def test_condition_operators(condition: dict[str, Any], value: str, expected: bool) -> None:
    assert is_allowed(condition, Name=value) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"StringEquals": {"app:Name": "a"}}, False),
        ({"StringEqualsIfExists": {"app:Name": "a"}}, True),
        ({"StringNotEquals": {"app:Name": "a"}}, True),
        ({"StringLike": {"app:Name": "*"}}, False),
        ({"Null": {"app:Name": "true"}}, True),
        ({"ForAllValues:StringEquals": {"app:Name": "a"}}, True),
        ({"ForAnyValue:StringEquals": {"app:Name": "a"}}, False),
    ],
)
def test_condition_operators_without_the_key(condition: dict[str, Any], expected: bool) -> None:
    assert is_allowed(condition) == expected


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("ForAllValues:StringEquals", ["a", "b"], True),
        ("ForAllValues:StringEquals", ["a", "c"], False),
        ("ForAnyValue:StringEquals", ["a", "c"], True),
        ("ForAnyValue:StringEquals", ["c", "d"], False),
    ],
)
def test_condition_operators_of_several_values(operator: str, values: list[str], expected: bool) -> None:
    assert is_allowed({operator: {"app:Names": ["a", "b"]}}, Names=values) == expected


def test_all_keys_of_a_condition_have_to_match() -> None:
    condition = {"StringEquals": {"app:Name": "a", "app:Kind": "b"}}
    assert is_allowed(condition, Name="a", Kind="b")
    assert not is_allowed(condition, Name="a", Kind="c")
