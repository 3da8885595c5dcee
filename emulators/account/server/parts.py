"""What is changed of MiniStack, service by service.

In any order: two parts that change the same thing say why theirs does not matter, or are refused (`patches.py`). What
stands around a whole service is in `layers.py`, in its order.
"""

from collections.abc import Callable

from . import layers
from .authorization import condition_values, enforcement, resource_tags
from .cloudformation import conditions, execution_role, returned_templates, service_role
from .cloudformation.resources import existing_names, imports
from .codebuild import build_projects
from .codeconnections import connection_resource, connections
from .codepipeline import forwarded, pipeline_resource
from .ecr import foreign_registries, lifecycle_policy, registry_gate, repository_keys
from .eventbridge import service_events, topic_targets
from .gateway import closed_paths, unsigned
from .iam import (
    attachments,
    identity_operations,
    named_principals,
    quotas,
    simulation,
)
from .iam.resources import groups, providers, role_boundaries
from .logs import log_groups
from .s3 import bucket_keys, bucket_properties, filled_buckets, foreign_buckets, missing_objects
from .sns import encrypted_topics
from .sts import roles, web_identity

PARTS: tuple[Callable[[], None], ...] = (
    # gateway
    closed_paths.install,
    unsigned.install,
    # authorization
    condition_values.install,
    enforcement.install,
    resource_tags.install,
    # iam, sts
    attachments.install,
    groups.install,
    identity_operations.install,
    named_principals.install,
    providers.install,
    quotas.install,
    role_boundaries.install,
    roles.install,
    simulation.install,
    web_identity.install,
    # cloudformation
    conditions.install,
    execution_role.install,
    existing_names.install,
    imports.install,
    returned_templates.install,
    service_role.install,
    # the others
    bucket_keys.install,
    bucket_properties.install,
    build_projects.install,
    connection_resource.install,
    connections.install,
    encrypted_topics.install,
    filled_buckets.install,
    foreign_buckets.install,
    foreign_registries.install,
    forwarded.install,
    lifecycle_policy.install,
    log_groups.install,
    missing_objects.install,
    pipeline_resource.install,
    registry_gate.install,
    repository_keys.install,
    service_events.install,
    topic_targets.install,
)


def install(parts: tuple[Callable[[], None], ...] = PARTS) -> None:
    for install_part in parts:
        install_part()
    layers.install()
