"""Names that exist already: CloudFormation refuses them, where MiniStack would overwrite what is there."""

from collections.abc import Callable, Container
from functools import partial

from ministack.core.responses import get_region
from ministack.services import codebuild, ecr, iam, kms

from . import errors, handlers
from .handlers import Properties


def install() -> None:
    for resource_type, (name_property, existing, message) in _NAMED.items():
        check = partial(_check, resource_type, name_property, existing, message)
        handlers.before(resource_type, check, events=("create",))


_NAMED: dict[str, tuple[str, Callable[[], Container[str]], str]] = {
    "AWS::CodeBuild::Project": ("Name", lambda: codebuild._projects, "Project already exists: {}"),
    "AWS::ECR::Repository": (
        "RepositoryName",
        lambda: ecr._repositories,
        "The repository with name '{}' already exists in the registry",
    ),
    "AWS::IAM::Role": ("RoleName", lambda: iam._roles, "Role with name {} already exists."),
    "AWS::IAM::User": ("UserName", lambda: iam._users, "User with name {} already exists."),
    "AWS::KMS::Alias": ("AliasName", lambda: _aliases(), "An alias with the name {} already exists"),
}


def _aliases() -> set[str]:
    arns = (arn.split(":") for arn in kms._aliases)
    return {arn[-1] for arn in arns if arn[3] == get_region()}


def _check(
    resource_type: str, name_property: str, existing: Callable[[], Container[str]], message: str, props: Properties
) -> str | None:
    name = props.get(name_property)
    if not name or name not in existing():
        return None
    service = resource_type.split("::")[1]
    return errors.exists_already(f"{message.format(name)} (Service: {service}, Status Code: 409)")
