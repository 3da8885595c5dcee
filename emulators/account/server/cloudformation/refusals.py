"""How a refusal of AWS that MiniStack lacks is put before what MiniStack does."""

from typing import Any, Callable

from ministack.services import iam
from ministack.services.cloudformation import provisioners

Problem = tuple[int, str, str]


def before_operation(operation: str, check: Callable[[dict], Problem | None]) -> None:
    """Refuses an operation of IAM for which the check answers a status, a code and a message."""
    perform = iam._IAM_HANDLERS[operation]

    def handle(params: dict):
        wrong = check(params)
        return iam._error(*wrong) if wrong else perform(params)

    iam._IAM_HANDLERS[operation] = handle


def before_resource(resource_type: str, event: str, check: Callable[[dict], str | None]) -> None:
    """Fails to create or update a resource for whose properties the check answers a message.

    CloudFormation writes most resources past the operations of their service.
    """
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    perform = handlers.get(event)
    if perform is None:  # then an update is another creation
        return

    def checked(*args: Any):
        wrong = check(args[1] if event == "create" else args[2])
        if wrong:
            raise ValueError(wrong)
        return perform(*args)

    handlers[event] = checked
