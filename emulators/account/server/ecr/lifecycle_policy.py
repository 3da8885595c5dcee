"""What Amazon ECR refuses in a lifecycle policy ("Lifecycle policy properties", Amazon ECR User Guide)."""

import json
from collections.abc import Callable
from typing import Any

from ministack.services import ecr

from .. import patches
from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Properties

Members = dict[str, Any]

COUNT_TYPES = {"imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"}
MIN_ARCHIVE_DAYS, MAX_RULES, MAX_WILDCARDS = 90, 50, 4

_RULE: dict[str, type] = {"rulePriority": int, "description": str, "selection": dict, "action": dict}
_ACTION: dict[str, type] = {"type": str, "targetStorageClass": str}
_SELECTION: dict[str, type] = {
    "tagStatus": str,
    "tagPatternList": list,
    "tagPrefixList": list,
    "storageClass": str,
    "countType": str,
    "countUnit": str,
    "countNumber": int,
}
_KINDS: dict[type, str] = {int: "an integer", str: "a string", dict: "an object", list: "a list of strings"}


def install() -> None:
    patches.around(ecr, "_put_lifecycle_policy", _put_lifecycle_policy)
    handlers.before("AWS::ECR::Repository", _resource_problem)


def _put_lifecycle_policy(put: Callable[..., Any], data: dict[str, Any]) -> Any:
    if wrong := problem(data.get("lifecyclePolicyText", "")):
        return ecr.error_response_json("InvalidParameterException", _refusal(wrong), 400)
    return put(data)


def _refusal(wrong: str) -> str:
    constraint = f"Lifecycle policy validation failure: {wrong}"
    return f"Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: '{constraint}'"


def _resource_problem(props: Properties) -> str | None:
    text = (props.get("LifecyclePolicy") or {}).get("LifecyclePolicyText")
    wrong = problem(text) if text else None
    return _refusal(wrong) if wrong else None


def problem(text: str) -> str | None:
    """What is wrong with a policy, or nothing."""
    try:
        rules = json.loads(text)["rules"]
    except (ValueError, KeyError, TypeError):
        rules = None
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return "expected a JSON document with rules"
    if len(rules) > MAX_RULES:
        return f"a policy has at most {MAX_RULES} rules"
    priorities = [rule.get("rulePriority") for rule in rules]
    if not all(map(_is_count, priorities)):
        return "rulePriority has to be a positive integer"
    if len(set(priorities)) < len(priorities):
        return "rulePriority has to be unique"
    for rule in rules:
        wrong = _shape_problem(rule) or _rule_problem(rule["selection"], rule["action"])
        if wrong:
            return f"rule {rule['rulePriority']}: {wrong}"
    return _order_problem(rules)


def _order_problem(rules: list[Members]) -> str | None:
    for storage_class in ("standard", "archive"):
        own = [rule for rule in rules if rule["selection"].get("storageClass", "standard") == storage_class]
        any_image = [rule for rule in own if rule["selection"]["tagStatus"] == "any"]
        if len(any_image) > len({rule["action"]["type"] for rule in any_image}):
            return "only one rule of a storage class and action may select any image"
        others = [rule["rulePriority"] for rule in own if rule not in any_image]
        if any_image and others and min(rule["rulePriority"] for rule in any_image) < max(others):
            return "a rule that selects any image has to have the highest rulePriority"
    return None


def _shape_problem(rule: Members) -> str | None:
    """Members that a rule does not have, or of another kind: ECR takes no `null` for an absent one either."""
    for members, kinds in ((rule, _RULE), (rule.get("selection"), _SELECTION), (rule.get("action"), _ACTION)):
        if not isinstance(members, dict):
            return "selection and action have to be objects"
        for name, value in members.items():
            kind = kinds.get(name)
            if kind is None:
                return f"{name} is not allowed, expected one of {', '.join(kinds)}"
            if type(value) is not kind or (isinstance(value, list) and not all(type(item) is str for item in value)):
                return f"{name} has to be {_KINDS[kind]}"
    return None


def _rule_problem(selection: Members, action: Members) -> str | None:
    status, patterns = selection.get("tagStatus"), selection.get("tagPatternList", [])
    if status not in ("tagged", "untagged", "any"):
        return "tagStatus has to be tagged, untagged or any"
    if (status == "tagged") != bool(patterns or selection.get("tagPrefixList")):
        return "tagPrefixList or tagPatternList goes with tagStatus tagged, and only with it"
    if "tagPrefixList" in selection and "tagPatternList" in selection:
        return "tagPrefixList and tagPatternList do not go together"
    if any(pattern.count("*") > MAX_WILDCARDS for pattern in patterns):
        return f"a tag pattern has at most {MAX_WILDCARDS} wildcards"
    count_type, number = selection.get("countType"), selection.get("countNumber", 0)
    if count_type not in COUNT_TYPES:
        return f"countType has to be one of {', '.join(sorted(COUNT_TYPES))}"
    if not _is_count(number):
        return "countNumber has to be a positive integer"
    if (selection.get("countUnit") == "days") != count_type.startswith("since"):
        return "countUnit days goes with the countTypes since…, and only with them"
    in_archive = count_type == "sinceImageTransitioned"
    if selection.get("storageClass", "standard") != ("archive" if in_archive else "standard"):
        return "sinceImageTransitioned goes with storageClass archive, and every other countType with standard"
    return _action_problem(action, number, in_archive)


def _action_problem(action: Members, number: int, in_archive: bool) -> str | None:
    if action.get("type") == "transition":
        if in_archive:
            return "an archived image cannot move to the archive"
        return None if action.get("targetStorageClass") == "archive" else "targetStorageClass has to be archive"
    if action.get("type") != "expire":
        return "the action's type has to be expire or transition"
    if "targetStorageClass" in action:
        return "targetStorageClass goes with transition only"
    if in_archive and number < MIN_ARCHIVE_DAYS:
        return f"archived images are kept for {MIN_ARCHIVE_DAYS} days at least"
    return None


def _is_count(value: object) -> bool:
    return type(value) is int and value > 0
