"""What CloudFormation calls for a resource, from the reviewed table `cloudformation-permissions.json`.

Of each type the table has the ARN on which its permissions are decided, what creation, update and deletion need
whatever is set, and what each property needs when it is set (`create`), set anew or changed (`update`), taken
away (`remove`) or there at the end (`delete`). `${Name}` stands for the property of that name, for each element
where it is a list, and `${Stages.Actions}` goes into it; a permission whose value is not there is not needed.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

from ministack.core.responses import get_account_id, get_region

from ..authorization import condition_keys
from ..authorization.permission import Permission
from ..iam import entities
from . import resource_keys
from .resource import Resource

_TABLE: dict[str, Any] = json.loads((Path(__file__).parent / "cloudformation-permissions.json").read_text())


def to_create(resource: Resource) -> Iterator[Permission]:
    return _throughout(resource, "create")


def to_delete(resource: Resource) -> Iterator[Permission]:
    return _throughout(resource, "delete")


def to_import(resource: Resource) -> Iterator[Permission]:
    """CloudFormation reads it, which is what an update does whatever it changes."""
    return to_update(resource, resource)


def to_update(before: Resource, after: Resource) -> Iterator[Permission]:
    # What is taken away is known from what was there.
    resource = Resource(after.type, after.physical_id, {**before.properties, **after.properties})
    yield from _permissions(resource, _entry(resource.type)["update"])
    for name in resource.properties:
        old, new = before.properties.get(name), after.properties.get(name)
        if old == new:
            continue
        needed = _of_property(resource.type, name)
        gone = _gone(old, new)
        if gone:
            yield from _permissions(resource.with_property(name, gone), needed.get("remove", []))
        if new is not None and not ("remove" in needed and gone and _is_only_less(old, new)):
            yield from _permissions(resource, needed.get("update", []))


def _throughout(resource: Resource, event: str) -> Iterator[Permission]:
    yield from _permissions(resource, _entry(resource.type)[event])
    for name in resource.properties:
        yield from _permissions(resource, _of_property(resource.type, name).get(event, []))


def _gone(old: Any, new: Any) -> Any:
    """What is taken away of a property: all of it, or the elements of a list whose names are no longer in it."""
    if old is None or new is None:
        return old
    if not isinstance(old, list) or not isinstance(new, list):
        return None
    left = [_name(item) for item in new]
    return [item for item in old if _name(item) not in left]


def _is_only_less(old: Any, new: Any) -> bool:
    return all(item in old for item in new)


def _name(item: Any) -> Any:
    """Tags and inline policies are changed by their names."""
    return item.get("Key") or item.get("PolicyName") or item if isinstance(item, dict) else item


def _entry(resource_type: str) -> dict[str, Any]:
    if resource_type not in _TABLE:
        raise ValueError(_unknown(resource_type))
    entry: dict[str, Any] = _TABLE[resource_type]
    return entry


def _of_property(resource_type: str, name: str) -> dict[str, Any]:
    entry = _entry(resource_type)
    if name not in entry["properties"] and name not in entry["propertiesWithoutPermissions"]:
        raise ValueError(_unknown(f"{name} of {resource_type}"))
    needed: dict[str, Any] = entry["properties"].get(name, {})
    return needed


def _unknown(what: str) -> str:
    return (
        f"cloudformation-permissions.json does not know {what}: what CloudFormation calls for it has not been "
        "reviewed yet. Add it there, with its source"
    )


def _permissions(resource: Resource, needed: Iterable[str | dict[str, Any]]) -> Iterator[Permission]:
    for entry in needed:
        permission: dict[str, Any] = {"action": entry} if isinstance(entry, str) else entry
        action: str = permission["action"]
        keys: dict[str, str] = permission.get("context", {})
        for pattern in _fill(permission.get("resource", _TABLE[resource.type]["resource"]), resource):
            arn = _with_path(pattern)
            supplied = {
                **condition_keys.supply(action, arn, resource_keys.request_of(resource)),
                **resource_keys.of_call(action, resource),
                **({} if "resource" in permission else resource_keys.of_new(action, resource)),
            }
            for values in product(*(_fill(value, resource) for value in keys.values())):
                yield Permission(action, arn, {**supplied, **dict(zip(keys, values, strict=True))})


def _fill(pattern: str, resource: Resource) -> Iterator[str]:
    """A pattern of the table for each value that the properties give it, whatever is written in them."""
    parts = re.split(r"\$\{([^}]+)\}", pattern)
    return map("".join, product(*(_values(part, resource) if i % 2 else [part] for i, part in enumerate(parts))))


def _values(name: str, resource: Resource) -> list[str]:
    known = {
        "AWS::Partition": "aws",
        "AWS::AccountId": get_account_id(),
        "AWS::Region": get_region(),
        "Ref": resource.physical_id,
    }
    if name in known:
        return [known[name]]
    found: list[Any] = [resource.properties]
    for step in name.split("."):
        found = [value.get(step) for value in found if isinstance(value, dict)]
        found = [item for value in found for item in (value if isinstance(value, list) else [value])]
    texts = [re.sub("^https://", "", str(value)) for value in found if value is not None]
    if not texts and name == "Path":
        return ["/"]
    # What has no name of its own has one of CloudFormation's.
    return texts or ([resource.physical_id.split("/")[-1]] if name.endswith("Name") else [])


def _with_path(arn: str) -> str:
    """Roles, users and groups are named without their paths, and parameters may be named without a slash."""
    named = re.fullmatch(r"arn:aws:iam::\d{12}:(role|user|group)/([^/]+)", arn)
    if named:
        return entities.entity_arn(named[1], named[2])
    return re.sub(r"(:parameter)(?=[^/])", r"\1/", arn)
