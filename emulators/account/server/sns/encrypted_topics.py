"""A topic with a KMS key: whoever publishes needs `kms:GenerateDataKey` and `kms:Decrypt` on the key.

A caller needs them by their own policies and by that of the key, a service of AWS by that of the key ("Key management",
Amazon SNS Developer Guide); of EventBridge it says neither source nor account (the same page). The encryption context
names the topic, as `aws:sns:topicArn`, which policies rely on (dxw/terraform-dxw-dalmatian-account-bootstrap). Under
`alias/aws/sns` no service has the key, and here nobody. MiniStack asks for none of it, and its CloudFormation leaves
out the key of a topic.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_region
from ministack.services import kms, sns

from .. import patches
from ..authorization import callers, condition_keys
from ..authorization.permission import Permission
from ..cloudformation.resources import handlers
from ..cloudformation.resources.handlers import Properties
from ..gateway.services import Handler, Headers, Query, Response

# What it takes to publish under a key.
_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")

# Why whoever publishes lacks one of these, if they do.
Denial = Callable[[list[Permission]], str | None]

# Whoever is known neither as a caller nor as a service has no key.
_publisher: ContextVar[Denial] = ContextVar("publisher", default=lambda needed: "who publishes has no key here")


def install() -> None:
    handlers.after("AWS::SNS::Topic", _encrypt)
    patches.around(sns, "publish_internal", _publish_internal)


def remember_caller(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        with _publishing(lambda needed: callers.denial(headers, query_params, needed)):
            return await perform(method, path, headers, body, query_params)

    return handle


@contextmanager
def _publishing(denial: Denial) -> Iterator[None]:
    token = _publisher.set(denial)
    try:
        yield
    finally:
        _publisher.reset(token)


@contextmanager
def publishing_as(principal: str) -> Iterator[None]:
    """Has whatever is published be published by a service of AWS."""

    def denial(needed: list[Permission]) -> str | None:
        missing = [permission.action for permission in needed if not _key_allows(permission, principal)]
        return f"the policy of the key does not let {principal} use {missing[0]}" if missing else None

    with _publishing(denial):
        yield


def _encrypt(arn: str, props: Properties) -> None:
    attributes = sns._topics[arn]["attributes"]
    attributes.pop("KmsMasterKeyId", None)
    if props.get("KmsMasterKeyId"):
        attributes["KmsMasterKeyId"] = props["KmsMasterKeyId"]


def _publish_internal(publish: Callable[..., Any], topic_arn: str, *arguments: Any, **named: Any) -> Any:
    topic = sns._topic_by_arn_any_scope(topic_arn)
    key_id = topic and topic.get("attributes", {}).get("KmsMasterKeyId")
    if key_id:
        key = kms._resolve_key(key_id)
        if not key:
            unknown = f"{topic_arn} has the KMS key {key_id}, which nobody may use here"
            raise sns.SnsPublishError("KMSAccessDenied", unknown)
        if denied := _publisher.get()(_needed(topic_arn, key["Arn"])):
            raise sns.SnsPublishError("KMSAccessDenied", denied)
    return publish(topic_arn, *arguments, **named)


def _needed(topic_arn: str, key_arn: str) -> list[Permission]:
    used = {
        "kms:ViaService": f"sns.{get_region()}.amazonaws.com",
        "kms:EncryptionContext:aws:sns:topicArn": topic_arn,
    }
    return [Permission(action, key_arn, {**condition_keys.supply(action, key_arn, {}), **used}) for action in _ACTIONS]


def _key_allows(permission: Permission, principal: str) -> bool:
    context = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action=permission.action,
        resource_arn=permission.resource,
        region=get_region(),
        service_context={name.lower(): value for name, value in permission.context.items()},
    )
    policy, _ = kms.key_policy_for_arn(permission.resource) or ("", "")
    decision: str = evaluate_resource_policy(policy, context, service=principal).decision
    return decision == "Allow"
