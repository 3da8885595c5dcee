"""Runs the account until its parent ends."""

import os
import sys
import threading

from . import (
    attachments,
    authorization,
    bucket_keys,
    bucket_properties,
    build_projects,
    closed_paths,
    condition_keys,
    conditions,
    connections,
    execution_role,
    foreign_buckets,
    foreign_names,
    foreign_registries,
    forwarded,
    identity_operations,
    imports,
    lifecycle_policy,
    log_groups,
    names,
    passed_connections,
    passed_roles,
    principal_arns,
    principals,
    query_parameters,
    quotas,
    registry_gate,
    resource_tags,
    resource_types,
    roles,
    simulation,
    unsigned,
    web_identity,
)

PARTS = (
    resource_types,
    imports,
    conditions,
    forwarded,
    connections,
    authorization,
    condition_keys,
    unsigned,
    closed_paths,
    resource_tags,
    roles,
    passed_roles,
    passed_connections,
    simulation,
    identity_operations,
    names,
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
    foreign_names,
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
