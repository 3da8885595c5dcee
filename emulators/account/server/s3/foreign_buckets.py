"""A bucket of another account is open to whom its policy names, be it one role of an account.

MiniStack asks the policy about the caller's account, never about the caller; and where a policy asks whose a bucket
is, it takes every bucket for the caller's own.
"""

from ministack.core import iam_actions
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import s3

_ARN = "arn:aws:s3:::"


def install() -> None:
    _ask_for_the_caller()
    _know_owners()
    _find_templates()


def _ask_for_the_caller() -> None:
    """What the caller's own policies say has been decided before."""
    allows = s3._foreign_bucket_allows

    def foreign_bucket_allows(owner, bucket, key, method, query_params, caller, headers=None):
        if allows(owner, bucket, key, method, query_params, caller, headers):
            return True
        arn = evaluator.caller_arn()
        if not caller or arn.endswith(":root"):  # nobody, or the account, which has been asked about
            return False
        path = f"/{bucket}/{key}" if key else f"/{bucket}"
        name = iam_actions._s3_action(method, path, query_params)
        action = f"s3:{name or ('GetObject' if method in ('GET', 'HEAD') else 'PutObject')}"
        with request_scope(owner, get_region()):
            keys = iam_actions.s3_service_context(action, query_params, path, headers or {})
        context = evaluator.EvalContext(
            principal_arn=arn,
            principal_type="AssumedRole" if ":assumed-role/" in arn else "User",
            principal_account=caller,
            action=action,
            resource_arn=f"{_ARN}{bucket}/{key}" if key else f"{_ARN}{bucket}",
            region=get_region(),
            service_context={name.lower(): value for name, value in keys.items()},
        )
        policy = s3._bucket_policies.get_scoped(owner, None, bucket)
        return evaluator.evaluate_resource_policy(policy, context).decision == "Allow"

    s3._foreign_bucket_allows = foreign_bucket_allows


def _know_owners() -> None:
    resolve = evaluator._resolve_condition_key

    def resolve_condition_key(key, context):
        if key.lower() in ("aws:resourceaccount", "s3:resourceaccount") and context.resource_arn.startswith(_ARN):
            if key.lower() in context.service_context:  # a simulation says it
                return context.service_context[key.lower()]
            if context.action == "s3:CreateBucket":  # it will be the caller's
                return context.principal_account
            owner = s3._bucket_owner_account(context.resource_arn[len(_ARN) :].split("/", 1)[0])
            if owner:
                return owner
        return resolve(key, context)

    evaluator._resolve_condition_key = resolve_condition_key


def _find_templates() -> None:
    """CloudFormation reads a template wherever its bucket is, if the bucket's policy lets whoever calls read it."""
    read = s3._get_object_data

    def get_object_data(bucket, key, version_id=None):
        caller, owner = get_account_id(), s3._bucket_owner_account(bucket)
        if owner in (None, caller):
            return read(bucket, key, version_id)
        if not s3._foreign_bucket_allows(owner, bucket, key, "GET", {}, caller):
            raise PermissionError("S3 error: Access Denied")
        with request_scope(owner, get_region()):
            return read(bucket, key, version_id)

    s3._get_object_data = get_object_data
