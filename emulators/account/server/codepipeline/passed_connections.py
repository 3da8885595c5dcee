"""Whoever hands CodePipeline a connection needs `PassConnection` on it, which MiniStack does not know.

("Passing a connection to a service", Developer Tools console User Guide.) It is asked for under both names that the
service has, as of CloudFormation.
"""

import json

from ministack import app
from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id

from ..codeconnections import connections
from ..gateway import services


def install() -> None:
    perform = app.SERVICE_HANDLERS["codepipeline"]

    async def handle(method, path, headers, body, query_params):
        if services.operation(headers) in ("CreatePipeline", "UpdatePipeline"):
            key = extract_access_key_id(headers, query_params)
            for prefix in connections.SERVICES:
                for arn in _named(json.loads(body or b"{}")):
                    action = f"{prefix}:PassConnection"
                    keys = {f"{prefix}:PassedToService": "codepipeline.amazonaws.com"}
                    denied = evaluator.enforce(key, action, prefix, get_region(), arn, keys)
                    if denied:
                        return iam_actions.access_denied_response(
                            "codepipeline", action, denied.principal_arn, "", headers=headers, resource_arn=arn
                        )
        return await perform(method, path, headers, body, query_params)

    app.SERVICE_HANDLERS["codepipeline"] = handle


def _named(request: dict) -> list[str]:
    """The connections of a pipeline's actions."""
    stages = request.get("pipeline", {}).get("stages") or []
    actions = [action for stage in stages for action in stage.get("actions") or []]
    named = [(action.get("configuration") or {}).get("ConnectionArn") for action in actions]
    return list(filter(None, named))
