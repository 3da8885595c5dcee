"""What Amazon ECR refuses to store as an image, and MiniStack would store."""

import hashlib
import json
import re

from ministack.core.responses import get_account_id
from ministack.services import ecr

from .registry_answers import Refusal, refuse

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

# OCI Distribution Specification, "Pulling manifests".
_TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")


def check(repository: str, reference: str, body: bytes) -> None:
    """Raises the refusal of an image that must not be put."""
    needed, images = _needed(body)
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if _DIGEST.fullmatch(reference):
        if reference != digest:
            where = f"in repository '{repository}' and registry ID '{get_account_id()}'"
            why = "does not match the image digest that Amazon ECR has calculated."
            raise refuse(400, "MANIFEST_INVALID", f"The image with digest '{reference}' {where} {why}")
    elif not _TAG.fullmatch(reference):
        raise refuse(400, "TAG_INVALID", f"Invalid parameter at 'imageTag': '{reference}' is no tag")
    layers = ecr._layer_blobs.get(repository, {})
    if missing := [digest for digest in needed if digest not in layers]:
        raise _missing("BLOB_UPLOAD_UNKNOWN", "Layers", missing, repository)
    if missing := [digest for digest in images if not is_there(repository, digest)]:
        raise _missing("MANIFEST_BLOB_UNKNOWN", "Images", missing, repository)
    _check_tag(repository, reference)


def is_there(repository: str, reference: str) -> bool:
    """Whether the repository has an image of this digest or tag; MiniStack keeps manifests of deleted images."""
    images = ecr._images.get(repository, [])
    return any(reference == image["imageDigest"] or reference in image.get("imageTags", []) for image in images)


def _needed(body: bytes) -> tuple[list[str], list[str]]:
    """The blobs of an image, or the images of an index."""
    try:
        manifest = json.loads(body)
        if "manifests" in manifest:
            needed, images = [], [image["digest"] for image in manifest["manifests"]]
        else:
            # Foreign layers are not in the registry.
            layers = [layer["digest"] for layer in manifest["layers"] if not layer.get("urls")]
            needed, images = [manifest["config"]["digest"], *layers], []
        if all(_DIGEST.fullmatch(digest) for digest in [*needed, *images]):
            return needed, images
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass  # whatever it is, it is none
    raise refuse(
        400,
        "MANIFEST_INVALID",
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    )


def _missing(code: str, what: str, digests: list[str], repository: str) -> Refusal:
    return refuse(
        404,
        code,
        f"{what} with digests '[{', '.join(digests)}]' required for pushing image into repository with name "
        f"'{repository}' in the registry with id '{get_account_id()}' do not exist",
    )


def _check_tag(repository: str, tag: str) -> None:
    """A tag that cannot be overwritten cannot be put again either, not even to the same image."""
    if ecr._repositories[repository].get("imageTagMutability") != "IMMUTABLE":
        return
    if any(tag in image.get("imageTags", []) for image in ecr._images.get(repository, [])):
        where = f"already exists in the '{repository}' repository"
        why = "cannot be overwritten because the tag is immutable."
        raise refuse(400, "TAG_INVALID", f"The image tag '{tag}' {where} and {why}")
