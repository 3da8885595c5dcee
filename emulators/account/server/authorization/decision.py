"""Whether CloudFormation may do what it is about to, and how AWS words it where it may not."""

import uuid
from typing import Iterable

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.services.tagging import resource_tags

from ..cloudformation.permissions import Right
from ..cloudformation.service_role import Principal

# Services whose name in an error is not their prefix with a capital.
_NAMES = {"codebuild": "CodeBuild", "codeconnections": "CodeConnections", "codepipeline": "CodePipeline"}

# The others speak JSON, and refuse with 400.
_REFUSE_WITH_403 = {"iam", "s3", "sns"}


def demand(principal: Principal, rights: Iterable[Right], resource_type: str | None = None) -> None:
    """Raises the refusal of the first right that is missing; that of a resource as its handler hands it on."""
    for right in rights:
        reason = _refusal(principal, right)
        if reason:
            asked = f"not authorized to perform: {right.action} on resource: {right.resource}"
            message = f"User: {principal.arn} is {asked} {reason}"
            raise ValueError(_handed_on(message, right, resource_type) if resource_type else message)


def _refusal(principal: Principal, right: Right) -> str | None:
    """Why the right is missing, if it is."""
    tags = {f"aws:ResourceTag/{key}": value for key, value in (resource_tags(right.resource) or {}).items()}
    keys = {"aws:TagKeys": None, **tags, **right.context}
    context = evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=right.action,
        resource_arn=right.resource,
        region=get_region(),
        service_context={key.lower(): value for key, value in keys.items()},
        principal_keys=principal.keys,
    )
    own = evaluator.evaluate(context, principal.policies)
    within = evaluator.evaluate(context, principal.policies, *principal.limits)
    result = _with_resource_policy(within, context, principal)
    if result.decision == "Allow":
        return None
    if result.decision == "Deny":
        by = "an identity-based policy" if own.decision == "Deny" else "a permissions boundary"
        return f"with an explicit deny in {'a resource-based policy' if result.resource_policy_arn else by}"
    if within.decision == "Allow":  # a key's own policy has to allow it as well
        lacking = "resource-based policy"
    else:
        lacking = "permissions boundary" if own.decision == "Allow" else "identity-based policy"
    return f"because no {lacking} allows the {right.action} action"


def _with_resource_policy(result: evaluator.EvalResult, context: evaluator.EvalContext, principal: Principal):
    service = context.action.split(":")[0]
    policy = evaluator._resource_policy(service, context.resource_arn)
    if policy is None:
        return result
    return evaluator.combine_resource_policy(
        result,
        context,
        *policy,
        required=service in evaluator._POLICY_REQUIRED,
        limits=tuple(principal.limits),
    )


def _handed_on(message: str, right: Right, resource_type: str) -> str:
    service, verb = right.action.split(":")
    if verb.startswith("Pass"):  # it is decided by the service to which something is passed
        service = resource_type.split("::")[1].lower()
    name = _NAMES.get(service, service.capitalize())
    status = 403 if service in _REFUSE_WITH_403 else 400
    return (
        f'Resource handler returned message: "{message} (Service: {name}, Status Code: {status}, '
        f'Request ID: {uuid.uuid4()})" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: AccessDenied)'
    )
