"""CodePipeline, and the builds of CodeBuild: authorised here, answered by the local CodePipeline.

AWS::CodePipeline::Pipeline calls the same service, as CloudFormation does on AWS.
"""

import asyncio
import json
import os
import urllib.error
import urllib.request
from typing import Any

from ministack.core.iam_evaluator import caller_arn
from ministack.core.responses import get_account_id, get_region

from ..gateway import services
from ..gateway.services import Handler, Headers, Query, Response
from . import action_roles, pipeline_tags

BUILDS = {"StartBuild", "BatchGetBuilds", "StopBuild"}


def install() -> None:
    services.add("codepipeline", "CodePipeline_20150709", _handle)


def forward_builds(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        answer = _handle if services.operation(headers) in BUILDS else perform
        return await answer(method, path, headers, body, query_params)

    return handle


def call(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    """Calls CodePipeline as CloudFormation; an error of the service is an error of the resource."""
    status, _, body = _forward(
        f"CodePipeline_20150709.{operation}",
        json.dumps(request).encode(),
        "cloudformation.amazonaws.com",
        get_account_id(),
        get_region(),
    )
    answer: dict[str, Any] = json.loads(body or b"{}")
    if status != 200:
        raise ValueError(f"{answer.get('message')} (Service: CodePipeline, Error Code: {answer.get('__type')})")
    return answer


async def _handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
    caller, account, region = caller_arn(), get_account_id(), get_region()
    return await asyncio.to_thread(_forward, headers["x-amz-target"], body, caller, account, region)


def _forward(target: str, body: bytes, caller: str, account: str, region: str) -> Response:
    if target.endswith((".CreatePipeline", ".UpdatePipeline")):
        wrong = action_roles.problem(json.loads(body).get("pipeline", {}))
        if wrong:
            return services.refuse("InvalidStructureException", wrong)
    url = os.environ.get("LOCAL_CODEPIPELINE_URL")
    if not url:
        return services.refuse("ServiceUnavailableException", "this account was started without CodePipeline")
    request = urllib.request.Request(  # noqa: S310 (of whoever starts this account, not of a request)
        url,
        data=body,
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": target,
            "X-Local-Secret": os.environ["LOCAL_CODEPIPELINE_SECRET"],
            "X-Local-Caller": caller,
            "X-Local-Account": account,
            "X-Local-Region": region,
        },
    )
    # A proxy of the machine has nothing to do with an address on it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as response:
            pipeline_tags.follow(target.split(".")[-1], body)
            return response.status, _content_type(response), response.read()
    except urllib.error.HTTPError as error:
        return error.code, _content_type(error), error.read()
    except OSError as error:
        return services.refuse("ServiceUnavailableException", f"CodePipeline does not answer: {error}")


def _content_type(response: Any) -> dict[str, str]:
    """Of the headers only what the client reads: the rest belongs to the other connection."""
    return {"Content-Type": response.headers.get("Content-Type", "application/x-amz-json-1.1")}
