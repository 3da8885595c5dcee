"""AWS CodeConnections: connections to GitHub, under both names that the service has.

Two operations are permissions without an API on AWS: the console calls one when a person finishes the
handshake, CodePipeline's source action is checked for the other ("Actions, resources, and condition keys
for AWS CodeConnections", Service Authorization Reference).
"""

import json
import os
import uuid

from ministack.core.responses import AccountScopedDict, get_account_id, get_region

from . import services

SERVICES = {
    "codeconnections": "com.amazonaws.codeconnections.CodeConnections_20231201",
    "codestar-connections": "com.amazonaws.codestar.connections.CodeStar_connections_20191201",
}

_connections = AccountScopedDict()


def install() -> None:
    for name, target_prefix in SERVICES.items():
        services.add(name, target_prefix, _handle)
    existing = os.environ.get("SLIPWAY_CONNECTION_ARN")
    if existing:
        _add(existing, {"ConnectionName": "existing"}, "AVAILABLE")


def create(service: str, props: dict) -> str:
    arn = f"arn:aws:{service}:{get_region()}:{get_account_id()}:connection/{uuid.uuid4()}"
    _add(arn, props, "PENDING")
    return arn


def _add(arn: str, props: dict, status: str) -> None:
    _connections[arn] = {
        "ConnectionArn": arn,
        "ConnectionName": props["ConnectionName"],
        "ConnectionStatus": status,
        "OwnerAccountId": get_account_id(),
        "ProviderType": props.get("ProviderType", "GitHub"),
    }


def attributes(arn: str) -> dict:
    """What `Fn::GetAtt` gives of a connection."""
    return {name: _connections[arn][name] for name in ("ConnectionArn", "ConnectionStatus", "OwnerAccountId")}


def delete(arn: str) -> None:
    _connections.pop(arn, None)


async def _handle(method, path, headers, body, query_params):
    request = json.loads(body or b"{}")
    operation = services.operation(headers)
    if operation == "ListConnections":
        return services.answer({"Connections": list(_connections.values())})
    arn = request.get("ConnectionArn", "")
    connection = _connections.get(arn)
    if connection is None:
        return services.refuse("ResourceNotFoundException", f"Connection not found: {arn}")
    if operation == "GetConnection":
        return services.answer({"Connection": connection})
    if operation == "UpdateConnectionInstallation":
        connection["ConnectionStatus"] = "AVAILABLE"
        return services.answer({})
    if operation == "UseConnection":
        return services.answer({"ConnectionStatus": connection["ConnectionStatus"]})
    return services.refuse("UnknownOperationException", f"no operation {operation} here")
