"""Who does not sign is nobody; MiniStack takes whoever names no access key, and some that sign nothing, for the root.

AWS answers nobody only what its services declare open, as AssumeRoleWithWebIdentity is ("Requesting temporary security
credentials", IAM User Guide), and in a bucket what the bucket's policy or ACL opens to everybody (Amazon S3 User
Guide, "Making requests").
"""

from ministack import app
from ministack.core import iam_evaluator as evaluator
from ministack.core.router import extract_access_key_id

# An API of one's own, which decides itself whom it answers.
_DECIDED_BY_THE_API = {"execute-api:Invoke", "lambda:InvokeFunctionUrl"}

_MISSING = evaluator.AuthError("MissingAuthenticationToken", "Request is missing Authentication Token")


def install() -> None:
    _refuse_unknown_schemes()
    _refuse_where_an_action_is_named()
    _refuse_where_none_is()


def _refuse_unknown_schemes() -> None:
    """A header such as `Bearer` is no signature, and hides whatever the address is signed with."""
    pin = evaluator.pin_signed_request

    def pin_signed_request(method, raw_path, query_params, raw_headers, handshake=False):
        pin(method, raw_path, query_params, raw_headers, handshake)
        header = next((value.decode("latin-1") for name, value in raw_headers if name.lower() == b"authorization"), "")
        if header and not header.startswith(("AWS4-", "AWS ")):
            key = extract_access_key_id({"authorization": header}, query_params)
            request = evaluator.SignedRequest(key, method, raw_path, query_params, {}, unverifiable=True)
            evaluator._signed_request.set(request)

    app.pin_signed_request = evaluator.pin_signed_request = pin_signed_request


def _refuse_where_an_action_is_named() -> None:
    decide = evaluator.enforce

    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        is_open = not access_key_id and _is_open(service, iam_action, resource_arn)
        denied = decide(access_key_id, iam_action, service, region, resource_arn, service_context)
        return denied or (None if is_open else _unverified(access_key_id, service))

    evaluator.enforce = enforce


def _refuse_where_none_is() -> None:
    check = evaluator.check_credentials

    def check_credentials(access_key_id, service=None):
        return check(access_key_id, service) or _unverified(access_key_id, service)

    evaluator.check_credentials = check_credentials


def _is_open(service: str, action: str, resource: str) -> bool:
    if service == "s3":
        # S3 asks a bucket's policy itself; what names no bucket, and a new one, has no policy.
        return resource != "*" and action != "s3:CreateBucket"
    return action in _DECIDED_BY_THE_API or evaluator._served_unsigned(service, action)


def _unverified(access_key_id: str, service: str | None) -> evaluator.AuthError | None:
    """Refuses a key whose signature nobody has checked; S3 checks that of an address itself."""
    is_verified = bool(access_key_id) and (service == "s3" or evaluator._verified_key.get() == access_key_id)
    return None if is_verified else _MISSING
