"""What Amazon ECR refuses in a lifecycle policy ("Lifecycle policy properties", Amazon ECR User Guide)."""

import json

from ministack.services import ecr

from . import refusals

COUNT_TYPES = {"imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"}
ARCHIVE_DAYS = 90


def install() -> None:
    put = ecr._put_lifecycle_policy

    def put_lifecycle_policy(data: dict):
        wrong = problem(data.get("lifecyclePolicyText", ""))
        if wrong:
            return ecr.error_response_json("InvalidParameterException", f"{_REFUSED}: {wrong}", 400)
        return put(data)

    ecr._put_lifecycle_policy = put_lifecycle_policy
    for event in ("create", "update"):
        refusals.before_resource("AWS::ECR::Repository", event, _resource_problem)


_REFUSED = "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint"


def _resource_problem(props: dict) -> str | None:
    text = (props.get("LifecyclePolicy") or {}).get("LifecyclePolicyText")
    wrong = problem(text) if text else None
    return f"{_REFUSED}: {wrong}" if wrong else None


def problem(text: str) -> str | None:
    """What is wrong with a policy, or nothing."""
    try:
        rules = json.loads(text)["rules"]
    except (ValueError, KeyError, TypeError):
        rules = None
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return "expected a JSON document with rules"
    priorities = [rule.get("rulePriority") for rule in rules]
    if any(not isinstance(priority, int) or priority < 1 for priority in priorities):
        return "rulePriority has to be a positive integer"
    if len(set(priorities)) < len(priorities):
        return "rulePriority has to be unique"
    for rule in rules:
        wrong = _rule_problem(rule.get("selection", {}), rule.get("action", {}))
        if wrong:
            return f"rule {rule['rulePriority']}: {wrong}"
    for storage_class in ("standard", "archive"):
        own = [rule for rule in rules if _storage_class(rule) == storage_class]
        any_image = [rule["rulePriority"] for rule in own if rule["selection"]["tagStatus"] == "any"]
        if len(any_image) > len({rule["action"]["type"] for rule in own if rule["selection"]["tagStatus"] == "any"}):
            return "only one rule of a storage class and action may select any image"
        others = [rule["rulePriority"] for rule in own if rule["selection"]["tagStatus"] != "any"]
        if any_image and others and min(any_image) < max(others):
            return "a rule that selects any image has to have the highest rulePriority"
    return None


def _storage_class(rule: dict) -> str:
    return rule["selection"].get("storageClass", "standard")


def _rule_problem(selection: dict, action: dict) -> str | None:
    tagged = selection.get("tagPrefixList") or selection.get("tagPatternList")
    status = selection.get("tagStatus")
    if status not in ("tagged", "untagged", "any"):
        return "tagStatus has to be tagged, untagged or any"
    if (status == "tagged") != bool(tagged):
        return "tagPrefixList or tagPatternList goes with tagStatus tagged, and only with it"
    if any(pattern.count("*") > 4 for pattern in selection.get("tagPatternList", [])):
        return "a tag pattern has at most 4 wildcards"
    count_type, number = selection.get("countType"), selection.get("countNumber")
    if count_type not in COUNT_TYPES:
        return f"countType has to be one of {', '.join(sorted(COUNT_TYPES))}"
    if not isinstance(number, int) or number < 1:
        return "countNumber has to be a positive integer"
    if (selection.get("countUnit") == "days") != count_type.startswith("since"):
        return "countUnit days goes with the countTypes since…, and only with them"
    if action.get("type") == "transition":
        return None if action.get("targetStorageClass") == "archive" else "targetStorageClass has to be archive"
    if action.get("type") != "expire":
        return "the action's type has to be expire or transition"
    archived = selection.get("storageClass") == "archive"
    if (count_type == "sinceImageTransitioned") and not archived:
        return "sinceImageTransitioned goes with storageClass archive"
    if archived and number < ARCHIVE_DAYS:
        return f"archived images are kept for {ARCHIVE_DAYS} days at least"
    return None
