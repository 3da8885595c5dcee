"""Stacks by what a request calls them: on their ids it is decided, and MiniStack decides without.

A stack that is deleted keeps its id, and its name is free for another.
"""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import _stacks, changesets


def named_in(request: dict[str, Any]) -> str | None:
    """The stack's id, with `*` in it where there is no stack of that name or, in lists, where none is named."""
    name = request.get("StackName")
    # A change set that is named by its ARN is that stack's, whatever stack is named besides.
    change_set = changesets._find_change_set(request.get("ChangeSetName"), name)[1]
    if change_set:
        name = change_set["StackName"]
    elif not name and request.get("Action") in ("DescribeStacks", "ListStacks"):
        name = "*"
    if stack := live_stack(name):
        return str(stack["StackId"])
    if not name or name.startswith("arn:"):
        return name
    return f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stack/{name}/*"


def live_stack(name_or_id: str | None) -> dict[str, Any] | None:
    """None, too, for the id of another region, where a stack of that name may be as well."""
    name = name_or_id
    if name_or_id and name_or_id.startswith("arn:"):
        name = name_or_id.split("/")[1] if name_or_id.split(":")[3] == get_region() else None
    stack = _stacks.get(name) if name else None
    return stack if stack and stack["StackStatus"] != "DELETE_COMPLETE" else None
