"""A topic with a KMS key: whoever publishes needs the key, and under `alias/aws/sns` no service has it.

("Key management", Amazon SNS Developer Guide.) Keys are not decided on here, so that nothing is published to such a
topic at all.
"""

from collections.abc import Callable
from typing import Any

from ministack.services import sns

from .. import patches


def install() -> None:
    patches.around(sns, "publish_internal", _publish_internal)


def _publish_internal(publish: Callable[..., Any], topic_arn: str, *arguments: Any, **named: Any) -> Any:
    topic = sns._topic_by_arn_any_scope(topic_arn)
    if topic and topic.get("attributes", {}).get("KmsMasterKeyId"):
        raise sns.SnsPublishError(
            "KMSAccessDenied", f"{topic_arn} has a KMS key, which nobody may use here: take it away from the topic"
        )
    return publish(topic_arn, *arguments, **named)
