"""What a path of the registry protocol asks for."""

import json

import pytest

from server.ecr import registry_requests
from server.ecr.registry_answers import Refusal

DIGEST = f"sha256:{'a' * 64}"


def read(method: str, path: str, body: bytes = b"", **query: list[str]) -> registry_requests.RegistryRequest:
    return registry_requests.read(method, path, {}, body, query)


def refusal(method: str, path: str) -> tuple[int, str]:
    with pytest.raises(Refusal) as refused:
        read(method, path)
    status, _, body = refused.value.response
    return status, json.loads(body)["errors"][0]["code"]


@pytest.mark.parametrize(
    ("method", "path", "kind", "repository", "reference"),
    [
        ("GET", "/v2/app/manifests/1.0", "manifest", "app", "1.0"),
        ("GET", "/v2/team/app/manifests/1.0", "manifest", "team/app", "1.0"),
        ("HEAD", f"/v2/app/blobs/{DIGEST}", "blob", "app", DIGEST),
        ("POST", "/v2/app/blobs/uploads/", "uploads", "app", ""),
        ("POST", "/v2/app/blobs/uploads", "uploads", "app", ""),
        ("PATCH", "/v2/app/blobs/uploads/some-id", "upload", "app", "some-id"),
        ("GET", "/v2/app/tags/list", "tags", "app", ""),
        # A name may contain what also ends a path.
        ("GET", f"/v2/a/blobs/blobs/{DIGEST}", "blob", "a/blobs", DIGEST),
        ("POST", "/v2/a/manifests/b/blobs/uploads/", "uploads", "a/manifests/b", ""),
        ("GET", "/v2/b/tags/tags/list", "tags", "b/tags", ""),
    ],
)
def test_a_path_is_read_from_its_end(method: str, path: str, kind: str, repository: str, reference: str) -> None:
    request = read(method, path)
    assert (request.kind, request.repository, request.reference) == (kind, repository, reference)


@pytest.mark.parametrize("name", ["a", "App", "app/", "/app", "a..b", "a" * 257, "app/../other", "app%2Fother"])
def test_a_name_that_no_repository_can_have(name: str) -> None:
    assert refusal("GET", f"/v2/{name}/manifests/1.0") == (400, "NAME_INVALID")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v2/_catalog"), ("DELETE", f"/v2/app/blobs/{DIGEST}"), ("PUT", "/v2/app/tags/list"), ("GET", "/v2/app")],
)
def test_a_request_that_the_registry_does_not_serve(method: str, path: str) -> None:
    assert refusal(method, path) == (405, "UNSUPPORTED")


@pytest.mark.parametrize(
    ("method", "path", "permissions"),
    [
        ("HEAD", "/v2/app/manifests/1.0", ["ecr:BatchGetImage"]),
        ("PUT", "/v2/app/manifests/1.0", ["ecr:PutImage"]),
        ("GET", f"/v2/app/blobs/{DIGEST}", ["ecr:GetDownloadUrlForLayer"]),
        ("POST", "/v2/app/blobs/uploads/", ["ecr:InitiateLayerUpload"]),
        ("PUT", "/v2/app/blobs/uploads/some-id", ["ecr:CompleteLayerUpload"]),
    ],
)
def test_permissions_of_a_request(method: str, path: str, permissions: list[str]) -> None:
    assert read(method, path).permissions == permissions


def test_an_upload_in_one_request_needs_all_permissions_of_an_upload() -> None:
    upload = read("POST", "/v2/app/blobs/uploads/", b"layer", digest=[DIGEST])
    assert upload.permissions == ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload"]


def test_the_last_part_of_an_upload_needs_the_permission_of_a_part() -> None:
    upload = read("PUT", "/v2/app/blobs/uploads/some-id", b"layer")
    assert upload.permissions == ["ecr:UploadLayerPart", "ecr:CompleteLayerUpload"]


def test_a_blob_is_not_mounted_from_another_repository() -> None:
    upload = registry_requests.read(
        "POST", "/v2/app/blobs/uploads/", {}, b"", {"mount": [DIGEST], "from": ["other"], "other": ["1"]}
    )
    assert upload.query == {"other": ["1"]}
