"""Names that exist already: CloudFormation refuses them, where MiniStack would overwrite what is there."""

from typing import Callable, Container

from ministack.core.responses import get_region
from ministack.services import codebuild, ecr, iam, kms

from . import refusals


def install() -> None:
    for resource_type, (name_property, existing, message) in _NAMED.items():
        refusals.before_resource(resource_type, "create", _check(resource_type, name_property, existing, message))


_NAMED: dict[str, tuple[str, Callable[[], Container], str]] = {
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


def _check(resource_type: str, name_property: str, existing: Callable[[], Container], message: str):
    service = resource_type.split("::")[1]

    def check(props: dict) -> str | None:
        name = props.get(name_property)
        if not name or name not in existing():
            return None
        reason = f"{message.format(name)} (Service: {service}, Status Code: 409)"
        return f'Resource handler returned message: "{reason}" (HandlerErrorCode: AlreadyExists)'

    return check
