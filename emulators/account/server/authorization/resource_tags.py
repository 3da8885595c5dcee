"""Tags of resources, where MiniStack does not supply `aws:ResourceTag` of their type.

It knows those of users, roles and keys, but neither of providers nor of managed policies, and of the services that are
added here nothing. A bucket's tags count only once attribute-based access control is turned on for it (Amazon S3 User
Guide, "Using tags with S3 general purpose buckets"), which is not done here.
"""

from collections.abc import Callable, Iterator

from ministack.services import cloudwatch_logs, codebuild, iam, tagging

from .. import patches
from ..codeconnections import connections
from ..codepipeline import pipeline_tags

Tagged = tuple[str, list[dict[str, str]]]


def install() -> None:
    collectors = tagging._RESOURCE_TAG_COLLECTORS
    patches.around(collectors, "iam", _of_identities)
    collectors.update(
        {
            "codebuild": _of_projects,
            "codeconnections": connections.tagged,
            "codepipeline": pipeline_tags.tagged,
            "codestar-connections": connections.tagged,
            "ecr": tagging._collect_ecr,
            "logs": _of_log_groups,
        }
    )


def _of_projects() -> Iterator[Tagged]:
    for project in codebuild._projects.values():
        yield project["arn"], [{"Key": tag["key"], "Value": tag["value"]} for tag in project.get("tags", [])]


def _of_identities(known: Callable[[], Iterator[Tagged]]) -> Iterator[Tagged]:
    yield from known()
    for arn, provider in iam._oidc_providers.items():
        yield arn, provider.get("Tags") or []
    for arn, policy in iam._policies.items():
        yield arn, policy.get("Tags") or []


def _of_log_groups() -> Iterator[Tagged]:
    for group in cloudwatch_logs._log_groups.values():
        tags = [{"Key": key, "Value": value} for key, value in group.get("tags", {}).items()]
        yield group["arn"].removesuffix(":*"), tags
