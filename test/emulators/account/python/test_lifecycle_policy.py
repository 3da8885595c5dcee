"""What Amazon ECR refuses in a lifecycle policy."""

import json
from typing import Any

import pytest

from server.ecr.lifecycle_policy import problem

EXPIRE = {"type": "expire"}
ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}


def rule(priority: int, action: dict[str, Any], **selection: Any) -> dict[str, Any]:
    return {
        "rulePriority": priority,
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 5, **selection},
        "action": action,
    }


def days(count_type: str, number: int, **more: Any) -> dict[str, Any]:
    return {"countType": count_type, "countUnit": "days", "countNumber": number, **more}


def problem_of(*rules: Any) -> str | None:
    return problem(json.dumps({"rules": rules}))


def test_a_policy_that_ecr_takes() -> None:
    assert (
        problem_of(
            rule(1, EXPIRE, tagStatus="untagged", **days("sinceImagePushed", 1)),
            rule(2, EXPIRE, tagStatus="tagged", tagPatternList=["a*b*c*d*"]),
            rule(3, ARCHIVE, **days("sinceImagePulled", 90)),
            rule(4, EXPIRE, **days("sinceImageTransitioned", 90, storageClass="archive")),
        )
        is None
    )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rules": {}}', '{"rules": [1]}', "null"])
def test_what_is_no_policy(text: str) -> None:
    assert problem(text) == "expected a JSON document with rules"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule(0, EXPIRE)], "rulePriority has to be a positive integer"),
        ([rule(True, EXPIRE)], "rulePriority has to be a positive integer"),
        ([rule(1, EXPIRE, tagStatus="untagged"), rule(1, EXPIRE)], "rulePriority has to be unique"),
        ([rule(n, EXPIRE) for n in range(1, 52)], "a policy has at most 50 rules"),
        ([rule(1, EXPIRE), rule(2, EXPIRE)], "only one rule of a storage class and action may select any image"),
        (
            [rule(1, EXPIRE), rule(2, EXPIRE, tagStatus="untagged")],
            "a rule that selects any image has to have the highest rulePriority",
        ),
    ],
)
def test_rules_that_do_not_go_together(rules: list[Any], expected: str) -> None:
    assert problem_of(*rules) == expected


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (rule(1, EXPIRE, description=None), "description is not allowed, expected one of tagStatus"),
        (rule(1, EXPIRE, countNumber="5"), "countNumber has to be an integer"),
        (rule(1, EXPIRE, countNumber=0), "countNumber has to be a positive integer"),
        (rule(1, EXPIRE, tagStatus="all"), "tagStatus has to be tagged, untagged or any"),
        (rule(1, EXPIRE, tagStatus="tagged"), "tagPrefixList or tagPatternList goes with tagStatus tagged"),
        (rule(1, EXPIRE, tagPatternList=["a"]), "tagPrefixList or tagPatternList goes with tagStatus tagged"),
        (
            rule(1, EXPIRE, tagStatus="tagged", tagPatternList=["a"], tagPrefixList=["a"]),
            "tagPrefixList and tagPatternList do not go together",
        ),
        (
            rule(1, EXPIRE, tagStatus="tagged", tagPatternList=["a*b*c*d*e*"]),
            "a tag pattern has at most 4 wildcards",
        ),
        (rule(1, EXPIRE, countType="sinceImagePushed"), "countUnit days goes with the countTypes since"),
        (rule(1, EXPIRE, countUnit="days"), "countUnit days goes with the countTypes since"),
        (
            rule(1, EXPIRE, **days("sinceImageTransitioned", 90)),
            "sinceImageTransitioned goes with storageClass archive",
        ),
        (
            rule(1, EXPIRE, **days("sinceImageTransitioned", 89, storageClass="archive")),
            "archived images are kept for 90 days at least",
        ),
        (
            rule(1, ARCHIVE, **days("sinceImageTransitioned", 90, storageClass="archive")),
            "an archived image cannot move to the archive",
        ),
        (rule(1, {"type": "transition"}), "targetStorageClass has to be archive"),
        (rule(1, {"type": "delete"}), "the action's type has to be expire or transition"),
        (rule(1, {**ARCHIVE, "type": "expire"}), "targetStorageClass goes with transition only"),
    ],
)
def test_a_rule_that_ecr_refuses(wrong: dict[str, Any], expected: str) -> None:
    assert str(problem_of(wrong)).startswith(f"rule 1: {expected}")
