"""The registry protocol, decided as Amazon ECR decides it: by the policies of whose token a request carries.

MiniStack asks for no token. Where a request goes is read once, here, and what is decided is what is done.
"""

from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id
from ministack.services import ecr

from .. import patches
from ..authorization import decision
from ..authorization.permission import Permission
from ..gateway.services import Headers, Query, Response
from . import registry_manifests, registry_requests, registry_tokens
from .registry_answers import Refusal, refuse
from .registry_requests import RegistryRequest


def install() -> None:
    # All that is under /v2/ is the registry's, so that no other service answers what it refuses.
    patches.replace(app, "_is_ecr_registry_path", lambda path: path == "/v2" or path.startswith("/v2/"))
    patches.replace(ecr, "handle_registry_request", _handle)
    patches.around(ecr, "_delete_repository", _delete_repository)


async def _handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
    try:
        return _serve(method, path, headers, body, query_params)
    except Refusal as refusal:
        return refusal.response


def _serve(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
    principal = registry_tokens.authenticate({name.lower(): value for name, value in headers.items()})
    if path in ("/v2", "/v2/") and method in ("GET", "HEAD"):
        ping: Response = ecr._v2_ping()
        return ping
    request = registry_requests.read(method, path, headers, body, query_params)
    _authorise(principal, request)
    _check(request)
    return _HANDLERS[method, request.kind](request)


def _authorise(principal: decision.Principal, request: RegistryRequest) -> None:
    if principal.policies is None:  # the account's root
        return
    resource = ecr._repo_arn(request.repository)
    try:
        decision.demand(principal, [Permission(action, resource) for action in request.permissions])
    except decision.Denied as denied:
        raise refuse(403, "DENIED", str(denied)) from denied


def _check(request: RegistryRequest) -> None:
    """What is refused to whoever may ask."""
    name = request.repository
    if name not in ecr._repositories:  # a push does not make it
        where = f"does not exist in the registry with id '{get_account_id()}'"
        raise refuse(404, "NAME_UNKNOWN", f"The repository with name '{name}' {where}")
    if request.kind == "manifest":
        if request.method == "PUT":
            registry_manifests.check(name, request.reference, request.body)
        elif not registry_manifests.is_there(name, request.reference):
            raise refuse(404, "MANIFEST_UNKNOWN", "Requested image not found")


_HANDLERS: dict[tuple[str, str], Callable[[RegistryRequest], Response]] = {
    ("HEAD", "blob"): lambda it: ecr._v2_head_blob(it.repository, it.reference),
    ("GET", "blob"): lambda it: ecr._v2_get_blob(it.repository, it.reference),
    ("POST", "uploads"): lambda it: ecr._v2_start_blob_upload(it.repository, it.query, it.body),
    ("PATCH", "upload"): lambda it: ecr._v2_patch_blob_upload(it.repository, it.reference, it.body),
    ("PUT", "upload"): lambda it: ecr._v2_complete_blob_upload(it.repository, it.reference, it.query, it.body),
    ("HEAD", "manifest"): lambda it: ecr._v2_head_manifest(it.repository, it.reference),
    ("GET", "manifest"): lambda it: ecr._v2_get_manifest(it.repository, it.reference),
    ("PUT", "manifest"): lambda it: ecr._v2_put_manifest(it.repository, it.reference, it.headers, it.body),
    ("DELETE", "manifest"): lambda it: ecr._v2_delete_manifest(it.repository, it.reference),
    ("GET", "tags"): lambda it: ecr._v2_list_tags(it.repository, it.query),
}


def _delete_repository(delete: Callable[..., Response], data: dict[str, Any]) -> Response:
    """What was in a repository goes with it: another of its name begins empty."""
    response = delete(data)
    if response[0] == 200:
        for store in (ecr._layer_blobs, ecr._manifest_blobs, ecr._uploads):
            store.pop(data["repositoryName"], None)
    return response
