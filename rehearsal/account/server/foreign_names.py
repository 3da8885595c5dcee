"""A stack or a registry of another account, called by its number, is out of reach; MiniStack takes it for one's own.

CloudFormation has no resource policies, so that nobody gets across; a repository of Amazon ECR may have one, and one
without is its own account's only (Amazon ECR User Guide, "Private repository policies").
"""

import json
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services.cloudformation import helpers

from . import services


def install() -> None:
    app.SERVICE_HANDLERS["cloudformation"] = _of_own_stacks(app.SERVICE_HANDLERS["cloudformation"])
    app.SERVICE_HANDLERS["ecr"] = _of_own_registries(app.SERVICE_HANDLERS["ecr"])


def _of_own_stacks(perform):
    async def handle(method, path, headers, body, query_params):
        form = {**query_params, **parse_qs(body.decode(errors="replace"))}
        for name in (form.get("StackName", [""])[0], form.get("ChangeSetName", [""])[0]):
            if name.startswith("arn:") and name.split(":")[4] != get_account_id():
                action = f"cloudformation:{form.get('Action', [''])[0]}"
                return helpers._error("AccessDenied", _denial(action, name), 403)
        return await perform(method, path, headers, body, query_params)

    return handle


def _of_own_registries(perform):
    async def handle(method, path, headers, body, query_params):
        request = json.loads(body or b"{}")
        registry = request.get("registryId") or get_account_id()
        if registry == get_account_id():
            return await perform(method, path, headers, body, query_params)
        repository = request.get("repositoryName") or next(iter(request.get("repositoryNames", [])), "*")
        arn = f"arn:aws:ecr:{get_region()}:{registry}:repository/{repository}"
        with request_scope(registry, get_region()):
            policy = evaluator._resource_policy("ecr", arn)
        if policy and policy[0]:
            return services.refuse("UnsupportedOperationException", f"the policy of {arn} is not asked here")
        return services.refuse("AccessDeniedException", _denial(f"ecr:{services.operation(headers)}", arn))

    return handle


def _denial(action: str, resource: str) -> str:
    who = evaluator.caller_arn()
    return f"User: {who} is not authorized to perform: {action} on resource: {resource}"
