"""The permissions boundary that a template gives a role; MiniStack makes the role without."""

from ministack.services import iam

from ...cloudformation.resources import handlers
from ...cloudformation.resources.handlers import Properties


def install() -> None:
    handlers.after("AWS::IAM::Role", _bound)


def _bound(name: str, props: Properties) -> None:
    iam._roles[name]["PermissionsBoundary"] = props.get("PermissionsBoundary")
