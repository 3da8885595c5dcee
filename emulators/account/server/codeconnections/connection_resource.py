"""AWS::CodeConnections::Connection, also under the service's older name; MiniStack lacks both."""

from functools import partial

from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Made, Properties
from . import connections

_TYPES = {
    "AWS::CodeConnections::Connection": "codeconnections",
    "AWS::CodeStarConnections::Connection": "codestar-connections",
}


def install() -> None:
    for resource_type, service in _TYPES.items():
        handlers.add(
            resource_type,
            create=partial(_create, service),
            update=_update,
            delete=_delete,
            replacing=("ConnectionName", "HostArn", "ProviderType"),
            tagged=True,
        )


def _create(service: str, logical_id: str, props: Properties, stack_name: str) -> Made:
    arn = connections.create(service, props)
    return arn, connections.attributes(arn)


def _update(arn: str, old_props: Properties, props: Properties, stack_name: str) -> Made:
    tags = props.get("Tags", [])  # nothing else changes in place
    kept = [tag["Key"] for tag in tags]
    connections.change_tags(arn, (tag["Key"] for tag in old_props.get("Tags", []) if tag["Key"] not in kept), tags)
    return arn, connections.attributes(arn)


def _delete(arn: str, props: Properties) -> None:
    connections.delete(arn)
