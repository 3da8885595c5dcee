"""An image whose KMS key cannot be used is not absent: BatchGetImage answers KmsError for it.

(Amazon ECR API Reference, "ImageFailure".) MiniStack asks for no key. What is pushed and pulled by the registry
protocol is not refused here.
"""

import json
from collections.abc import Callable
from typing import Any

from ministack.services import ecr, kms

from .. import patches
from ..gateway import services
from ..gateway.services import Response


def install() -> None:
    patches.around(ecr, "_batch_get_image", _batch_get_image)


def _batch_get_image(get: Callable[..., Response], data: dict[str, Any]) -> Response:
    response = get(data)
    key = _unusable_key(data.get("repositoryName", ""))
    if response[0] != 200 or not key:
        return response
    body = json.loads(response[2])
    reason = f"The KMS key {key['Arn']} is {key['KeyState']}"
    failures = [
        {"imageId": image["imageId"], "failureCode": "KmsError", "failureReason": reason} for image in body["images"]
    ]
    return services.answer({"images": [], "failures": [*body["failures"], *failures]})


def _unusable_key(repository: str) -> dict[str, Any] | None:
    """The key of a repository that names one, if it is not enabled."""
    name = ecr._repositories.get(repository, {}).get("encryptionConfiguration", {}).get("kmsKey")
    key: dict[str, Any] | None = kms._resolve_key(name) if name else None
    return key if key and key["KeyState"] != "Enabled" else None
