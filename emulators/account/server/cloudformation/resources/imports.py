"""Repositories that CloudFormation adopts; MiniStack imports other types only."""

from ministack.services import ecr
from ministack.services.cloudformation import changesets, provisioners

from ... import patches

TYPE = "AWS::ECR::Repository"


def install() -> None:
    patches.add(provisioners._RESOURCE_HANDLERS[TYPE], "import", _adopt)
    patches.add(changesets._IMPORT_LOOKUPS, TYPE, (("RepositoryName",), _problem))


def _adopt(identifier: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Takes it as it is: an import changes nothing of a resource (CloudFormation User Guide, "Import overview")."""
    repository = ecr._repositories[identifier["RepositoryName"]]
    return repository["repositoryName"], {
        "Arn": repository["repositoryArn"],
        "RepositoryUri": repository["repositoryUri"],
    }


def _problem(name: str) -> str | None:
    if name in ecr._repositories:
        return None
    return str(changesets._IMPORT_NOT_FOUND.format(type=TYPE, value=name))
