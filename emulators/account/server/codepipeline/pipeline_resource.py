"""AWS::CodePipeline::Pipeline, made through CodePipeline's own operations."""

from typing import Any

from ministack.services.cloudformation.provisioners import _physical_name

from ..cloudformation.resource import own_tags
from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Made, Properties
from . import forwarded, pipeline_tags


def install() -> None:
    handlers.add(
        "AWS::CodePipeline::Pipeline", create=_create, update=_update, delete=_delete, replacing=("Name",), tagged=True
    )


def _create(logical_id: str, props: Properties, stack_name: str) -> Made:
    structure = _structure(props, props.get("Name") or _physical_name(stack_name, logical_id, max_len=100))
    created = forwarded.call("CreatePipeline", {"pipeline": structure, "tags": _lower_first(own_tags(props))})
    return structure["name"], {"Version": str(created["pipeline"]["version"])}


def _update(name: str, old_props: Properties, props: Properties, stack_name: str) -> Made:
    updated = forwarded.call("UpdatePipeline", {"pipeline": _structure(props, name)})
    _change_tags(name, own_tags(old_props), own_tags(props))
    if str(props.get("RestartExecutionOnUpdate", "false")).lower() == "true":
        forwarded.call("StartPipelineExecution", {"name": name})
    return name, {"Version": str(updated["pipeline"]["version"])}


def _delete(name: str, props: Properties) -> None:
    forwarded.call("DeletePipeline", {"name": name})


def _change_tags(name: str, old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    arn = pipeline_tags.arn_of(name)
    kept = [tag["Key"] for tag in new]
    if gone := [tag["Key"] for tag in old if tag["Key"] not in kept]:
        forwarded.call("UntagResource", {"resourceArn": arn, "tagKeys": gone})
    if changed := [tag for tag in new if tag not in old]:
        forwarded.call("TagResource", {"resourceArn": arn, "tags": _lower_first(changed)})


def _structure(props: Properties, name: str) -> dict[str, Any]:
    """A pipeline as CodePipeline's API writes it, from what CloudFormation calls its properties."""
    others = ("ArtifactStores", "RestartExecutionOnUpdate", "Tags")
    own = {key: value for key, value in props.items() if key not in others}
    # A list here, and a map there.
    stores = {store["Region"]: _lower_first(store["ArtifactStore"]) for store in props.get("ArtifactStores", [])}
    return {**_lower_first(own), **({"artifactStores": stores} if stores else {}), "name": name}


def _lower_first(value: Any) -> Any:
    """`RoleArn` is `roleArn` in the API, all the way down; but a `Configuration` has its provider's own names."""
    if isinstance(value, list):
        return [_lower_first(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key[:1].lower() + key[1:]: _lower_first(item) if key != "Configuration" else item for key, item in value.items()
    }
