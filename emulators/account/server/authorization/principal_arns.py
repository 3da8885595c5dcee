"""`aws:PrincipalArn` of a session is the ARN of its role, path and all; MiniStack has the session's there.

("AWS global condition context keys", IAM User Guide.)
"""

from ministack.core import iam_evaluator as evaluator
from ministack.services import iam


def install() -> None:
    resolve = evaluator._resolve_condition_key

    def resolve_condition_key(key, context):
        if key.lower() == "aws:principalarn":
            return _role(context.principal_arn) or context.principal_arn
        return resolve(key, context)

    evaluator._resolve_condition_key = resolve_condition_key


def _role(arn: str) -> str | None:
    _, _, _, _, account, resource = arn.split(":", 5) if arn.count(":") >= 5 else [""] * 6
    if not resource.startswith("assumed-role/"):
        return None
    name = resource.split("/")[1]
    role = iam._roles.get_scoped(account, None, name)
    return role["Arn"] if role else f"arn:aws:iam::{account}:role/{name}"
