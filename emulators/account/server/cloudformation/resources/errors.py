"""Errors of resources, as CloudFormation words them."""

import uuid


def of_service(message: str, service: str, status: int, code: str) -> str:
    """An error of a service as the handler of a resource hands it on."""
    return _of_handler(
        f"{message} (Service: {service}, Status Code: {status}, Request ID: {uuid.uuid4()})",
        code,
        f"RequestToken: {uuid.uuid4()}, ",
    )


def invalid(message: str, service: str) -> str:
    return _of_handler(f"{message} (Service: {service}, Status Code: 400)", "InvalidRequest")


def exists_already(message: str) -> str:
    return _of_handler(message, "AlreadyExists")


def invalid_model(where: str, reason: str) -> str:
    """Properties that the schema of the type does not allow."""
    return f"Model validation failed ({where}: {reason})"


def _of_handler(message: str, code: str, token: str = "") -> str:
    return f'Resource handler returned message: "{message}" ({token}HandlerErrorCode: {code})'
