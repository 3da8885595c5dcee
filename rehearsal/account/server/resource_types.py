"""The resource types that MiniStack's CloudFormation lacks, made through the services' own operations."""

import json
import re

from ministack.services import iam
from ministack.services.cloudformation import provisioners
from ministack.services.cloudformation.provisioners import _physical_name

from . import connections, forwarded


def install() -> None:
    provisioners._RESOURCE_HANDLERS.update(
        {
            "AWS::IAM::Group": {"create": _create_group, "update": _update_group, "delete": _delete_group},
            "AWS::IAM::OIDCProvider": {
                "create": _create_provider,
                "update": _update_provider,
                "delete": _delete_provider,
            },
            "AWS::CodePipeline::Pipeline": {
                "create": _create_pipeline,
                "update": _update_pipeline,
                "delete": _delete_pipeline,
            },
            "AWS::CodeConnections::Connection": _connection("codeconnections"),
            "AWS::CodeStarConnections::Connection": _connection("codestar-connections"),
        }
    )


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
    _write_policies(name, {}, props)
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
    return arn, {"Arn": arn}


def _update_provider(arn, old_props, props, stack_name):
    iam._oidc_providers[arn]["ClientIDList"] = list(props.get("ClientIdList", []))
    return arn, {"Arn": arn}


def _delete_provider(arn, props):
    if arn in iam._oidc_providers:
        _iam("DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)


def _create_pipeline(logical_id, props, stack_name):
    structure = _structure(props, props.get("Name") or _physical_name(stack_name, logical_id, max_len=100))
    created = forwarded.call("CreatePipeline", {"pipeline": structure, "tags": _lower_first(props.get("Tags", []))})
    return structure["name"], {"Version": str(created["pipeline"]["version"])}


def _update_pipeline(name, old_props, props, stack_name):
    updated = forwarded.call("UpdatePipeline", {"pipeline": _structure(props, name)})
    if str(props.get("RestartExecutionOnUpdate", "false")).lower() == "true":
        forwarded.call("StartPipelineExecution", {"name": name})
    return name, {"Version": str(updated["pipeline"]["version"])}


def _delete_pipeline(name, props):
    forwarded.call("DeletePipeline", {"name": name})


def _structure(props: dict, name: str) -> dict:
    """A pipeline as CodePipeline's API writes it, from what CloudFormation calls its properties."""
    own = {key: value for key, value in props.items() if key not in ("RestartExecutionOnUpdate", "Tags")}
    return {**_lower_first(own), "name": name}


def _lower_first(value):
    """`RoleArn` is `roleArn` in the API, all the way down; but a `Configuration` is written as its provider names it."""
    if isinstance(value, list):
        return [_lower_first(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key[:1].lower() + key[1:]: _lower_first(item) if key != "Configuration" else item
        for key, item in value.items()
    }


def _connection(service: str) -> dict:
    def create(logical_id, props, stack_name):
        made = connections.create(service, props)
        return made["ConnectionArn"], {name: made[name] for name in ("ConnectionArn", "ConnectionStatus")}

    def update(arn, old_props, props, stack_name):
        if {**old_props, "Tags": None} != {**props, "Tags": None}:
            raise ValueError("a connection's name and provider can only be replaced, which is not rehearsed here")
        return arn, {"ConnectionArn": arn}

    return {"create": create, "update": update, "delete": lambda arn, props: connections.delete(arn)}
