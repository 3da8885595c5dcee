"""A repository of another account is open to whom its policy names, as far as their own account lets them.

A repository without a policy is its own account's only (Amazon ECR User Guide, "Private repository policies").
MiniStack takes every registry for the caller's own.
"""

import json
from collections.abc import Callable
from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import ecr

from .. import patches
from ..authorization import denials
from ..gateway import services
from ..gateway.services import Handler, Headers, Query, Response

_KINDS = {":assumed-role/": "AssumedRole", ":user/": "User"}


def install() -> None:
    patches.around(ecr, "repository_policy_for_arn", _repository_policy_for_arn)


def _repository_policy_for_arn(find: Callable[[str], Any], arn: str) -> Any:
    """The evaluator decides across accounts once it is told the policy, and whose it is."""
    _, _, _, region, account, _ = arn.split(":", 5)
    with request_scope(account, region):
        return find(arn)


def serve(service: str, perform: Handler) -> Handler:
    """Serves a request where its registry is, if the policy of the repository lets the caller in."""

    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        request = json.loads(body or b"{}")
        registry = request.get("registryId") or get_account_id()
        if registry == get_account_id():
            return await perform(method, path, headers, body, query_params)
        repository = request.get("repositoryName") or next(iter(request.get("repositoryNames", [])), "*")
        arn = f"arn:aws:ecr:{get_region()}:{registry}:repository/{repository}"
        action = f"ecr:{services.operation(headers)}"
        if not _policy_allows(action, arn):
            return services.refuse("AccessDeniedException", denials.denial(evaluator.caller_arn(), action, arn))
        with request_scope(registry, get_region()):
            return await perform(method, path, headers, body, query_params)

    return handle


def _policy_allows(action: str, arn: str) -> bool:
    """Asked once more for the root of an account, of whom the evaluator asks nothing, and for what is not there."""
    policy, _ = ecr.repository_policy_for_arn(arn) or (None, None)
    who = evaluator.caller_arn()
    context = evaluator.EvalContext(
        principal_arn=who,
        principal_type=next((kind for part, kind in _KINDS.items() if part in who), "Root"),
        principal_account=get_account_id(),
        action=action,
        resource_arn=arn,
        region=get_region(),
    )
    return bool(evaluator.evaluate_resource_policy(policy, context).decision == "Allow")
