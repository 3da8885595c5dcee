"""CloudFormation works under the service role of a stack, or with its caller's credentials, and may do no more.

MiniStack asks nobody. A stack keeps the role that it was given last, and CloudFormation takes it for everything
that comes after, without asking whether its caller may pass it (AWS CloudFormation User Guide, "CloudFormation
service role").
"""

import uuid
from contextvars import ContextVar
from typing import Iterable
from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import iam
from ministack.services.cloudformation import changesets, handlers, provisioners, stacks

from . import cloudformation_rights as rights
from .condition_keys import live_stack

# Who works on the stacks of this request; a task that a request starts inherits it.
_acting: ContextVar[evaluator.PrincipalInfo | None] = ContextVar("acting", default=None)

_SERVICES = {"ecr": "Ecr", "iam": "Iam", "kms": "Kms", "s3": "S3", "ssm": "Ssm", "codebuild": "CodeBuild"}


def install() -> None:
    _follow_requests()
    _ask_before_resources()
    _ask_before_parameters()


def _follow_requests() -> None:
    """Finds out, for each request, under whom CloudFormation is going to work."""
    cloudformation = app.SERVICE_HANDLERS["cloudformation"]

    async def handle(method, path, headers, body, query_params):
        form = parse_qs(body.decode(errors="replace"))
        request = {name: values[0] for name, values in {**query_params, **form}.items()}
        role = request.get("RoleARN") or _remembered(request)
        token = _acting.set(_role(role) if role else _caller(headers, query_params))
        try:
            response = await cloudformation(method, path, headers, body, query_params)
        finally:
            _acting.reset(token)
        if role and response[0] == 200:
            _remember(request, role)
        return response

    app.SERVICE_HANDLERS["cloudformation"] = handle


def _remembered(request: dict) -> str | None:
    _, change_set = changesets._find_change_set(request.get("ChangeSetName"), request.get("StackName", ""))
    stack = live_stack(request.get("StackName") or (change_set or {}).get("StackName"))
    return (change_set or {}).get("RoleARN") or (stack or {}).get("RoleARN")


def _remember(request: dict, role: str) -> None:
    _, change_set = changesets._find_change_set(request.get("ChangeSetName"), request.get("StackName", ""))
    is_proposal = request.get("Action") == "CreateChangeSet"
    if change_set and is_proposal:
        change_set["RoleARN"] = role
    stack = live_stack(request.get("StackName") or (change_set or {}).get("StackName"))
    if stack and not is_proposal:
        stack["RoleARN"] = role


def _role(arn: str) -> evaluator.PrincipalInfo:
    account, name = arn.split(":")[4], arn.split("/")[-1]
    return evaluator.PrincipalInfo(
        arn=f"arn:aws:sts::{account}:assumed-role/{name}/AWSCloudFormation",
        type="AssumedRole",
        account=account,
        policies=evaluator._gather_role_policies(name, account),
        limits=evaluator._permissions_boundary(iam._roles, name, account),
    )


def _caller(headers: dict, query_params: dict) -> evaluator.PrincipalInfo | None:
    principal = evaluator.resolve_principal(extract_access_key_id(headers, query_params), get_account_id())
    return principal if isinstance(principal, evaluator.PrincipalInfo) else None


def _ask_before_resources() -> None:
    provision, update, delete = stacks._provision_resource, stacks._update_resource, stacks._delete_resource

    def provision_resource(resource_type, logical_id, props, stack_name):
        if _is_bound():
            _ask(rights.to_create(_new(resource_type, logical_id, props, stack_name)))
        return provision(resource_type, logical_id, props, stack_name)

    def update_resource(resource_type, physical_id, old_props, new_props, stack_name, logical_id=None, old_attrs=None):
        if _is_bound() and old_props != new_props:
            if provisioners._replacing_change(resource_type, old_props, new_props):
                _ask(rights.to_create(_new(resource_type, logical_id, new_props, stack_name)))
            else:
                before, after = (_known(resource_type, physical_id, props) for props in (old_props, new_props))
                _ask(rights.to_update(before, after))
        return update(resource_type, physical_id, old_props, new_props, stack_name, logical_id, old_attrs)

    def delete_resource(resource_type, physical_id, props, stack_name=None, logical_id=None):
        if _is_bound():
            _ask(rights.to_delete(_known(resource_type, physical_id, props)))
        return delete(resource_type, physical_id, props, stack_name, logical_id)

    stacks._provision_resource = provision_resource
    stacks._update_resource = update_resource
    stacks._delete_resource = delete_resource


