"""Condition keys of CodeBuild: the arguments of a call, as far as the reference lists them.

("Actions, resources, and condition keys for AWS CodeBuild", Service Authorization Reference, and "AWS CodeBuild
condition keys", CodeBuild User Guide.) An object has a key that is true where it is given, and so has a buildspec,
whose content is no key. The type of a source is none at all.
"""

from collections.abc import Iterator
from typing import Any

_CALLS = {"codebuild:CreateProject", "codebuild:UpdateProject", "codebuild:StartBuild", "codebuild:StartBuildBatch"}

# What is only asked for: whether it is there.
_PRESENCE = set(
    """
    artifacts buildBatchConfig cache environment environment.computeConfiguration environment.environmentVariables
    environment.registryCredential logsConfig logsConfig.s3Logs secondaryArtifacts secondarySources
    secondarySources.buildspec source source.buildspec vpcConfig
    """.split()
)

_VALUES = set(
    """
    artifacts.bucketOwnerAccess artifacts.encryptionDisabled artifacts.location autoRetryLimit
    buildBatchConfig.restrictions.computeTypesAllowed buildBatchConfig.restrictions.fleetsAllowed
    buildBatchConfig.serviceRole cache.location cache.modes cache.type concurrentBuildLimit encryptionKey
    environment.certificate environment.computeConfiguration.disk environment.computeConfiguration.instanceType
    environment.computeConfiguration.machineType environment.computeConfiguration.memory
    environment.computeConfiguration.vCpu environment.computeType environment.environmentVariables.name
    environment.environmentVariables.value environment.fleet.fleetArn environment.image
    environment.imagePullCredentialsType environment.privilegedMode environment.registryCredential.credential
    environment.registryCredential.credentialProvider environment.type fileSystemLocations.identifier
    fileSystemLocations.location fileSystemLocations.type logsConfig.s3Logs.bucketOwnerAccess
    logsConfig.s3Logs.encryptionDisabled logsConfig.s3Logs.location logsConfig.s3Logs.status
    secondaryArtifacts.artifactIdentifier secondaryArtifacts.bucketOwnerAccess secondaryArtifacts.encryptionDisabled
    secondaryArtifacts.location secondarySources.auth.resource secondarySources.auth.type
    secondarySources.buildStatusConfig.context secondarySources.buildStatusConfig.targetUrl secondarySources.insecureSsl
    secondarySources.location secondarySources.sourceIdentifier serviceRole source.auth.resource source.auth.type
    source.buildStatusConfig.context source.buildStatusConfig.targetUrl source.insecureSsl source.location
    vpcConfig.securityGroupIds vpcConfig.subnets vpcConfig.vpcId
    """.split()
)

# Lists whose elements have keys by their names as well.
_NAMED = {
    "environment.environmentVariables": "name",
    "fileSystemLocations": "identifier",
    "secondaryArtifacts": "artifactIdentifier",
    "secondarySources": "sourceIdentifier",
}

# What a build overrides of its project, where that is not called as it is there.
_OVERRIDES = {
    "buildStatusConfig": "source.buildStatusConfig",
    "buildspec": "source.buildspec",
    "certificate": "environment.certificate",
    "computeType": "environment.computeType",
    "environmentType": "environment.type",
    "environmentVariables": "environment.environmentVariables",
    "fleet": "environment.fleet",
    "image": "environment.image",
    "imagePullCredentialsType": "environment.imagePullCredentialsType",
    "insecureSsl": "source.insecureSsl",
    "privilegedMode": "environment.privilegedMode",
    "registryCredential": "environment.registryCredential",
    "sourceAuth": "source.auth",
    "sourceLocation": "source.location",
    "sourceType": "source.type",
}


def supply(action: str, request: dict[str, Any]) -> dict[str, Any]:
    """Of a request as the API has it, or of properties of a project whose names begin with small letters."""
    if action not in _CALLS:
        return {}
    arguments = _as_project(request) if ":Start" in action else request
    return {f"codebuild:{name}": value for name, value in _keys("", arguments)}


def _as_project(request: dict[str, Any]) -> dict[str, Any]:
    """What a build overrides, where a project has it."""
    project: dict[str, Any] = {}
    for parameter, value in request.items():
        if not parameter.endswith("Override") or value in (None, [], {}):
            continue
        name = parameter.removesuffix("Override")
        *parents, last = _OVERRIDES.get(name, name).split(".")
        place = project
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return project


def _keys(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if value is None:
        return
    if path in _PRESENCE:
        yield path, "true"
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _keys(f"{path}.{name}".lstrip("."), item)
    elif path in _NAMED:
        yield from _of_elements(path, value)
    elif path in _VALUES:
        yield path, [_text(item) for item in value] if isinstance(value, list) else _text(value)


def _of_elements(path: str, elements: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    together: dict[str, list[Any]] = {}
    for element in elements:
        name = element.get(_NAMED[path])
        for key, value in _keys(path, element):
            together.setdefault(key, []).append(value)
            if not key.endswith(_NAMED[path]) and key != path:
                yield f"{path}/{name}{key.removeprefix(path)}", value
    for key, values in together.items():
        if key != path:
            yield key, "true" if key in _PRESENCE else values


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
