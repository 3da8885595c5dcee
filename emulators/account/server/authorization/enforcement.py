"""Decides each request on its resources and condition keys, and names in a denial what it was about.

MiniStack decides on one resource, often `*`, and takes for the root whoever signs as the root.
"""

import json
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator

from .. import patches
from ..gateway import services, unsigned
from . import condition_keys, denials, resources

# The parameters of the request that is decided.
_request: ContextVar[dict[str, Any]] = ContextVar("request")


def install() -> None:
    # The root's signature is checked like any other's, which MiniStack leaves out.
    patches.replace(evaluator, "_is_root_key", lambda access_key_id: False)
    patches.around(iam_actions, "extract_resource_arn", _extract_resource_arn)
    patches.around(evaluator, "enforce", _enforce)
    patches.around(iam_actions, "access_denied_response", _access_denied_response)


def _extract_resource_arn(
    extract: Callable[..., str],
    service: str,
    method: str,
    path: str,
    headers: services.Headers,
    body: bytes,
    query_params: services.Query,
    region: str,
    account_id: str,
) -> str:
    _request.set({})
    if resources.is_json(service):
        request = json.loads(body or b"{}")
        if condition_keys.is_json(service):
            # What is called like a parameter of the Query API is none here.
            _request.set({name: value for name, value in request.items() if "." not in name})
        named: str | None = resources.of_json(service, services.operation(headers), request)
    else:
        request = {name: value[0] if isinstance(value, list) else value for name, value in query_params.items()}
        if resources.is_query(service):
            _request.set(request)
        named = resources.of_query(service, request)
    return named or extract(service, method, path, headers, body, query_params, region, account_id)


def _enforce(
    decide: Callable[..., Any],
    access_key_id: str,
    iam_action: str,
    service: str,
    region: str,
    resource_arn: str = "*",
    service_context: dict[str, Any] | None = None,
) -> Any:
    """Decides on every resource that a request names, each with the condition keys of its own."""
    for arn in getattr(resource_arn, "each", [resource_arn]):
        keys = {**_keys(service, iam_action, arn), **(service_context or {})}
        if denied := decide(access_key_id, iam_action, service, region, arn, keys):
            if isinstance(resource_arn, resources.Resources):
                resource_arn.denied = arn
            return denied
    return unsigned.refusal(access_key_id, service, iam_action, resource_arn)


def _keys(service: str, action: str, arn: str) -> dict[str, Any]:
    if resources.is_query(service) or condition_keys.is_json(service):
        return condition_keys.supply(action, arn, _request.get({}))
    return condition_keys.resource_tags(arn)


def _access_denied_response(
    respond: Callable[..., services.Response],
    service: str,
    action: str,
    principal_arn: str,
    request_id: str,
    **details: Any,
) -> services.Response:
    """AWS says on what a caller may not act, MiniStack only for some services."""
    if not (details.get("message") or details.get("error_code") or details.get("resource_policy_arn")):
        resource = details.get("resource_arn", "*")
        policy = denials.IDENTITY_POLICY
        reason = denials.explicit(policy) if details.get("explicit_deny") else denials.implicit(policy, action)
        details["message"] = denials.denial(principal_arn, action, getattr(resource, "denied", resource), reason)
    return respond(service, action, principal_arn, request_id, **details)
