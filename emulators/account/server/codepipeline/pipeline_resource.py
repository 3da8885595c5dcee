"""AWS::CodePipeline::Pipeline, made through CodePipeline's own operations."""

from ministack.services.cloudformation.provisioners import _physical_name

from . import forwarded, pipeline_tags
from ..cloudformation.resource_keys import own_tags


def create(logical_id, props, stack_name):
    structure = _structure(props, props.get("Name") or _physical_name(stack_name, logical_id, max_len=100))
    created = forwarded.call("CreatePipeline", {"pipeline": structure, "tags": _lower_first(own_tags(props))})
    return structure["name"], {"Version": str(created["pipeline"]["version"])}


def update(name, old_props, props, stack_name):
    updated = forwarded.call("UpdatePipeline", {"pipeline": _structure(props, name)})
    _change_tags(name, own_tags(old_props), own_tags(props))
    if str(props.get("RestartExecutionOnUpdate", "false")).lower() == "true":
        forwarded.call("StartPipelineExecution", {"name": name})
    return name, {"Version": str(updated["pipeline"]["version"])}


def delete(name, props):
    forwarded.call("DeletePipeline", {"name": name})


def _change_tags(name: str, old: list[dict], new: list[dict]) -> None:
    arn = pipeline_tags.arn_of(name)
    kept = [tag["Key"] for tag in new]
    if gone := [tag["Key"] for tag in old if tag["Key"] not in kept]:
        forwarded.call("UntagResource", {"resourceArn": arn, "tagKeys": gone})
    if changed := [tag for tag in new if tag not in old]:
        forwarded.call("TagResource", {"resourceArn": arn, "tags": _lower_first(changed)})


def _structure(props: dict, name: str) -> dict:
    """A pipeline as CodePipeline's API writes it, from what CloudFormation calls its properties."""
    own = {key: value for key, value in props.items() if key not in ("RestartExecutionOnUpdate", "Tags")}
    return {**_lower_first(own), "name": name}


def _lower_first(value):
    """`RoleArn` is `roleArn` in the API, all the way down; but a `Configuration` is written as its provider names it."""
    if isinstance(value, list):
        return [_lower_first(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key[:1].lower() + key[1:]: _lower_first(item) if key != "Configuration" else item
        for key, item in value.items()
    }
