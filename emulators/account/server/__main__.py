"""Runs the account until its parent ends."""

import os
import sys
import threading

from .authorization import condition_keys, principal_arns, resource_tags, resources
from .cloudformation import conditions, execution_role, existing_names, foreign_stacks, imports, resource_types
from .codebuild import build_projects
from .codeconnections import connections
from .codepipeline import forwarded, passed_connections
from .ecr import foreign_registries, lifecycle_policy, registry_gate
from .gateway import closed_paths, query_parameters, unsigned
from .iam import attachments, identity_operations, passed_roles, principals, quotas, simulation
from .logs import log_groups
from .s3 import bucket_keys, bucket_properties, foreign_buckets
from .sts import roles, web_identity

PARTS = (
    resource_types,
    imports,
    conditions,
    forwarded,
    connections,
    resources,
    condition_keys,
    unsigned,
    closed_paths,
    resource_tags,
    roles,
    passed_roles,
    passed_connections,
    simulation,
    identity_operations,
    existing_names,
    quotas,
    registry_gate,
    attachments,
    lifecycle_policy,
    web_identity,
    foreign_buckets,
    bucket_keys,
    bucket_properties,
    build_projects,
    log_groups,
    principal_arns,
    principals,
    execution_role,
    foreign_stacks,
    foreign_registries,
    query_parameters,
)


def end_with_parent() -> None:
    """Ends this process when the parent does, even by SIGKILL: only the parent holds the other end of stdin."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    for part in PARTS:
        part.install()

    from ministack import app

    # Under TLS MiniStack opens port 443 too, for a service that is not used here.
    app._port_is_bindable = lambda host, port: False
    app.main()


main()
