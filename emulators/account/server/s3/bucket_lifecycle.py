"""What Amazon S3 refuses in the lifecycle of a bucket, and MiniStack keeps.

("PutBucketLifecycleConfiguration", Amazon S3 API Reference; "Lifecycle configuration elements", Amazon S3 User Guide.)
"""

from xml.etree.ElementTree import Element

from defusedxml import ElementTree

MAX_RULES, MAX_ID_LENGTH = 1000, 255
_ACTIONS = {
    "AbortIncompleteMultipartUpload",
    "Expiration",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionTransition",
    "Transition",
}
_CLASSES = {"DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"}
_MIN_DAYS = {"ONEZONE_IA": 30, "STANDARD_IA": 30}
_MALFORMED = (
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
)
Problem = tuple[str, str]


def problem(body: bytes) -> Problem | None:
    """Code and message of what is wrong with a configuration, or nothing."""
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return _MALFORMED
    for element in root.iter():
        element.tag = element.tag.split("}")[-1]
    rules = root.findall("Rule")
    if not 1 <= len(rules) <= MAX_RULES:
        return _MALFORMED
    ids = [name for rule in rules if (name := rule.findtext("ID"))]
    if len(ids) > len(set(ids)):
        return "InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule"
    if any(len(name) > MAX_ID_LENGTH for name in ids):
        return "InvalidArgument", f"ID length should not exceed allowed limit of {MAX_ID_LENGTH}"
    return next(filter(None, map(_of_rule, rules)), None)


def _of_rule(rule: Element) -> Problem | None:
    if rule.findtext("Status") not in ("Enabled", "Disabled"):
        return _MALFORMED
    actions = [element for element in rule if element.tag in _ACTIONS]
    if not actions:
        return "InvalidRequest", "At least one action needs to be specified in a rule"
    if rule.find("AbortIncompleteMultipartUpload") is not None and rule.find(".//Tag") is not None:
        return "InvalidRequest", "AbortIncompleteMultipartUpload cannot be specified with Tags"
    expiration = rule.find("Expiration")
    if expiration is not None and len({"Days", "Date", "ExpiredObjectDeleteMarker"} & {e.tag for e in expiration}) > 1:
        return _MALFORMED
    return next(filter(None, map(_of_action, actions)), None)


def _of_action(action: Element) -> Problem | None:
    storage_class = action.findtext("StorageClass")
    if action.tag.endswith("Transition") and storage_class not in _CLASSES:
        return _MALFORMED
    for name in ("Days", "NoncurrentDays", "DaysAfterInitiation"):
        days = action.findtext(name)
        if days is None:
            continue
        if not days.lstrip("-").isdigit():
            return _MALFORMED
        # A transition may be made on the day itself, where the class allows it.
        least = _MIN_DAYS.get(storage_class or "", 0) if action.tag.endswith("Transition") else 1
        if int(days) < least:
            at_least = f"greater than or equal to {least} for storageClass '{storage_class}'"
            must = at_least if action.tag.endswith("Transition") else "a positive integer"
            return "InvalidArgument", f"'{name}' in {action.tag} action must be {must}"
    return None
