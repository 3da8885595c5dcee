"""EventBridge publishes to a topic if the topic's policy lets it, and MiniStack whatever the policy says.

("Amazon SNS permissions", Amazon EventBridge User Guide.) It tells SNS neither a source nor an account, so that a
condition on these is never met, and so is not that of the policy which SNS gives a new topic.
"""

import json
import logging
from collections.abc import Callable
from typing import Any

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_region
from ministack.services import eventbridge, sns

from .. import patches
from ..sns import encrypted_topics

PRINCIPAL = "events.amazonaws.com"

# MiniStack writes it without the condition that AWS has in it.
DEFAULT_STATEMENT = "__default_statement_ID"

logger = logging.getLogger(__name__)


def install() -> None:
    patches.around(eventbridge, "_dispatch_to_sns", _dispatch_to_sns)


def _dispatch_to_sns(dispatch: Callable[..., None], arn: str, payload: Any) -> None:
    policy, _ = sns.topic_policy_for_arn(arn) or ("", "")
    if may_publish(policy, arn):
        with encrypted_topics.publishing_as(PRINCIPAL):
            dispatch(arn, payload)
    else:
        logger.warning("EventBridge -> SNS %s refused: its policy does not let %s publish", arn, PRINCIPAL)


def may_publish(policy: str, arn: str) -> bool:
    document = json.loads(policy or "{}")
    statements = document.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    written = [statement for statement in statements if statement.get("Sid") != DEFAULT_STATEMENT]
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action="sns:Publish",
        resource_arn=arn,
        region=get_region(),
        secure_transport=True,
    )
    document["Statement"] = written
    decision: str = evaluate_resource_policy(document, context, service=PRINCIPAL).decision
    return decision == "Allow"
