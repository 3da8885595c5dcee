"""What CloudFormation calls for a resource, from the reviewed table `cloudformation-rights.json`.

Of each type the table has the ARN on which its rights are decided, what creation, update and deletion need
whatever is set, and what each property needs when it is set (`create`), set anew or changed (`update`), taken
away (`remove`) or there at the end (`delete`). `${Name}` stands for the property of that name, for each element
where it is a list, and `${Stages.Actions}` goes into it; a right whose value is not there is not needed.
"""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

from ministack.core.responses import get_account_id, get_region

from . import condition_keys

_TABLE: dict = json.loads((Path(__file__).parent.parent / "cloudformation-rights.json").read_text())


@dataclass(frozen=True)
class Right:
    action: str
    resource: str
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Resource:
    """A resource as a handler gets it; before it exists its physical id is the name that it would have."""

    type: str
    physical_id: str
    properties: dict


def to_create(resource: Resource) -> Iterator[Right]:
    return _rights(resource, "create", {name: "create" for name in resource.properties})


def to_update(before: Resource, after: Resource) -> Iterator[Right]:
    old, new = before.properties, after.properties
    removed = {name: "remove" for name in old if name not in new}
    changed = {name: "update" for name in new if old.get(name) != new[name]}
    # What is taken away is known from what was there.
    resource = Resource(after.type, after.physical_id, {**old, **new})
    return _rights(resource, "update", {**removed, **changed})


def to_delete(resource: Resource) -> Iterator[Right]:
    return _rights(resource, "delete", {name: "delete" for name in resource.properties})


def _rights(resource: Resource, event: str, properties: dict[str, str]) -> Iterator[Right]:
    entry = _TABLE.get(resource.type)
    if entry is None:
        raise ValueError(_unknown(resource.type))
    needed = list(entry[event])
    for name, change in properties.items():
        if name not in entry["properties"] and name not in entry["propertiesWithoutRights"]:
            raise ValueError(_unknown(f"{name} of {resource.type}"))
        needed += entry["properties"].get(name, {}).get(change, [])
    for right in needed:
        right = {"action": right} if isinstance(right, str) else right
        for pattern in _fill(right.get("resource", entry["resource"]), resource):
            arn = _with_path(pattern)
            context = {key: next(_fill(value, resource), None) for key, value in right.get("context", {}).items()}
            request = {**_request(resource.properties), "PolicyArn": context.get("iam:PolicyARN")}
            yield Right(right["action"], arn, {**condition_keys.supply(right["action"], arn, request), **context})


def _unknown(what: str) -> str:
    return (
        f"rehearsal/account/cloudformation-rights.json does not know {what}: nobody has reviewed yet what "
        "CloudFormation calls for it. Add it there, with its source"
    )


def _request(properties: dict) -> dict:
    """Properties as the call gets them; of tags, those of the request."""
    tags = properties.get("Tags") or []
    tags = [{"Key": key, "Value": value} for key, value in tags.items()] if isinstance(tags, dict) else tags
    request = {name: value for name, value in properties.items() if isinstance(value, str)}
    for number, tag in enumerate(tags, 1):
        request[f"Tags.member.{number}.Key"], request[f"Tags.member.{number}.Value"] = tag["Key"], tag["Value"]
    return request


def _fill(pattern: str, resource: Resource) -> Iterator[str]:
    variable = re.search(r"\$\{([^}]+)\}", pattern)
    if not variable:
        yield pattern
        return
    for value in _values(variable[1], resource):
        yield from _fill(pattern.replace(variable[0], value), resource)


def _values(name: str, resource: Resource) -> list[str]:
    known = {
        "AWS::Partition": "aws",
        "AWS::AccountId": get_account_id(),
        "AWS::Region": get_region(),
        "Ref": resource.physical_id,
    }
    if name in known:
        return [known[name]]
    found = [resource.properties]
    for step in name.split("."):
        found = [value.get(step) for value in found if isinstance(value, dict)]
        found = [item for value in found for item in (value if isinstance(value, list) else [value])]
    found = [re.sub("^https://", "", str(value)) for value in found if value is not None]
    if not found and name == "Path":
        return ["/"]
    # What has no name of its own has one of CloudFormation's.
    return found or ([resource.physical_id.split("/")[-1]] if name.endswith("Name") else [])


def _with_path(arn: str) -> str:
    """Properties name roles, users and groups by their names alone."""
    named = re.fullmatch(r"arn:aws:iam::\d{12}:(role|user|group)/([^/]+)", arn)
    return condition_keys.entity_arn(named[1], named[2]) if named else arn
