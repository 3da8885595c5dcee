"""What a request of the registry protocol asks for, and the permissions that it takes.

The requests are those of the OCI Distribution Specification. Their permissions are those that the Amazon ECR User Guide
names for a push ("IAM permissions for pushing an image to an Amazon ECR private repository") and the Service
Authorization Reference, "Amazon Elastic Container Registry", describes for the rest.
"""

import re
from dataclasses import dataclass

from ministack.services import ecr

from ..gateway.services import Headers, Query
from .registry_answers import refuse

# "repositoryName" in CreateRepository, Amazon ECR API Reference.
_NAME = r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*"
_LENGTHS = range(2, 257)

# A repository may be called a/blobs or b/tags, so that a path is read from its end.
_PATHS = {
    "uploads": re.compile(r"/v2/(.*)/blobs/uploads/?()"),
    "upload": re.compile(r"/v2/(.*)/blobs/uploads/([^/]+)"),
    "blob": re.compile(r"/v2/(.*)/blobs/([^/]+)"),
    "manifest": re.compile(r"/v2/(.*)/manifests/([^/]+)"),
    "tags": re.compile(r"/v2/(.*)/tags/list()"),
}
_PERMISSIONS = {
    ("HEAD", "blob"): ["ecr:BatchCheckLayerAvailability"],
    ("GET", "blob"): ["ecr:GetDownloadUrlForLayer"],
    ("POST", "uploads"): ["ecr:InitiateLayerUpload"],
    ("PATCH", "upload"): ["ecr:UploadLayerPart"],
    ("PUT", "upload"): ["ecr:CompleteLayerUpload"],
    ("HEAD", "manifest"): ["ecr:BatchGetImage"],
    ("GET", "manifest"): ["ecr:BatchGetImage"],
    ("PUT", "manifest"): ["ecr:PutImage"],
    ("DELETE", "manifest"): ["ecr:BatchDeleteImage"],
    ("GET", "tags"): ["ecr:ListImages"],
}


@dataclass(frozen=True)
class RegistryRequest:
    method: str
    kind: str
    repository: str

    # A digest, a tag or the id of an upload.
    reference: str
    permissions: list[str]
    query: Query
    headers: Headers
    body: bytes


def read(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> RegistryRequest:
    """Raises the refusal of what is no request, or none that this registry serves."""
    kind, repository, reference = _parts(path)
    if repository and not (len(repository) in _LENGTHS and re.fullmatch(_NAME, repository)):
        raise refuse(
            400,
            "NAME_INVALID",
            "Invalid parameter at 'repositoryName' failed to satisfy constraint: "
            f"'must satisfy regular expression '{_NAME}''",
        )
    permissions = _PERMISSIONS.get((method, kind))
    if not permissions:
        raise refuse(405, "UNSUPPORTED", "The operation is unsupported.")
    # Blobs are mounted from another repository only where the registry's setting BLOB_MOUNTING is ENABLED, which it
    # is not by default; the client then uploads (Amazon ECR User Guide, "Blob mounting in Amazon ECR").
    query = {name: value for name, value in query_params.items() if name not in ("mount", "from")}
    if kind == "uploads" and ecr._query_first(query, "digest"):  # the whole layer in one request
        permissions = [*permissions, "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"]
    if (method, kind) == ("PUT", "upload") and body:  # the last part
        permissions = ["ecr:UploadLayerPart", *permissions]
    return RegistryRequest(method, kind, repository, reference, permissions, query, headers, body)


def _parts(path: str) -> tuple[str, str, str]:
    for kind, pattern in _PATHS.items():
        if found := pattern.fullmatch(path):
            return kind, found[1], found[2]
    return "", "", ""
