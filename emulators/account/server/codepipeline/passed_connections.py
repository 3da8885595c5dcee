"""Whoever hands CodePipeline a connection needs `PassConnection` on it, which MiniStack does not know.

("Passing a connection to a service", Developer Tools console User Guide.) It is asked for under both names that the
service has, as of CloudFormation.
"""

import json
from typing import Any

from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id

from ..codeconnections import connections
from ..gateway import services
from ..gateway.services import Handler, Headers, Query, Response


def check(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        if services.operation(headers) in ("CreatePipeline", "UpdatePipeline"):
            key = extract_access_key_id(headers, query_params)
            for prefix in connections.SERVICES:
                for arn in _named(json.loads(body or b"{}")):
                    if denial := _denial(key, prefix, arn, headers):
                        return denial
        return await perform(method, path, headers, body, query_params)

    return handle


def _denial(access_key_id: str, prefix: str, arn: str, headers: Headers) -> Response | None:
    action = f"{prefix}:PassConnection"
    keys = {f"{prefix}:PassedToService": "codepipeline.amazonaws.com"}
    denied = evaluator.enforce(access_key_id, action, prefix, get_region(), arn, keys)
    if not denied:
        return None
    response: Response = iam_actions.access_denied_response(
        "codepipeline", action, denied.principal_arn, "", headers=headers, resource_arn=arn
    )
    return response


def _named(request: dict[str, Any]) -> list[str]:
    """The connections of a pipeline's actions."""
    stages = request.get("pipeline", {}).get("stages") or []
    actions = [action for stage in stages for action in stage.get("actions") or []]
    named = [(action.get("configuration") or {}).get("ConnectionArn") for action in actions]
    return list(filter(None, named))
