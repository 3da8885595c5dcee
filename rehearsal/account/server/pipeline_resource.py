"""AWS::CodePipeline::Pipeline, made through CodePipeline's own operations."""

from ministack.services.cloudformation.provisioners import _physical_name

from . import forwarded


def create(logical_id, props, stack_name):
    structure = _structure(props, props.get("Name") or _physical_name(stack_name, logical_id, max_len=100))
    created = forwarded.call("CreatePipeline", {"pipeline": structure, "tags": _lower_first(props.get("Tags", []))})
    return structure["name"], {"Version": str(created["pipeline"]["version"])}


def update(name, old_props, props, stack_name):
    updated = forwarded.call("UpdatePipeline", {"pipeline": _structure(props, name)})
    if str(props.get("RestartExecutionOnUpdate", "false")).lower() == "true":
        forwarded.call("StartPipelineExecution", {"name": name})
    return name, {"Version": str(updated["pipeline"]["version"])}


def delete(name, props):
    forwarded.call("DeletePipeline", {"name": name})


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
