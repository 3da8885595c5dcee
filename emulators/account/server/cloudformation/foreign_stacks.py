"""A stack of another account, called by its number, is out of reach; MiniStack takes it for one's own.

CloudFormation has no resource policies, so that nobody gets across.
"""

from urllib.parse import parse_qs

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.services.cloudformation import helpers


def install() -> None:
    app.SERVICE_HANDLERS["cloudformation"] = _of_own_stacks(app.SERVICE_HANDLERS["cloudformation"])


def _of_own_stacks(perform):
    async def handle(method, path, headers, body, query_params):
        form = {**query_params, **parse_qs(body.decode(errors="replace"))}
        for name in (form.get("StackName", [""])[0], form.get("ChangeSetName", [""])[0]):
            if name.startswith("arn:") and name.split(":")[4] != get_account_id():
                action = f"cloudformation:{form.get('Action', [''])[0]}"
                return helpers._error("AccessDenied", _denial(action, name), 403)
        return await perform(method, path, headers, body, query_params)

    return handle


def _denial(action: str, resource: str) -> str:
    who = evaluator.caller_arn()
    return f"User: {who} is not authorized to perform: {action} on resource: {resource}"
