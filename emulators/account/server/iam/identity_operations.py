"""Operations of IAM that MiniStack lacks, and with which permissions can be changed."""

from collections.abc import Callable
from typing import Any

from ministack.services import iam

from .. import patches
from .operations import Parameters

Provider = dict[str, Any]


def install() -> None:
    for operation, perform in _OPERATIONS.items():
        patches.add(iam._IAM_HANDLERS, operation, perform)


def _set_default_policy_version(params: Parameters) -> Any:
    arn, version = iam._p(params, "PolicyArn"), iam._p(params, "VersionId")
    policy = iam._policies.get(arn)
    if policy is None or version not in policy["Versions"]:
        return iam._error(404, "NoSuchEntity", f"Policy {arn} version {version} does not exist or is not attachable.")
    for name, known in policy["Versions"].items():
        known["IsDefaultVersion"] = name == version
    policy["DefaultVersionId"] = version
    return iam._xml(200, "SetDefaultPolicyVersionResponse", "")


def _change_provider(change: Callable[[Provider, Parameters], None]) -> Callable[[Parameters], Any]:
    def handle(params: Parameters) -> Any:
        arn = iam._p(params, "OpenIDConnectProviderArn")
        provider = iam._oidc_providers.get(arn)
        if provider is None:
            return iam._error(404, "NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}")
        change(provider, params)
        return iam._xml(200, f"{iam._p(params, 'Action')}Response", "")

    return handle


def _set_thumbprints(provider: Provider, params: Parameters) -> None:
    names = (name for name in params if name.startswith("ThumbprintList.member."))
    provider["ThumbprintList"] = [iam._p(params, name) for name in names]


def _add_client_id(provider: Provider, params: Parameters) -> None:
    provider["ClientIDList"] = list(dict.fromkeys([*provider["ClientIDList"], iam._p(params, "ClientID")]))


def _remove_client_id(provider: Provider, params: Parameters) -> None:
    provider["ClientIDList"] = [known for known in provider["ClientIDList"] if known != iam._p(params, "ClientID")]


def _tag(provider: Provider, params: Parameters) -> None:
    tags = iam._extract_tags(params)
    keys = [tag["Key"] for tag in tags]
    provider["Tags"] = [tag for tag in provider.get("Tags") or [] if tag["Key"] not in keys] + tags


def _untag(provider: Provider, params: Parameters) -> None:
    gone = [iam._p(params, name) for name in params if name.startswith("TagKeys.member.")]
    provider["Tags"] = [tag for tag in provider.get("Tags") or [] if tag["Key"] not in gone]


_OPERATIONS: dict[str, Callable[[Parameters], Any]] = {
    "SetDefaultPolicyVersion": _set_default_policy_version,
    "UpdateOpenIDConnectProviderThumbprint": _change_provider(_set_thumbprints),
    "AddClientIDToOpenIDConnectProvider": _change_provider(_add_client_id),
    "RemoveClientIDFromOpenIDConnectProvider": _change_provider(_remove_client_id),
    "TagOpenIDConnectProvider": _change_provider(_tag),
    "UntagOpenIDConnectProvider": _change_provider(_untag),
}
