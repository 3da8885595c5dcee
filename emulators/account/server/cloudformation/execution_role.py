"""CloudFormation does what the service role of the stack, or its caller, may do; MiniStack asks nobody."""

import uuid
from typing import Callable, Iterable

from ministack.core.responses import get_account_id, get_region
from ministack.services import secretsmanager, ssm
from ministack.services.cloudformation import changesets, provisioners, stacks

from ..authorization import decision
from . import permissions, service_role
from .resource_keys import Resource, own_tags


def install() -> None:
    service_role.install()
    _ask_before_resources()
    _ask_before_imports()
    _ask_before_values()


def _ask(needed: Callable[[], Iterable[permissions.Right]], resource_type: str | None = None) -> None:
    """All of it is decided before anything is done, so that nothing is left half done."""
    principal = service_role.bound()
    if principal is not None:
        decision.demand(principal, needed(), resource_type)


def _ask_before_resources() -> None:
    provision, update, delete = stacks._provision_resource, stacks._update_resource, stacks._delete_resource

    def provision_resource(resource_type, logical_id, props, stack_name):
        _ask(lambda: permissions.to_create(_new(resource_type, logical_id, props, stack_name)), resource_type)
        return provision(resource_type, logical_id, props, stack_name)

    def update_resource(resource_type, physical_id, old_props, new_props, stack_name, logical_id=None, old_attrs=None):
        if provisioners._replacing_change(resource_type, old_props, new_props):
            _ask(lambda: permissions.to_create(_new(resource_type, logical_id, new_props, stack_name)), resource_type)
        elif old_props != new_props:
            before, after = (_known(resource_type, physical_id, props) for props in (old_props, new_props))
            _ask(lambda: permissions.to_update(before, after), resource_type)
        return update(resource_type, physical_id, old_props, new_props, stack_name, logical_id, old_attrs)

    def delete_resource(resource_type, physical_id, props, stack_name=None, logical_id=None):
        _ask(lambda: permissions.to_delete(_known(resource_type, physical_id, props)), resource_type)
        return delete(resource_type, physical_id, props, stack_name, logical_id)

    stacks._provision_resource = provision_resource
    stacks._update_resource = update_resource
    stacks._delete_resource = delete_resource


def _new(resource_type: str, logical_id: str, props: dict, stack_name: str) -> Resource:
    """A resource that is not there yet, by such a name as CloudFormation makes."""
    name = f"{stack_name}-{logical_id}-{uuid.uuid4().hex[:12].upper()}"
    if resource_type == "AWS::IAM::ManagedPolicy":  # it is known by its ARN
        policy = f"{props.get('Path', '/')}{props.get('ManagedPolicyName', name)}"
        name = f"arn:aws:iam::{get_account_id()}:policy{policy}"
    if resource_type == "AWS::CodeConnections::Connection":
        name = f"arn:aws:codeconnections:{get_region()}:{get_account_id()}:connection/{uuid.uuid4()}"
    in_small_letters = resource_type in ("AWS::ECR::Repository", "AWS::S3::Bucket")
    return _known(resource_type, name.lower() if in_small_letters else name, props, is_new=True)


def _known(resource_type: str, physical_id: str, props: dict, is_new: bool = False) -> Resource:
    """A resource with the tags that ask for permissions."""
    if "Tags" in props:
        own = own_tags(props)
        props = {**props, "Tags": own} if own else {name: value for name, value in props.items() if name != "Tags"}
    return Resource(resource_type, physical_id, props, is_new)


def _ask_before_imports() -> None:
    for module in (changesets, stacks):
        module._import_resource = _importing(module._import_resource)


def _importing(adopt):
    def import_resource(resource_type, identifier):
        physical_id = list(identifier.values())[-1]
        _ask(lambda: permissions.to_import(Resource(resource_type, physical_id, identifier)), resource_type)
        return adopt(resource_type, identifier)

    return import_resource


def _ask_before_values() -> None:
    """Parameters and dynamic references of a template are read under the same role, as BootstrapVersion of CDK's is."""
    read_parameter, read_secret = ssm.resolve_parameter_value, secretsmanager.resolve_secret_string

    def resolve_parameter_value(name_or_arn, *rest, **options):
        _ask(lambda: [permissions.Right("ssm:GetParameters", _parameter(name_or_arn))])
        return read_parameter(name_or_arn, *rest, **options)

    def resolve_secret_string(name_or_arn, *rest, **options):
        _ask(lambda: [permissions.Right("secretsmanager:GetSecretValue", _secret(name_or_arn))])
        return read_secret(name_or_arn, *rest, **options)

    ssm.resolve_parameter_value = resolve_parameter_value
    secretsmanager.resolve_secret_string = resolve_secret_string


def _parameter(name_or_arn: str) -> str:
    """ARN of a parameter, of whatever version."""
    if name_or_arn.startswith("arn:"):
        return ":".join(name_or_arn.split(":")[:6])
    name = name_or_arn.split(":")[0].lstrip("/")
    return f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{name}"


def _secret(name_or_arn: str) -> str:
    known = secretsmanager._resolve(name_or_arn)[1]
    return known["ARN"] if known else f"arn:aws:secretsmanager:{get_region()}:{get_account_id()}:secret:{name_or_arn}"
