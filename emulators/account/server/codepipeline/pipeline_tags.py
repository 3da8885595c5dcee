"""Tags of pipelines, as CodePipeline is told them: policies are decided here, and the pipelines are elsewhere."""

import json
from collections.abc import Iterator
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region

_tags = AccountRegionScopedDict()


def tagged() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Pipelines with their tags."""
    for name, tags in _tags.items():
        yield arn_of(name), [{"Key": key, "Value": value} for key, value in tags.items()]


def follow(operation: str, body: bytes) -> None:
    """Takes note of what a call that succeeded has changed."""
    request = json.loads(body or b"{}")
    if operation == "CreatePipeline":
        _tags[request["pipeline"]["name"]] = _map(request)
    elif operation == "DeletePipeline":
        _tags.pop(request["name"], None)
    elif operation == "TagResource":
        _tags[_name(request)] = {**_tags.get(_name(request), {}), **_map(request)}
    elif operation == "UntagResource":
        gone = request["tagKeys"]
        _tags[_name(request)] = {k: v for k, v in _tags.get(_name(request), {}).items() if k not in gone}


def arn_of(name: str) -> str:
    return f"arn:aws:codepipeline:{get_region()}:{get_account_id()}:{name}"


def _map(request: dict[str, Any]) -> dict[str, str]:
    return {tag["key"]: tag["value"] for tag in request.get("tags") or []}


def _name(request: dict[str, Any]) -> str:
    return str(request["resourceArn"].split(":")[-1])
