"""CodePipeline takes a pipeline only if its role may assume the roles of its actions, in whatever account they are.

A role that does not exist and one that trusts another principal are refused in the same words (seen in CREATE_FAILED of
AWS::CodePipeline::Pipeline, aws-quickstart/quickstart-trek10-serverless-enterprise-cicd #10).
"""

from typing import Any

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_region
from ministack.services import iam

from ..authorization import condition_keys, decision, denials
from ..authorization.permission import Permission
from ..iam.trust import session


def problem(pipeline: dict[str, Any]) -> str | None:
    """What CodePipeline says of the first action whose role is out of reach."""
    role = pipeline.get("roleArn", "")
    actions = (action for stage in pipeline.get("stages", []) for action in stage.get("actions", []))
    for action_role in filter(None, (action.get("roleArn") for action in actions)):
        if not _may_assume(role, action_role):
            return denials.cannot_assume(role, action_role)
    return None


def _may_assume(role: str, target: str) -> bool:
    principal = session(role, "codepipeline")
    account, name = target.split(":")[4], target.split("/")[-1]
    found = iam._roles.get_scoped(account, None, name)
    if not found or found["Arn"] != target:
        return False
    keys = condition_keys.supply("sts:AssumeRole", target, {})
    context = evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action="sts:AssumeRole",
        resource_arn=target,
        region=get_region(),
    )
    if not evaluator.evaluate_trust_policy(found["AssumeRolePolicyDocument"], principal.arn, context):
        return False
    try:
        decision.demand(principal, [Permission("sts:AssumeRole", target, keys)])
    except decision.Denied:
        return False
    return True
