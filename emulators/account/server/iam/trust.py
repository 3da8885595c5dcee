"""Services in the roles that trust them."""

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from ..authorization.decision import Principal


def trusts(role_arn: str, service: str) -> bool:
    role = iam._roles.get(role_arn.split("/")[-1])
    if role is None or role["Arn"] != role_arn:
        return False
    context = evaluator.EvalContext(
        principal_arn="",
        principal_type="Service",
        principal_account=get_account_id(),
        action="sts:AssumeRole",
        resource_arn=role_arn,
        region=get_region(),
    )
    trust = evaluator.evaluate_resource_policy(role["AssumeRolePolicyDocument"], context, service)
    return bool(trust.decision == "Allow")


def session(arn: str, session_name: str) -> Principal:
    """A service in a session of a role, which may do nothing where there is no such role."""
    account, name = get_account_id(), arn.split("/")[-1]
    is_there = iam._roles.get(name, {}).get("Arn") == arn
    return Principal(
        arn=f"arn:aws:sts::{account}:assumed-role/{name}/{session_name}",
        type="AssumedRole",
        account=account,
        policies=evaluator._gather_role_policies(name, account) if is_there else [],
        limits=evaluator._permissions_boundary(iam._roles, name, account),
    )
