"""Handlers of resource types: added, or with something before or after what MiniStack does.

CloudFormation writes most resources past the operations of their service, so that what is asked of an operation has
to be asked of the handler, too. What comes before only refuses, before anything is done, and what comes after only
adds to what has been done: so neither depends on the order in which they are put around a handler.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from ministack.services.cloudformation import provisioners
from ministack.services.cloudformation.provisioners import _physical_name

from ... import patches

Properties = dict[str, Any]
Made = tuple[str, dict[str, Any]]
Create = Callable[[str, Properties, str], Made]
Update = Callable[[str, Properties, Properties, str], Made]
Delete = Callable[[str, Properties], None]

CREATE_AND_UPDATE = ("create", "update")


def add(
    resource_type: str,
    *,
    create: Create,
    update: Update,
    delete: Delete,
    replacing: tuple[str, ...],
    tagged: bool = False,
) -> None:
    """Adds a type that MiniStack lacks, with the properties that AWS cannot change in place.

    ("Update requires: Replacement", CloudFormation Template Reference.)
    """
    handlers = {"create": create, "update": update, "delete": delete}
    patches.add(provisioners._RESOURCE_HANDLERS, resource_type, handlers)
    provisioners._REPLACING_PROPERTIES[resource_type] = replacing
    if tagged:
        take_tags(resource_type)


def take_tags(resource_type: str) -> None:
    """Gives a type the tags of its stack (`tagging` of the registry schemas)."""
    provisioners._STACK_TAG_PROPERTY[resource_type] = ("Tags", "list")


def before(
    resource_type: str, check: Callable[[Properties], str | None], events: tuple[str, ...] = CREATE_AND_UPDATE
) -> None:
    """Fails a resource for whose properties the check answers a message."""
    for event in events:
        # Where a type has no update, each is another creation.
        if event == "create" or event in _handlers(resource_type):
            position = 1 if event == "create" else 2
            patches.around(_handlers(resource_type), event, partial(_checked, check, position), any_order=True)


def after(resource_type: str, write: Callable[[str, Properties], None]) -> None:
    """Has a function write what MiniStack leaves out of a resource, once that is there."""
    patches.around(_handlers(resource_type), "create", partial(_created, write), any_order=True)
    patches.around(_handlers(resource_type), "update", partial(_updated, write), any_order=True)


def name_by_default(resource_type: str, name: str, max_len: int) -> None:
    """Gives a resource whose template names it nothing the name that CloudFormation makes."""

    def create(make: Create, logical_id: str, props: Properties, stack_name: str) -> Made:
        made = {name: _physical_name(stack_name, logical_id, max_len=max_len)}
        return make(logical_id, made | props, stack_name)

    def update(change: Callable[..., Made], physical_id: str, old: Properties, new: Properties, *rest: Any) -> Made:
        made = {name: physical_id}
        return change(physical_id, made | old, made | new, *rest)

    patches.around(_handlers(resource_type), "create", create, any_order=True)
    patches.around(_handlers(resource_type), "update", update, any_order=True)


def _handlers(resource_type: str) -> dict[str, Any]:
    if resource_type not in provisioners._RESOURCE_HANDLERS:
        raise RuntimeError(f"there is no {resource_type} yet: add it before something is put around it")
    found: dict[str, Any] = provisioners._RESOURCE_HANDLERS[resource_type]
    return found


def _checked(
    check: Callable[[Properties], str | None], position: int, perform: Callable[..., Made], *args: Any
) -> Made:
    if wrong := check(args[position]):
        raise ValueError(wrong)
    return perform(*args)


def _created(
    write: Callable[[str, Properties], None], create: Create, logical_id: str, props: Properties, stack_name: str
) -> Made:
    name, attributes = create(logical_id, props, stack_name)
    write(name, props)
    return name, attributes


def _updated(
    write: Callable[[str, Properties], None],
    update: Callable[..., Made],
    physical_id: str,
    old_props: Properties,
    props: Properties,
    *rest: Any,
) -> Made:
    name, attributes = update(physical_id, old_props, props, *rest)
    write(name, props)
    return name, attributes
