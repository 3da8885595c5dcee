"""CloudFormation deletes no bucket that has something in it; MiniStack deletes it with all that it has.

("DeleteBucket", Amazon S3 API Reference, which the handler of `AWS::S3::Bucket` calls.)
"""

from typing import Any

from ministack.services import s3
from ministack.services.cloudformation import provisioners

from .. import patches
from ..cloudformation.resources import errors
from ..cloudformation.resources.handlers import Delete, Properties
from .bucket_properties import TYPE


def install() -> None:
    patches.around(provisioners._RESOURCE_HANDLERS[TYPE], "delete", _delete)


def _delete(delete: Delete, bucket: str, props: Properties) -> None:
    kept: dict[str, Any] = s3._buckets.get(bucket) or {}
    if kept.get("objects") or s3._bucket_has_versions(bucket):
        message = "The bucket you tried to delete is not empty"
        raise ValueError(errors.of_service(message, "S3", 409, "GeneralServiceException"))
    delete(bucket, props)
