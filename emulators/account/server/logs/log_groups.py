"""AWS::Logs::LogGroup as CloudFormation makes it; MiniStack writes over one that exists, and takes any retention."""

import re

from ministack.services import cloudwatch_logs
from ministack.services.cloudformation import provisioners
from ministack.services.cloudformation.provisioners import _physical_name

from ..cloudformation import refusals

TYPE = "AWS::Logs::LogGroup"
RETENTIONS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
_NAME = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")


def install() -> None:
    provisioners._REPLACING_PROPERTIES[TYPE] = ("LogGroupName",)
    _name_as_cloudformation_does()
    refusals.before_resource(TYPE, "create", _taken)
    for event in ("create", "update"):
        refusals.before_resource(TYPE, event, _wrong)


def _name_as_cloudformation_does() -> None:
    handlers = provisioners._RESOURCE_HANDLERS[TYPE]
    create, update = handlers["create"], handlers["update"]

    def create_named(logical_id, props, stack_name):
        return create(logical_id, _named(props, _physical_name(stack_name, logical_id, max_len=512)), stack_name)

    def update_named(physical_id, old_props, new_props, *rest):
        return update(physical_id, _named(old_props, physical_id), _named(new_props, physical_id), *rest)

    handlers.update(create=create_named, update=update_named)


def _named(props: dict, name: str) -> dict:
    return {"LogGroupName": name, **props}


def _taken(props: dict) -> str | None:
    name = props.get("LogGroupName")
    if not name or name not in cloudwatch_logs._log_groups:
        return None
    identifier = f'{{"/properties/LogGroupName":"{name}"}}'
    reason = f"Resource of type '{TYPE}' with identifier '{identifier}' already exists."
    return f'Resource handler returned message: "{reason}" (HandlerErrorCode: AlreadyExists)'


def _wrong(props: dict) -> str | None:
    """What the schema of the type does not allow ("AWS::Logs::LogGroup", CloudFormation Template Reference)."""
    name, retention = props.get("LogGroupName"), props.get("RetentionInDays")
    if name is not None and not _NAME.fullmatch(name):
        return _refused("LogGroupName", name, f"does not match the pattern {_NAME.pattern}")
    if retention is not None and str(retention) not in map(str, RETENTIONS):
        return _refused("RetentionInDays", retention, f"is not one of {', '.join(map(str, RETENTIONS))}")
    return None


def _refused(name: str, value, reason: str) -> str:
    return f"Model validation failed (#/{name}: {value} {reason}) (HandlerErrorCode: InvalidRequest)"
