"""What AWS refuses and MiniStack does not, where the app relies on the refusal.

Numbers are those of "IAM and AWS STS quotas" (IAM User Guide); white space does not count.
"""

import json
import re

from ministack.services import ecr, iam
from ministack.services.cloudformation import provisioners

from . import lifecycle_policy

MANAGED_POLICY, TRUST_POLICY, GROUPS_OF_A_USER = 6144, 2048, 10
INLINE_POLICIES = {"Role": 10240, "Group": 5120, "User": 2048}


def install() -> None:
    _refuse_existing_names()
    for operation, check in _IAM_CHECKS.items():
        iam._IAM_HANDLERS[operation] = _checked(iam._IAM_HANDLERS[operation], check)
    for resource_type, check in _RESOURCE_CHECKS.items():
        for event in ("create", "update"):
            _check_resource(resource_type, event, check)
    _check_lifecycle_policies()


def _size(document) -> int:
    text = document if isinstance(document, str) else json.dumps(document)
    return len(re.sub(r"\s", "", text))


# --- names that exist already: CloudFormation refuses them, MiniStack would overwrite what is there


def _refuse_existing_names() -> None:
    from ministack.services import s3

    for resource_type, property_name, existing, message in (
        ("AWS::ECR::Repository", "RepositoryName", lambda: ecr._repositories, "The repository with name '{}' already exists in the registry"),
        ("AWS::IAM::Role", "RoleName", lambda: iam._roles, "Role with name {} already exists."),
        ("AWS::IAM::User", "UserName", lambda: iam._users, "User with name {} already exists."),
        ("AWS::S3::Bucket", "BucketName", lambda: s3._buckets, "{} already exists"),
    ):
        _check_resource(resource_type, "create", _name_check(resource_type, property_name, existing, message))


def _name_check(resource_type, property_name, existing, message):
    def check(props):
        name = props.get(property_name)
        if name and name in existing():
            service = resource_type.split("::")[1]
            return f'Resource handler returned message: "{message.format(name)} (Service: {service}, Status Code: 409)" (HandlerErrorCode: AlreadyExists)'
        return None

    return check


def _check_resource(resource_type: str, event: str, check) -> None:
    handlers = provisioners._RESOURCE_HANDLERS[resource_type]
    if event not in handlers:
        return
    perform = handlers[event]

    def checked(*args):
        props = args[1] if event == "create" else args[2]
        wrong = check(props)
        if wrong:
            raise ValueError(wrong)
        return perform(*args)

    handlers[event] = checked


# --- quotas of IAM, for its API and for the resources that CloudFormation writes past it


def _checked(perform, check):
    def handle(params):
        wrong = check(params)
        return iam._error(*wrong) if wrong else perform(params)

    return handle


def _limit(message: str):
    return (409, "LimitExceeded", message)


def _managed_policy(params):
    if _size(iam._p(params, "PolicyDocument")) > MANAGED_POLICY:
        return _limit(f"Cannot exceed quota for PolicySize: {MANAGED_POLICY}")


def _trust_policy(property_name: str):
    def check(params):
        if _size(iam._p(params, property_name)) > TRUST_POLICY:
            return _limit(f"Cannot exceed quota for ACLSizePerRole: {TRUST_POLICY}")

    return check


def _inline_policy(kind: str):
    def check(params):
        name, policy = iam._p(params, f"{kind}Name"), iam._p(params, "PolicyName")
        wrong = _inline_problem(kind, name, {policy: iam._p(params, "PolicyDocument")})
        return _limit(wrong) if wrong else None

    return check


def _inline_problem(kind: str, name: str, policies: dict) -> str | None:
    existing = {
        "Role": lambda: (iam._roles.get(name) or {}).get("InlinePolicies"),
        "Group": lambda: iam._group_inline_policies.get(name),
        "User": lambda: iam._user_inline_policies.get(name),
    }[kind]()
    total = sum(_size(document) for document in {**(existing or {}), **policies}.values())
    if total > INLINE_POLICIES[kind]:
        return f"Maximum policy size of {INLINE_POLICIES[kind]} bytes exceeded for {kind.lower()} {name}"
    return None


def _attached_policy(params):
    wrong = _unknown_policy(iam._p(params, "PolicyArn"))
    return (404, "NoSuchEntity", wrong) if wrong else None


def _unknown_policy(arn: str) -> str | None:
    if iam._lookup_policy(arn) is None:
        return f"Policy {arn} does not exist or is not attachable."
    return None


def _user_groups(params):
    user, group = iam._p(params, "UserName"), iam._p(params, "GroupName")
    groups = {name for name, record in iam._groups.items() if user in record["Users"]}
    if len(groups | {group}) > GROUPS_OF_A_USER:
        return _limit(f"Cannot exceed quota for GroupsPerUser: {GROUPS_OF_A_USER}")


_IAM_CHECKS = {
    "CreatePolicy": _managed_policy,
    "CreatePolicyVersion": _managed_policy,
    "CreateRole": _trust_policy("AssumeRolePolicyDocument"),
    "UpdateAssumeRolePolicy": _trust_policy("PolicyDocument"),
    "PutRolePolicy": _inline_policy("Role"),
    "PutGroupPolicy": _inline_policy("Group"),
    "PutUserPolicy": _inline_policy("User"),
    "AttachRolePolicy": _attached_policy,
    "AttachGroupPolicy": _attached_policy,
    "AttachUserPolicy": _attached_policy,
    "AddUserToGroup": _user_groups,
}


def _role_resource(props):
    if _size(props.get("AssumeRolePolicyDocument", "")) > TRUST_POLICY:
        return f"Cannot exceed quota for ACLSizePerRole: {TRUST_POLICY}"
    return next(filter(None, map(_unknown_policy, props.get("ManagedPolicyArns", []))), None)


def _managed_policy_resource(props):
    if _size(props.get("PolicyDocument", "")) > MANAGED_POLICY:
        return f"Cannot exceed quota for PolicySize: {MANAGED_POLICY}"


def _inline_policy_resource(props):
    policy = {props.get("PolicyName", ""): props.get("PolicyDocument", "")}
    problems = (
        _inline_problem(kind, name, policy) for kind in INLINE_POLICIES for name in props.get(f"{kind}s", [])
    )
    return next(filter(None, problems), None)


_RESOURCE_CHECKS = {
    "AWS::IAM::Role": _role_resource,
    "AWS::IAM::ManagedPolicy": _managed_policy_resource,
    "AWS::IAM::Policy": _inline_policy_resource,
}


# --- lifecycle policies of ECR


def _check_lifecycle_policies() -> None:
    put = ecr._put_lifecycle_policy

    def put_lifecycle_policy(data):
        wrong = lifecycle_policy.problem(data.get("lifecyclePolicyText", ""))
        if wrong:
            return ecr.error_response_json("InvalidParameterException", f"Invalid lifecycle policy: {wrong}", 400)
        return put(data)

    ecr._put_lifecycle_policy = put_lifecycle_policy

    def check(props):
        text = (props.get("LifecyclePolicy") or {}).get("LifecyclePolicyText")
        wrong = lifecycle_policy.problem(text) if text else None
        return f"Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: {wrong}" if wrong else None

    for event in ("create", "update"):
        _check_resource("AWS::ECR::Repository", event, check)
