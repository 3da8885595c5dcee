"""The resource types that MiniStack's CloudFormation lacks, made through the services' own operations."""

import json
import re

from ministack.services import iam
from ministack.services.cloudformation import provisioners
from ministack.services.cloudformation.provisioners import _physical_name

from ..codeconnections import connections
from ..codepipeline import pipeline_resource
from .resource_keys import own_tags

# What AWS cannot change in place ("Update requires: Replacement", CloudFormation Template Reference).
REPLACING = {
    "AWS::IAM::Group": ("GroupName",),
    "AWS::IAM::OIDCProvider": ("Url",),
    "AWS::CodePipeline::Pipeline": ("Name",),
    "AWS::CodeConnections::Connection": ("ConnectionName", "HostArn", "ProviderType"),
    "AWS::CodeStarConnections::Connection": ("ConnectionName", "HostArn", "ProviderType"),
}

# What takes tags, and so those of its stack (`tagging` of the registry schemas).
TAGGED = (
    "AWS::CodeConnections::Connection",
    "AWS::CodePipeline::Pipeline",
    "AWS::CodeStarConnections::Connection",
    "AWS::IAM::OIDCProvider",
    "AWS::S3::Bucket",
)


def install() -> None:
    provisioners._REPLACING_PROPERTIES.update(REPLACING)
    provisioners._STACK_TAG_PROPERTY.update((resource_type, ("Tags", "list")) for resource_type in TAGGED)
    provisioners._RESOURCE_HANDLERS.update(
        {
            "AWS::IAM::Group": {"create": _create_group, "update": _update_group, "delete": _delete_group},
            "AWS::IAM::OIDCProvider": {
                "create": _create_provider,
                "update": _update_provider,
                "delete": _delete_provider,
            },
            "AWS::CodePipeline::Pipeline": {
                "create": pipeline_resource.create,
                "update": pipeline_resource.update,
                "delete": pipeline_resource.delete,
            },
            "AWS::CodeConnections::Connection": _connection("codeconnections"),
            "AWS::CodeStarConnections::Connection": _connection("codestar-connections"),
        }
    )
    _bound_roles()


def _bound_roles() -> None:
    """MiniStack makes roles without the boundary that their template gives them."""
    role = provisioners._RESOURCE_HANDLERS["AWS::IAM::Role"]
    create, update = role["create"], role["update"]

    def create_bounded(logical_id, props, stack_name):
        name, attributes = create(logical_id, props, stack_name)
        iam._roles[name]["PermissionsBoundary"] = props.get("PermissionsBoundary")
        return name, attributes

    def update_bounded(physical_id, old_props, props, *rest):
        name, attributes = update(physical_id, old_props, props, *rest)
        iam._roles[name]["PermissionsBoundary"] = props.get("PermissionsBoundary")
        return name, attributes

    role.update(create=create_bounded, update=update_bounded)


def _iam(operation: str, **params: str) -> None:
    """Calls an operation of IAM; its error is the error of the resource."""
    status, _, body = iam._IAM_HANDLERS[operation](params)
    if status != 200:
        text = body.decode()
        code, message = (re.search(rf"<{tag}>(.*?)</{tag}>", text)[1] for tag in ("Code", "Message"))
        raise ValueError(f"{message} (Service: Iam, Status Code: {status}, Error Code: {code})")


def _create_group(logical_id, props, stack_name):
    name = props.get("GroupName") or _physical_name(stack_name, logical_id, max_len=128)
    _iam("CreateGroup", GroupName=name, Path=props.get("Path", "/"))
    try:
        _write_policies(name, {}, props)
    except ValueError:
        _delete_group(name, props)
        raise
    return name, {"Arn": iam._groups[name]["Arn"]}


def _update_group(name, old_props, props, stack_name):
    group = iam._groups[name]
    path = props.get("Path", "/")
    group["Path"] = path
    group["Arn"] = f"{group['Arn'].split(':group/')[0]}:group{path}{name}"
    _write_policies(name, old_props, props)
    return name, {"Arn": group["Arn"]}


def _delete_group(name, props):
    group = iam._groups.get(name)
    if group is None:
        return
    for arn in list(group.get("AttachedPolicies", [])):
        _iam("DetachGroupPolicy", GroupName=name, PolicyArn=arn)
    for policy in props.get("Policies", []):
        if policy["PolicyName"] in iam._group_inline_policies.get(name, {}):
            _iam("DeleteGroupPolicy", GroupName=name, PolicyName=policy["PolicyName"])
    _iam("DeleteGroup", GroupName=name)


def _write_policies(name: str, old: dict, new: dict) -> None:
    for policy in old.get("Policies", []):
        _iam("DeleteGroupPolicy", GroupName=name, PolicyName=policy["PolicyName"])
    for policy in new.get("Policies", []):
        document = json.dumps(policy["PolicyDocument"])
        _iam("PutGroupPolicy", GroupName=name, PolicyName=policy["PolicyName"], PolicyDocument=document)
    before, after = (set(props.get("ManagedPolicyArns", [])) for props in (old, new))
    for arn in before - after:
        _iam("DetachGroupPolicy", GroupName=name, PolicyArn=arn)
    for arn in after - before:
        _iam("AttachGroupPolicy", GroupName=name, PolicyArn=arn)


def _create_provider(logical_id, props, stack_name):
    members = {f"ClientIDList.member.{i}": client for i, client in enumerate(props.get("ClientIdList", []), 1)}
    _iam("CreateOpenIDConnectProvider", Url=props["Url"], **members)
    arn = next(arn for arn, provider in iam._oidc_providers.items() if provider["Url"] == props["Url"])
    iam._oidc_providers[arn]["Tags"] = own_tags(props)
    return arn, {"Arn": arn}


def _update_provider(arn, old_props, props, stack_name):
    iam._oidc_providers[arn].update(
        ClientIDList=list(props.get("ClientIdList", [])),
        Tags=own_tags(props),
    )
    return arn, {"Arn": arn}


def _delete_provider(arn, props):
    if arn in iam._oidc_providers:
        _iam("DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)


def _connection(service: str) -> dict:
    def create(logical_id, props, stack_name):
        arn = connections.create(service, props)
        return arn, connections.attributes(arn)

    def update(arn, old_props, props, stack_name):
        tags = props.get("Tags", [])  # nothing else changes in place
        kept = [tag["Key"] for tag in tags]
        connections.change_tags(arn, (tag["Key"] for tag in old_props.get("Tags", []) if tag["Key"] not in kept), tags)
        return arn, connections.attributes(arn)

    return {"create": create, "update": update, "delete": lambda arn, props: connections.delete(arn)}
