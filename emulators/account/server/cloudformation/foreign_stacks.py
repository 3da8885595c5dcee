"""A stack of another account, called by its number, is out of reach; MiniStack takes it for one's own.

CloudFormation has no resource policies, so that none can be opened to another account.
"""

from urllib.parse import parse_qs

from ministack.core.iam_evaluator import caller_arn
from ministack.core.responses import get_account_id
from ministack.services.cloudformation import helpers

from ..authorization import denials
from ..gateway.services import Handler, Headers, Query, Response


def refuse(service: str, perform: Handler) -> Handler:
    async def handle(method: str, path: str, headers: Headers, body: bytes, query_params: Query) -> Response:
        form = {**query_params, **parse_qs(body.decode(errors="replace"))}
        for name in (form.get("StackName", [""])[0], form.get("ChangeSetName", [""])[0]):
            if name.startswith("arn:") and name.split(":")[4] != get_account_id():
                action = f"cloudformation:{form.get('Action', [''])[0]}"
                denial = denials.denial(caller_arn(), action, name)
                refused: Response = helpers._error("AccessDenied", denial, 403)
                return refused
        return await perform(method, path, headers, body, query_params)

    return handle