def _new(resource_type: str, logical_id: str, props: dict, stack_name: str) -> rights.Resource:
    """A resource that is not there yet, by such a name as CloudFormation makes."""
    name = f"{stack_name}-{logical_id}-{uuid.uuid4().hex[:12].upper()}"
    return _known(resource_type, name.lower() if resource_type == "AWS::S3::Bucket" else name, props)


def _known(resource_type: str, physical_id: str, props: dict) -> rights.Resource:
    """A resource without the tags that CloudFormation puts on everything itself, for which nobody needs a right."""
    tags = props.get("Tags")
    if isinstance(tags, list):
        own = [tag for tag in tags if not tag["Key"].startswith("aws:")]
        props = {**props, "Tags": own} if own else {name: value for name, value in props.items() if name != "Tags"}
    return rights.Resource(resource_type, physical_id, props)


def _ask_before_parameters() -> None:
    """A template's parameters may be values of Parameter Store, which are read under the same role."""
    for module in (handlers, changesets):
        module._resolve_parameters = _asking(module._resolve_parameters)


def _asking(resolve):
    def resolve_parameters(template, provided, *rest):
        if _is_bound():
            given = {item["Key"]: item["Value"] for item in provided if not item.get("UsePreviousValue")}
            _ask(_to_read(template.get("Parameters") or {}, given))
        return resolve(template, provided, *rest)

    return resolve_parameters


def _to_read(parameters: dict, given: dict) -> Iterable[rights.Right]:
    for name, definition in parameters.items():
        if str(definition.get("Type", "")).startswith("AWS::SSM::Parameter::Value"):
            key = given.get(name) or definition.get("Default", "")
            arn = f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{key.lstrip('/')}"
            yield rights.Right("ssm:GetParameters", arn)


def _is_bound() -> bool:
    principal = _acting.get()
    return principal is not None and principal.policies is not None


def _ask(needed: Iterable[rights.Right]) -> None:
    """Raises AWS's refusal of the first right that is missing, before anything is done."""
    principal = _acting.get()
    for right in needed:
        context = evaluator.EvalContext(
            principal_arn=principal.arn,
            principal_type=principal.type,
            principal_account=principal.account,
            action=right.action,
            resource_arn=right.resource,
            region=get_region(),
            service_context={key.lower(): value for key, value in right.context.items()},
            principal_keys=principal.keys,
        )
        result = evaluator.evaluate(context, principal.policies, *principal.limits)
        if result.decision != "Allow":
            raise ValueError(_refusal(principal, right, result.decision, context))


def _refusal(principal, right: rights.Right, decision: str, context) -> str:
    if decision == "Deny":
        reason = "with an explicit deny in an identity-based policy"
    elif evaluator.evaluate(context, principal.policies).decision == "Allow":
        reason = f"because no permissions boundary allows the {right.action} action"
    else:
        reason = f"because no identity-based policy allows the {right.action} action"
    service = right.action.split(":")[0]
    request = str(uuid.uuid4())
    return (
        f'Resource handler returned message: "User: {principal.arn} is not authorized to perform: {right.action} '
        f"on resource: {right.resource} {reason} (Service: {_SERVICES.get(service, service)}, Status Code: 403, "
        f'Request ID: {request})" (RequestToken: {uuid.uuid4()}, HandlerErrorCode: AccessDenied)'
    )
