"""A role's path is part of its ARN; MiniStack finds the role to be assumed by the last part alone."""

from ministack.core import iam_evaluator
from ministack.services import iam, sts


def install() -> None:
    read = sts._assumed_role_arn

    def assumed_role_arn(role_arn, session_name):
        assumed, wrong = read(role_arn, session_name)
        role = None if wrong else iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.split("/")[-1])
        if role is None or role["Arn"] == role_arn:
            return assumed, wrong
        message = f"User: {iam_evaluator.caller_arn()} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        return None, sts._error(403, "AccessDenied", message, ns="sts")

    sts._assumed_role_arn = assumed_role_arn
