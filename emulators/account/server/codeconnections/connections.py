"""AWS CodeConnections: connections to GitHub, under both names that the service has.

Two operations are permissions without an API on AWS: the console calls one when a person completes a
pending connection, CodePipeline's source action is checked for the other ("Actions, resources, and condition keys
for AWS CodeConnections", Service Authorization Reference).
"""

import json
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ministack.core.responses import AccountScopedDict, get_account_id, get_region

from ..gateway import services
from ..gateway.services import Headers, Query, Response

Tag = dict[str, str]

SERVICES = {
    "codeconnections": "com.amazonaws.codeconnections.CodeConnections_20231201",
    "codestar-connections": "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
}

_connections = AccountScopedDict()
_tags = AccountScopedDict()

_UNKNOWN = "ResourceNotFoundException"


def install() -> None:
    for name, target_prefix in SERVICES.items():
        services.add(name, target_prefix, _handle)
    existing = os.environ.get("LOCAL_CONNECTION_ARN")
    if existing:
        _add(existing, {"ConnectionName": "existing"}, "AVAILABLE")


def create(service: str, props: dict[str, Any]) -> str:
    arn = f"arn:aws:{service}:{get_region()}:{get_account_id()}:connection/{uuid.uuid4()}"
    _add(arn, props, "PENDING")
    return arn


def _add(arn: str, props: dict[str, Any], status: str) -> None:
    _connections[arn] = {
        "ConnectionArn": arn,
        "ConnectionName": props["ConnectionName"],
        "ConnectionStatus": status,
        "OwnerAccountId": get_account_id(),
        "ProviderType": props.get("ProviderType", "GitHub"),
    }
    _tags[arn] = {tag["Key"]: tag["Value"] for tag in props.get("Tags") or []}


def attributes(arn: str) -> dict[str, Any]:
    """What `Fn::GetAtt` gives of a connection."""
    return {name: _connections[arn][name] for name in ("ConnectionArn", "ConnectionStatus", "OwnerAccountId")}


def change_tags(arn: str, gone: Iterable[str], tags: Iterable[Tag]) -> None:
    for key in gone:
        _tags[arn].pop(key, None)
    _tags[arn].update((tag["Key"], tag["Value"]) for tag in tags)


def tagged() -> Iterator[tuple[str, list[Tag]]]:
    """Connections with their tags."""
    return ((arn, _tag_list(arn)) for arn in _connections)


def _tag_list(arn: str) -> list[Tag]:
    return [{"Key": key, "Value": value} for key, value in _tags[arn].items()]


def delete(arn: str) -> None:
    _connections.pop(arn, None)
    _tags.pop(arn, None)


async def _handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
    request = json.loads(body or b"{}")
    operation = services.operation(headers)
    if operation == "ListConnections":
        return services.answer({"Connections": list(_connections.values())})
    if operation == "CreateConnection":
        arn = create(_service(headers), request)
        return services.answer({"ConnectionArn": arn, "Tags": _tag_list(arn)})
    arn = request.get("ConnectionArn") or request.get("ResourceArn", "")
    if arn not in _connections:
        return services.refuse(_UNKNOWN, f"Connection not found: {arn}")
    perform = _OPERATIONS.get(operation)
    if perform is None:
        return services.refuse("UnknownOperationException", f"no operation {operation} here")
    return services.answer(perform(arn, request) or {})


def _service(headers: Headers) -> str:
    """The name under which the service is called."""
    prefix = headers.get("x-amz-target", "").rsplit(".", 1)[0]
    return next(name for name, target_prefix in SERVICES.items() if target_prefix == prefix)


def _make_available(arn: str, request: dict[str, Any]) -> None:
    _connections[arn]["ConnectionStatus"] = "AVAILABLE"


_OPERATIONS: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "DeleteConnection": lambda arn, request: delete(arn),
    "GetConnection": lambda arn, request: {"Connection": _connections[arn]},
    "ListTagsForResource": lambda arn, request: {"Tags": _tag_list(arn)},
    "TagResource": lambda arn, request: change_tags(arn, [], request["Tags"]),
    "UntagResource": lambda arn, request: change_tags(arn, request["TagKeys"], []),
    "UpdateConnectionInstallation": _make_available,
    "UseConnection": lambda arn, request: {"ConnectionStatus": _connections[arn]["ConnectionStatus"]},
}
