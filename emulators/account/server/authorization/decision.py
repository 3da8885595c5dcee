"""Whether a principal may do what a service is about to do for it."""

from collections.abc import Iterable
from typing import TypeAlias

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.services.tagging import resource_tags

from . import denials
from .permission import Permission

Principal: TypeAlias = evaluator.PrincipalInfo


class Denied(ValueError):
    """A permission is missing; the message is AWS's."""

    def __init__(self, message: str, permission: Permission) -> None:
        super().__init__(message)
        self.permission = permission


def demand(principal: Principal, permissions: Iterable[Permission]) -> None:
    """Raises the denial of the first permission that is missing."""
    for permission in permissions:
        if reason := _missing(principal, permission):
            message = denials.denial(principal.arn, permission.action, permission.resource, reason)
            raise Denied(message, permission)


def context_of(principal: Principal, permission: Permission) -> evaluator.EvalContext:
    tags = {f"aws:ResourceTag/{key}": value for key, value in (resource_tags(permission.resource) or {}).items()}
    keys = {"aws:TagKeys": None, **tags, **permission.context}
    return evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action=permission.action,
        resource_arn=permission.resource,
        region=get_region(),
        service_context={key.lower(): value for key, value in keys.items()},
        principal_keys=principal.keys,
    )


def _missing(principal: Principal, permission: Permission) -> str | None:
    """Why the permission is missing, if it is."""
    context = context_of(principal, permission)
    own = evaluator.evaluate(context, principal.policies)
    within = evaluator.evaluate(context, principal.policies, *principal.limits)
    result = _with_resource_policy(within, context, principal)
    if result.decision == "Allow":
        return None
    if result.decision == "Deny":
        if result.resource_policy_arn:
            return denials.explicit(denials.RESOURCE_POLICY)
        return denials.explicit(denials.IDENTITY_POLICY if own.decision == "Deny" else denials.BOUNDARY)
    if within.decision == "Allow":  # a key's own policy has to allow it as well
        return denials.implicit(denials.RESOURCE_POLICY, permission.action)
    return denials.implicit(denials.BOUNDARY if own.decision == "Allow" else denials.IDENTITY_POLICY, permission.action)


def _with_resource_policy(
    result: evaluator.EvalResult, context: evaluator.EvalContext, principal: Principal
) -> evaluator.EvalResult:
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
