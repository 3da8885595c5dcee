"""AWS::IAM::Group, made through IAM's own operations; MiniStack lacks the type."""

import json

from ministack.services import iam
from ministack.services.cloudformation.provisioners import _physical_name

from ...cloudformation.resources import handlers
from ...cloudformation.resources.handlers import Made, Properties
from ..operations import call


def install() -> None:
    handlers.add("AWS::IAM::Group", create=_create, update=_update, delete=_delete, replacing=("GroupName",))


def _create(logical_id: str, props: Properties, stack_name: str) -> Made:
    name = props.get("GroupName") or _physical_name(stack_name, logical_id, max_len=128)
    call("CreateGroup", GroupName=name, Path=props.get("Path", "/"))
    try:
        _write_policies(name, {}, props)
    except ValueError:
        _delete(name, props)
        raise
    return name, {"Arn": iam._groups[name]["Arn"]}


def _update(name: str, old_props: Properties, props: Properties, stack_name: str) -> Made:
    group = iam._groups[name]
    path = props.get("Path", "/")
    group["Path"] = path
    group["Arn"] = f"{group['Arn'].split(':group/')[0]}:group{path}{name}"
    _write_policies(name, old_props, props)
    return name, {"Arn": group["Arn"]}


def _delete(name: str, props: Properties) -> None:
    group = iam._groups.get(name)
    if group is None:
        return
    for arn in list(group.get("AttachedPolicies", [])):
        call("DetachGroupPolicy", GroupName=name, PolicyArn=arn)
    for policy in props.get("Policies", []):
        if policy["PolicyName"] in iam._group_inline_policies.get(name, {}):
            call("DeleteGroupPolicy", GroupName=name, PolicyName=policy["PolicyName"])
    call("DeleteGroup", GroupName=name)


def _write_policies(name: str, old: Properties, new: Properties) -> None:
    for policy in old.get("Policies", []):
        call("DeleteGroupPolicy", GroupName=name, PolicyName=policy["PolicyName"])
    for policy in new.get("Policies", []):
        document = json.dumps(policy["PolicyDocument"])
        call("PutGroupPolicy", GroupName=name, PolicyName=policy["PolicyName"], PolicyDocument=document)
    before, after = (set(props.get("ManagedPolicyArns", [])) for props in (old, new))
    for arn in before - after:
        call("DetachGroupPolicy", GroupName=name, PolicyArn=arn)
    for arn in after - before:
        call("AttachGroupPolicy", GroupName=name, PolicyArn=arn)
