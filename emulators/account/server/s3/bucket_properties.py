"""Properties of AWS::S3::Bucket that MiniStack leaves out: the rules of its lifecycle, and its tags."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ministack.services import s3

from .. import patches
from ..cloudformation.resources import errors, handlers
from ..cloudformation.resources.handlers import Properties
from . import bucket_lifecycle

Rule = dict[str, Any]

TYPE = "AWS::S3::Bucket"


def install() -> None:
    patches.around(s3, "_put_bucket_lifecycle", _put_bucket_lifecycle)
    handlers.take_tags(TYPE)
    handlers.before(TYPE, _wrong_lifecycle)
    handlers.after(TYPE, _write)


def _put_bucket_lifecycle(put: Callable[..., Any], name: str, body: bytes) -> Any:
    if wrong := bucket_lifecycle.problem(body):
        return s3._error(*wrong, 400, f"/{name}")
    return put(name, body)


def _write(bucket: str, props: Properties) -> None:
    if rules := _rules(props):
        s3._put_bucket_lifecycle(bucket, _configuration(rules))
    else:
        s3._bucket_lifecycle.pop(bucket, None)
    if tags := props.get("Tags"):
        s3._bucket_tags[bucket] = {tag["Key"]: tag["Value"] for tag in tags}
    else:
        s3._bucket_tags.pop(bucket, None)


def _rules(props: Properties) -> list[Rule]:
    rules: list[Rule] = (props.get("LifecycleConfiguration") or {}).get("Rules", [])
    return rules


def _wrong_lifecycle(props: Properties) -> str | None:
    """What S3 says of the configuration, as the handler of the resource hands it on."""
    if "LifecycleConfiguration" not in props:
        return None
    for number, rule in enumerate(_rules(props)):
        if unknown := sorted(set(rule) - _PROPERTIES):
            where = f"#/LifecycleConfiguration/Rules/{number}"
            return errors.invalid_model(where, f"extraneous key [{unknown[0]}] is not permitted")
    wrong = bucket_lifecycle.problem(_configuration(_rules(props)))
    return errors.invalid(wrong[1], "S3") if wrong else None


_PROPERTIES = {
    "AbortIncompleteMultipartUpload",
    "ExpirationDate",
    "ExpirationInDays",
    "ExpiredObjectDeleteMarker",
    "Id",
    "NoncurrentVersionExpiration",
    "NoncurrentVersionExpirationInDays",
    "NoncurrentVersionTransitions",
    "ObjectSizeGreaterThan",
    "ObjectSizeLessThan",
    "Prefix",
    "Status",
    "TagFilters",
    "Transitions",
}


def _configuration(rules: list[Rule]) -> bytes:
    """As PutBucketLifecycleConfiguration gets it ("Rule", CloudFormation Template Reference)."""
    root = Element("LifecycleConfiguration")
    for rule in rules:
        element = SubElement(root, "Rule")
        _texts(element, rule, {"ID": "Id", "Status": "Status"})
        _add_filter(element, rule)
        expiration = {"Days": "ExpirationInDays", "Date": "ExpirationDate"}
        _child(element, "Expiration", rule, expiration | {"ExpiredObjectDeleteMarker": "ExpiredObjectDeleteMarker"})
        old = {"NoncurrentDays": rule.get("NoncurrentVersionExpirationInDays")}
        _child(element, "NoncurrentVersionExpiration", rule.get("NoncurrentVersionExpiration") or old)
        _child(element, "AbortIncompleteMultipartUpload", rule.get("AbortIncompleteMultipartUpload") or {})
        of_transition = {"Days": "TransitionInDays", "Date": "TransitionDate", "StorageClass": "StorageClass"}
        for transition in rule.get("Transitions") or []:
            _child(element, "Transition", transition, of_transition)
        of_transition = {"NoncurrentDays": "TransitionInDays", "NewerNoncurrentVersions": "NewerNoncurrentVersions"}
        for transition in rule.get("NoncurrentVersionTransitions") or []:
            names = of_transition | {"StorageClass": "StorageClass"}
            _child(element, "NoncurrentVersionTransition", transition, names)
    return bytes(ElementTree.tostring(root))


def _add_filter(element: Element, rule: Rule) -> None:
    selection = SubElement(element, "Filter")
    names = {name: name for name in ("Prefix", "ObjectSizeGreaterThan", "ObjectSizeLessThan") if rule.get(name)}
    tags = rule.get("TagFilters") or []
    if len(names) + len(tags) > 1:
        selection = SubElement(selection, "And")
    _texts(selection, rule, names)
    for tag in tags:
        _child(selection, "Tag", tag)


def _child(parent: Element, tag: str, values: dict[str, Any], names: dict[str, str] | None = None) -> None:
    names = names or {name: name for name in values}
    if any(values.get(name) is not None for name in names.values()):
        _texts(SubElement(parent, tag), values, names)


def _texts(parent: Element, values: dict[str, Any], names: dict[str, str]) -> None:
    for tag, name in names.items():
        if (value := values.get(name)) is not None:
            SubElement(parent, tag).text = str(value).lower() if isinstance(value, bool) else str(value)
