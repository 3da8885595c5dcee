"""AWS::IAM::OIDCProvider, made through IAM's own operations; MiniStack lacks the type."""

from ministack.services import iam

from ...cloudformation.resource import own_tags
from ...cloudformation.resources import handlers
from ...cloudformation.resources.handlers import Made, Properties
from ..operations import call


def install() -> None:
    handlers.add(
        "AWS::IAM::OIDCProvider", create=_create, update=_update, delete=_delete, replacing=("Url",), tagged=True
    )


def _create(logical_id: str, props: Properties, stack_name: str) -> Made:
    members = {f"ClientIDList.member.{i}": client for i, client in enumerate(props.get("ClientIdList", []), 1)}
    call("CreateOpenIDConnectProvider", Url=props["Url"], **members)
    arn = next(arn for arn, provider in iam._oidc_providers.items() if provider["Url"] == props["Url"])
    iam._oidc_providers[arn]["Tags"] = own_tags(props)
    return arn, {"Arn": arn}


def _update(arn: str, old_props: Properties, props: Properties, stack_name: str) -> Made:
    iam._oidc_providers[arn].update(
        ClientIDList=list(props.get("ClientIdList", [])),
        Tags=own_tags(props),
    )
    return arn, {"Arn": arn}


def _delete(arn: str, props: Properties) -> None:
    if arn in iam._oidc_providers:
        call("DeleteOpenIDConnectProvider", OpenIDConnectProviderArn=arn)
