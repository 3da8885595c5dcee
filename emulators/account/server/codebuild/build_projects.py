"""What MiniStack leaves out of CodeBuild's projects: where their logs go, and their further sources."""

from collections.abc import Callable
from typing import Any

from ministack.services import codebuild
from ministack.services.cloudformation import provisioners

from .. import patches
from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Properties

# By the names of CloudFormation, and of CodeBuild's API.
_KEPT = {"LogsConfig": "logsConfig", "SecondarySources": "secondarySources"}


def install() -> None:
    for operation in ("_create_project", "_update_project"):
        patches.around(codebuild, operation, _keep)
    patches.around(codebuild, "_project_shape", _project_shape)
    handlers.after("AWS::CodeBuild::Project", _write)


def _keep(perform: Callable[..., Any], data: dict[str, Any]) -> Any:
    """What calls give."""
    response = perform(data)
    if response[0] != 200:
        return response
    project = codebuild._projects[data["name"]]
    project.update({name: data[name] for name in _KEPT.values() if name in data})
    return codebuild.json_response({"project": codebuild._project_shape(project)})


def _project_shape(shape: Callable[..., dict[str, Any]], project: dict[str, Any]) -> dict[str, Any]:
    return {**shape(project), **{name: project[name] for name in _KEPT.values() if project.get(name)}}


def _write(name: str, props: Properties) -> None:
    """What templates give."""
    for property_name, parameter in _KEPT.items():
        codebuild._projects[name][parameter] = _as_api(props.get(property_name))


def _as_api(value: Any) -> Any:
    if isinstance(value, list):
        return [provisioners._codebuild_cfn_to_api(item) for item in value]
    return provisioners._codebuild_cfn_to_api(value)
