"""Condition keys of CodeConnections, under the prefix of the action that is decided.

("Actions, resources, and condition keys for AWS CodeConnections", Service Authorization Reference, and "AWS
CodeConnections permissions reference", Developer Tools console User Guide.) What a request does not name has no key.
"""

_OF_REQUEST: dict[str, tuple[str, ...]] = {
    "CreateConnection": ("ProviderType",),
    "ListConnections": ("ProviderTypeFilter",),
    "UpdateConnectionInstallation": ("InstallationId",),
    "UseConnection": (
        "BranchName",
        "FullRepositoryId",
        "OwnerId",
        "ProviderAction",
        "ProviderPermissionsRequired",
        "RepositoryName",
    ),
}


def supply(action: str, request: dict[str, str]) -> dict[str, str]:
    prefix, operation = action.split(":")
    return {f"{prefix}:{name}": request[name] for name in _OF_REQUEST.get(operation, ()) if request.get(name)}
