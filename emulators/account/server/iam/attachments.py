"""What IAM refuses to attach, and to delete while something is attached."""

from ministack.services import iam

from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Properties
from . import operations
from .operations import Parameters, Problem


def install() -> None:
    for kind in ("Role", "Group", "User"):
        operations.before(f"Attach{kind}Policy", _unknown_policy)
    for resource_type in ("AWS::IAM::Role", "AWS::IAM::User"):
        handlers.before(resource_type, _unknown_policies)
        handlers.before(resource_type, _unknown_boundary)
    operations.before("DeleteGroup", _group_in_use)


def _problem(arn: str) -> str | None:
    return None if iam._lookup_policy(arn) else f"Policy {arn} does not exist or is not attachable."


def _unknown_policy(params: Parameters) -> Problem | None:
    wrong = _problem(iam._p(params, "PolicyArn"))
    return (404, "NoSuchEntity", wrong) if wrong else None


def _unknown_policies(props: Properties) -> str | None:
    return next(filter(None, map(_problem, props.get("ManagedPolicyArns", []))), None)


def _unknown_boundary(props: Properties) -> str | None:
    arn = props.get("PermissionsBoundary")
    known = not arn or iam._lookup_policy(arn)
    return None if known else f"Scope ARN: {arn} does not exist or is not attachable."


def _group_in_use(params: Parameters) -> Problem | None:
    """DeleteGroup: "The group must not contain any users or have any attached policies" (IAM API Reference)."""
    name = iam._p(params, "GroupName")
    group = iam._groups.get(name, {})
    if group.get("Users"):
        return 409, "DeleteConflict", "Cannot delete entity, must remove users from group first."
    if group.get("AttachedPolicies"):
        return 409, "DeleteConflict", "Cannot delete entity, must detach all policies first."
    if iam._group_inline_policies.get(name):
        return 409, "DeleteConflict", "Cannot delete entity, must delete policies first."
    return None
