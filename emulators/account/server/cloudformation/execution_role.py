"""CloudFormation does what the service role of the stack, or its caller, may do; MiniStack does all it is told."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import secretsmanager, ssm
from ministack.services.cloudformation import changesets, provisioners, stacks

from .. import patches
from ..authorization import decision
from ..authorization.permission import Permission
from . import permissions, service_role
from .resource import Resource, own_tags
from .resources import errors
from .resources.handlers import Properties

# Services whose name in an error is not their prefix with a capital.
_NAMES = {"codebuild": "CodeBuild", "codeconnections": "CodeConnections", "codepipeline": "CodePipeline"}

# The others speak JSON, and refuse with 400.
_REFUSE_WITH_403 = {"iam", "s3", "sns"}


def install() -> None:
    patches.around(stacks, "_provision_resource", _provision_resource)
    patches.around(stacks, "_update_resource", _update_resource)
    patches.around(stacks, "_delete_resource", _delete_resource)
    for module in (changesets, stacks):
        patches.around(module, "_import_resource", _import_resource)
    # Parameters and dynamic references of a template are read under the same role, as CDK's BootstrapVersion is.
    patches.around(ssm, "resolve_parameter_value", _resolve_parameter_value)
    patches.around(secretsmanager, "resolve_secret_string", _resolve_secret_string)


def _ask(needed: Callable[[], Iterable[Permission]], resource_type: str | None = None) -> None:
    """All of it is decided before anything is done, so that nothing is left half done."""
    principal = service_role.bound()
    if principal is None:
        return
    try:
        decision.demand(principal, needed())
    except decision.Denied as denied:
        raise ValueError(_handed_on(denied, resource_type) if resource_type else str(denied)) from denied


def _handed_on(denied: decision.Denied, resource_type: str) -> str:
    service, verb = denied.permission.action.split(":")
    if verb.startswith("Pass"):  # it is decided by the service to which something is passed
        service = resource_type.split("::")[1].lower()
    name = _NAMES.get(service, service.capitalize())
    return errors.of_service(str(denied), name, 403 if service in _REFUSE_WITH_403 else 400, "AccessDenied")


def _provision_resource(
    provision: Callable[..., Any], resource_type: str, logical_id: str, props: Properties, stack_name: str
) -> Any:
    _ask(lambda: permissions.to_create(_new(resource_type, logical_id, props, stack_name)), resource_type)
    return provision(resource_type, logical_id, props, stack_name)


def _update_resource(
    update: Callable[..., Any],
    resource_type: str,
    physical_id: str,
    old_props: Properties,
    new_props: Properties,
    stack_name: str,
    logical_id: str = "",
    old_attrs: dict[str, Any] | None = None,
) -> Any:
    if provisioners._replacing_change(resource_type, old_props, new_props):
        _ask(lambda: permissions.to_create(_new(resource_type, logical_id, new_props, stack_name)), resource_type)
    elif old_props != new_props:
        before, after = (_known(resource_type, physical_id, props) for props in (old_props, new_props))
        _ask(lambda: permissions.to_update(before, after), resource_type)
    return update(resource_type, physical_id, old_props, new_props, stack_name, logical_id, old_attrs)


def _delete_resource(
    delete: Callable[..., Any],
    resource_type: str,
    physical_id: str,
    props: Properties,
    stack_name: str | None = None,
    logical_id: str | None = None,
) -> Any:
    _ask(lambda: permissions.to_delete(_known(resource_type, physical_id, props)), resource_type)
    return delete(resource_type, physical_id, props, stack_name, logical_id)


def _import_resource(adopt: Callable[..., Any], resource_type: str, identifier: dict[str, str]) -> Any:
    physical_id = list(identifier.values())[-1]
    _ask(lambda: permissions.to_import(Resource(resource_type, physical_id, identifier)), resource_type)
    return adopt(resource_type, identifier)


def _resolve_parameter_value(read: Callable[..., Any], name_or_arn: str, *rest: Any, **options: Any) -> Any:
    _ask(lambda: [Permission("ssm:GetParameters", _parameter(name_or_arn))])
    return read(name_or_arn, *rest, **options)


def _resolve_secret_string(read: Callable[..., Any], name_or_arn: str, *rest: Any, **options: Any) -> Any:
    _ask(lambda: [Permission("secretsmanager:GetSecretValue", _secret(name_or_arn))])
    return read(name_or_arn, *rest, **options)


def _new(resource_type: str, logical_id: str, props: Properties, stack_name: str) -> Resource:
    """A resource that is not there yet, by such a name as CloudFormation makes."""
    name = f"{stack_name}-{logical_id}-{uuid.uuid4().hex[:12].upper()}"
    if resource_type == "AWS::IAM::ManagedPolicy":  # it is known by its ARN
        policy = f"{props.get('Path', '/')}{props.get('ManagedPolicyName', name)}"
        name = f"arn:aws:iam::{get_account_id()}:policy{policy}"
    if resource_type == "AWS::CodeConnections::Connection":
        name = f"arn:aws:codeconnections:{get_region()}:{get_account_id()}:connection/{uuid.uuid4()}"
    in_small_letters = resource_type in ("AWS::ECR::Repository", "AWS::S3::Bucket")
    return _known(resource_type, name.lower() if in_small_letters else name, props, is_new=True)


def _known(resource_type: str, physical_id: str, props: Properties, is_new: bool = False) -> Resource:
    """A resource with the tags that ask for permissions."""
    if "Tags" in props:
        own = own_tags(props)
        props = {**props, "Tags": own} if own else {name: value for name, value in props.items() if name != "Tags"}
    return Resource(resource_type, physical_id, props, is_new)


def _parameter(name_or_arn: str) -> str:
    """ARN of a parameter, of whatever version."""
    if name_or_arn.startswith("arn:"):
        return ":".join(name_or_arn.split(":")[:6])
    name = name_or_arn.split(":")[0].lstrip("/")
    return f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{name}"


def _secret(name_or_arn: str) -> str:
    known = secretsmanager._resolve(name_or_arn)[1]
    return known["ARN"] if known else f"arn:aws:secretsmanager:{get_region()}:{get_account_id()}:secret:{name_or_arn}"
