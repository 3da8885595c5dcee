"""AWS::Logs::LogGroup as CloudFormation makes it; MiniStack writes over one that exists, and takes any retention."""

import re

from ministack.services import cloudwatch_logs
from ministack.services.cloudformation import provisioners

from ..cloudformation.resources import errors, handlers
from ..cloudformation.resources.handlers import Properties

TYPE = "AWS::Logs::LogGroup"
RETENTIONS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
_NAME = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")


def install() -> None:
    provisioners._REPLACING_PROPERTIES[TYPE] = ("LogGroupName",)
    handlers.name_by_default(TYPE, "LogGroupName", max_len=512)
    handlers.before(TYPE, _taken, events=("create",))
    handlers.before(TYPE, _wrong)


def _taken(props: Properties) -> str | None:
    name = props.get("LogGroupName")
    if not name or name not in cloudwatch_logs._log_groups:
        return None
    identifier = f'{{"/properties/LogGroupName":"{name}"}}'
    return errors.exists_already(f"Resource of type '{TYPE}' with identifier '{identifier}' already exists.")


def _wrong(props: Properties) -> str | None:
    """What the schema of the type does not allow ("AWS::Logs::LogGroup", CloudFormation Template Reference)."""
    name, retention = props.get("LogGroupName"), props.get("RetentionInDays")
    if name is not None and not _NAME.fullmatch(name):
        return _refused("LogGroupName", name, f"does not match the pattern {_NAME.pattern}")
    if retention is not None and str(retention) not in map(str, RETENTIONS):
        return _refused("RetentionInDays", retention, f"is not one of {', '.join(map(str, RETENTIONS))}")
    return None


def _refused(name: str, value: object, reason: str) -> str:
    return f"{errors.invalid_model(f'#/{name}', f'{value} {reason}')} (HandlerErrorCode: InvalidRequest)"
