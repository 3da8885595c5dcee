"""A repository of another account is open to whom its policy names, as far as their own account lets them.

A repository without a policy is its own account's only (Amazon ECR User Guide, "Private repository policies").
MiniStack takes every registry for the caller's own.
"""

import json

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import ecr

from ..gateway import services


_KINDS = {":assumed-role/": "AssumedRole", ":user/": "User"}


def install() -> None:
    _find_policies_where_they_are()
    _serve_where_they_are(app.SERVICE_HANDLERS["ecr"])


def _find_policies_where_they_are() -> None:
    """The evaluator decides across accounts once it is told the policy, and whose it is."""
    find = ecr.repository_policy_for_arn

    def repository_policy_for_arn(arn: str):
        _, _, _, region, account, _ = arn.split(":", 5)
        with request_scope(account, region):
            return find(arn)

    ecr.repository_policy_for_arn = repository_policy_for_arn


def _serve_where_they_are(perform) -> None:
    async def handle(method, path, headers, body, query_params):
        request = json.loads(body or b"{}")
        registry = request.get("registryId") or get_account_id()
        if registry == get_account_id():
            return await perform(method, path, headers, body, query_params)
        repository = request.get("repositoryName") or next(iter(request.get("repositoryNames", [])), "*")
        arn = f"arn:aws:ecr:{get_region()}:{registry}:repository/{repository}"
        action = f"ecr:{services.operation(headers)}"
        if not _policy_allows(action, arn):
            denial = f"User: {evaluator.caller_arn()} is not authorized to perform: {action} on resource: {arn}"
            return services.refuse("AccessDeniedException", denial)
        with request_scope(registry, get_region()):
            return await perform(method, path, headers, body, query_params)

    app.SERVICE_HANDLERS["ecr"] = handle


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
    return evaluator.evaluate_resource_policy(policy, context).decision == "Allow"
