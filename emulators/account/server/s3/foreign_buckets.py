"""A bucket of another account is open to whom its policy names, be it one role of an account.

MiniStack asks the policy about the caller's account, never about the caller; and where a policy asks whose a bucket
is, it takes every bucket for the caller's own.
"""

from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import s3

from .. import patches
from ..authorization import condition_values
from ..gateway.services import Headers, Query

_ARN = "arn:aws:s3:::"


def install() -> None:
    patches.around(s3, "_foreign_bucket_allows", _foreign_bucket_allows)
    patches.around(s3, "_get_object_data", _get_object_data)
    condition_values.supply(["aws:ResourceAccount", "s3:ResourceAccount"], _owner)


def _foreign_bucket_allows(
    allows: Callable[..., bool],
    owner: str,
    bucket: str,
    key: str,
    method: str,
    query_params: Query,
    caller: str,
    headers: Headers | None = None,
) -> bool:
    """What the caller's own policies say has been decided before."""
    if allows(owner, bucket, key, method, query_params, caller, headers):
        return True
    arn = evaluator.caller_arn()
    if not caller or arn.endswith(":root"):  # unsigned, or the account, which has been asked about
        return False
    path = f"/{bucket}/{key}" if key else f"/{bucket}"
    name = iam_actions._s3_action(method, path, query_params)
    action = f"s3:{name or ('GetObject' if method in ('GET', 'HEAD') else 'PutObject')}"
    with request_scope(owner, get_region()):
        keys = iam_actions.s3_service_context(action, query_params, path, headers or {})
    return policy_allows(owner, bucket, action, f"{_ARN}{bucket}/{key}" if key else f"{_ARN}{bucket}", keys)


def policy_allows(owner: str, bucket: str, action: str, resource: str, keys: dict[str, Any]) -> bool:
    """Whether the policy of another account's bucket names whoever calls."""
    arn = evaluator.caller_arn()
    context = evaluator.EvalContext(
        principal_arn=arn,
        principal_type="AssumedRole" if ":assumed-role/" in arn else "User",
        principal_account=arn.split(":")[4],
        action=action,
        resource_arn=resource,
        region=get_region(),
        service_context={name.lower(): value for name, value in keys.items()},
    )
    policy = s3._bucket_policies.get_scoped(owner, None, bucket)
    return bool(evaluator.evaluate_resource_policy(policy, context).decision == "Allow")


def _owner(key: str, context: evaluator.EvalContext) -> Any:
    """Whose a bucket is."""
    if not context.resource_arn.startswith(_ARN):
        return None
    if key in context.service_context:  # a simulation says it
        return context.service_context[key]
    if context.action == "s3:CreateBucket":  # it will be the caller's
        return context.principal_account
    return s3._bucket_owner_account(context.resource_arn[len(_ARN) :].split("/", 1)[0])


def _get_object_data(read: Callable[..., Any], bucket: str, key: str, version_id: str | None = None) -> Any:
    """CloudFormation reads a template wherever its bucket is, if the bucket's policy lets the caller read it."""
    caller, owner = get_account_id(), s3._bucket_owner_account(bucket)
    if owner in (None, caller):
        return read(bucket, key, version_id)
    if not s3._foreign_bucket_allows(owner, bucket, key, "GET", {}, caller):
        raise PermissionError("S3 error: Access Denied")
    with request_scope(owner, get_region()):
        return read(bucket, key, version_id)
