"""What MiniStack leaves out of CodeBuild's projects: where their logs go, and their further sources."""

from ministack.services import codebuild
from ministack.services.cloudformation import provisioners

# By the names of CloudFormation, and of CodeBuild's API.
_KEPT = {"LogsConfig": "logsConfig", "SecondarySources": "secondarySources"}


def install() -> None:
    _keep_what_calls_give()
    _keep_what_templates_give()
    shape = codebuild._project_shape

    def project_shape(project):
        return {**shape(project), **{name: project[name] for name in _KEPT.values() if project.get(name)}}

    codebuild._project_shape = project_shape


def _keep_what_calls_give() -> None:
    for operation in ("_create_project", "_update_project"):
        setattr(codebuild, operation, _keeping(getattr(codebuild, operation)))


def _keeping(perform):
    def keep(data: dict):
        response = perform(data)
        if response[0] != 200:
            return response
        project = codebuild._projects[data["name"]]
        project.update({name: data[name] for name in _KEPT.values() if name in data})
        return codebuild.json_response({"project": codebuild._project_shape(project)})

    return keep


def _keep_what_templates_give() -> None:
    handlers = provisioners._RESOURCE_HANDLERS["AWS::CodeBuild::Project"]
    create, update = handlers["create"], handlers["update"]

    def create_whole(logical_id, props, stack_name):
        name, attributes = create(logical_id, props, stack_name)
        _write(name, props)
        return name, attributes

    def update_whole(physical_id, old_props, props, *rest):
        name, attributes = update(physical_id, old_props, props, *rest)
        _write(name, props)
        return name, attributes

    handlers.update(create=create_whole, update=update_whole)


def _write(name: str, props: dict) -> None:
    for property_name, parameter in _KEPT.items():
        codebuild._projects[name][parameter] = _as_api(props.get(property_name))


def _as_api(value):
    if isinstance(value, list):
        return [provisioners._codebuild_cfn_to_api(item) for item in value]
    return provisioners._codebuild_cfn_to_api(value)
