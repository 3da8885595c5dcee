"""What Amazon ECR refuses in a lifecycle policy ("Lifecycle policy properties", Amazon ECR User Guide)."""

import json

from ministack.services import ecr

from ..cloudformation import refusals

COUNT_TYPES = {"imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"}
ARCHIVE_DAYS, RULES_OF_A_POLICY, WILDCARDS_OF_A_PATTERN = 90, 50, 4

_RULE = {"rulePriority": int, "description": str, "selection": dict, "action": dict}
_ACTION = {"type": str, "targetStorageClass": str}
_SELECTION = {
    "tagStatus": str,
    "tagPatternList": list,
    "tagPrefixList": list,
    "storageClass": str,
    "countType": str,
    "countUnit": str,
    "countNumber": int,
}
_KINDS = {int: "an integer", str: "a string", dict: "an object", list: "a list of strings"}


def install() -> None:
    put = ecr._put_lifecycle_policy

    def put_lifecycle_policy(data: dict):
        wrong = problem(data.get("lifecyclePolicyText", ""))
        if wrong:
            return ecr.error_response_json("InvalidParameterException", _refusal(wrong), 400)
        return put(data)

    ecr._put_lifecycle_policy = put_lifecycle_policy
    for event in ("create", "update"):
        refusals.before_resource("AWS::ECR::Repository", event, _resource_problem)


def _refusal(wrong: str) -> str:
    constraint = f"Lifecycle policy validation failure: {wrong}"
    return f"Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: '{constraint}'"


def _resource_problem(props: dict) -> str | None:
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
    if len(rules) > RULES_OF_A_POLICY:
        return f"a policy has at most {RULES_OF_A_POLICY} rules"
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


def _order_problem(rules: list[dict]) -> str | None:
    for storage_class in ("standard", "archive"):
        own = [rule for rule in rules if rule["selection"].get("storageClass", "standard") == storage_class]
        any_image = [rule for rule in own if rule["selection"]["tagStatus"] == "any"]
        if len(any_image) > len({rule["action"]["type"] for rule in any_image}):
            return "only one rule of a storage class and action may select any image"
        others = [rule["rulePriority"] for rule in own if rule not in any_image]
        if any_image and others and min(rule["rulePriority"] for rule in any_image) < max(others):
            return "a rule that selects any image has to have the highest rulePriority"
    return None


def _shape_problem(rule: dict) -> str | None:
    """Members that a rule does not have, or of another kind: ECR takes no `null` for an absent one either."""
    for members, kinds in ((rule, _RULE), (rule.get("selection"), _SELECTION), (rule.get("action"), _ACTION)):
        if not isinstance(members, dict):
            return "selection and action have to be objects"
        for name, value in members.items():
            kind = kinds.get(name)
            if kind is None:
                return f"{name} is not allowed, expected one of {', '.join(kinds)}"
            if type(value) is not kind or kind is list and not all(type(item) is str for item in value):
                return f"{name} has to be {_KINDS[kind]}"
    return None


def _rule_problem(selection: dict, action: dict) -> str | None:
    status, patterns = selection.get("tagStatus"), selection.get("tagPatternList", [])
    if status not in ("tagged", "untagged", "any"):
        return "tagStatus has to be tagged, untagged or any"
    if (status == "tagged") != bool(patterns or selection.get("tagPrefixList")):
        return "tagPrefixList or tagPatternList goes with tagStatus tagged, and only with it"
    if "tagPrefixList" in selection and "tagPatternList" in selection:
        return "tagPrefixList and tagPatternList do not go together"
    if any(pattern.count("*") > WILDCARDS_OF_A_PATTERN for pattern in patterns):
        return f"a tag pattern has at most {WILDCARDS_OF_A_PATTERN} wildcards"
    count_type, number = selection.get("countType"), selection.get("countNumber")
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


def _action_problem(action: dict, number: int, in_archive: bool) -> str | None:
    if action.get("type") == "transition":
        if in_archive:
            return "an archived image cannot move to the archive"
        return None if action.get("targetStorageClass") == "archive" else "targetStorageClass has to be archive"
    if action.get("type") != "expire":
        return "the action's type has to be expire or transition"
    if "targetStorageClass" in action:
        return "targetStorageClass goes with transition only"
    if in_archive and number < ARCHIVE_DAYS:
        return f"archived images are kept for {ARCHIVE_DAYS} days at least"
    return None


def _is_count(value: object) -> bool:
    return type(value) is int and value > 0
