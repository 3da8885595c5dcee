"""Operations of IAM that MiniStack lacks, and with which somebody's rights can be changed."""

from ministack.services import iam


def install() -> None:
    iam._IAM_HANDLERS["SetDefaultPolicyVersion"] = _set_default_policy_version
    iam._IAM_HANDLERS["UpdateOpenIDConnectProviderThumbprint"] = _change_provider(_set_thumbprints)
    iam._IAM_HANDLERS["AddClientIDToOpenIDConnectProvider"] = _change_provider(_add_client_id)
    iam._IAM_HANDLERS["RemoveClientIDFromOpenIDConnectProvider"] = _change_provider(_remove_client_id)
    iam._IAM_HANDLERS["TagOpenIDConnectProvider"] = _change_provider(_tag)
    iam._IAM_HANDLERS["UntagOpenIDConnectProvider"] = _change_provider(_untag)


def _set_default_policy_version(params: dict):
    arn, version = iam._p(params, "PolicyArn"), iam._p(params, "VersionId")
    policy = iam._policies.get(arn)
    if policy is None or version not in policy["Versions"]:
        return iam._error(404, "NoSuchEntity", f"Policy {arn} version {version} does not exist or is not attachable.")
    for name, known in policy["Versions"].items():
        known["IsDefaultVersion"] = name == version
    policy["DefaultVersionId"] = version
    return iam._xml(200, "SetDefaultPolicyVersionResponse", "")


def _change_provider(change):
    def handle(params: dict):
        arn = iam._p(params, "OpenIDConnectProviderArn")
        provider = iam._oidc_providers.get(arn)
        if provider is None:
            return iam._error(404, "NoSuchEntity", f"OpenIDConnect Provider not found for arn {arn}")
        change(provider, params)
        return iam._xml(200, f"{iam._p(params, 'Action')}Response", "")

    return handle


def _set_thumbprints(provider: dict, params: dict) -> None:
    names = (name for name in params if name.startswith("ThumbprintList.member."))
    provider["ThumbprintList"] = [iam._p(params, name) for name in names]


def _add_client_id(provider: dict, params: dict) -> None:
    provider["ClientIDList"] = list(dict.fromkeys([*provider["ClientIDList"], iam._p(params, "ClientID")]))


def _remove_client_id(provider: dict, params: dict) -> None:
    provider["ClientIDList"] = [known for known in provider["ClientIDList"] if known != iam._p(params, "ClientID")]


def _tag(provider: dict, params: dict) -> None:
    tags = iam._extract_tags(params)
    keys = [tag["Key"] for tag in tags]
    provider["Tags"] = [tag for tag in provider.get("Tags") or [] if tag["Key"] not in keys] + tags


def _untag(provider: dict, params: dict) -> None:
    gone = [iam._p(params, name) for name in params if name.startswith("TagKeys.member.")]
    provider["Tags"] = [tag for tag in provider.get("Tags") or [] if tag["Key"] not in gone]
