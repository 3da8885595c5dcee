"""How AWS words that a principal may not do something ("Troubleshoot access denied error messages", IAM User Guide)."""

IDENTITY_POLICY = "identity-based policy"
RESOURCE_POLICY = "resource-based policy"
BOUNDARY = "permissions boundary"


def denial(principal_arn: str, action: str, resource: str, reason: str = "") -> str:
    words = f"User: {principal_arn} is not authorized to perform: {action} on resource: {resource}"
    return f"{words} {reason}" if reason else words


def explicit(policy: str) -> str:
    """The reason of a denial where such a policy denies."""
    article = "an" if policy == IDENTITY_POLICY else "a"
    return f"with an explicit deny in {article} {policy}"


def implicit(policy: str, action: str) -> str:
    """The reason of a denial where such a policy should allow, and none does."""
    return f"because no {policy} allows the {action} action"


def cannot_assume(role: str, target: str) -> str:
    """As CodePipeline words it, of a pipeline's role and one of an action, whether that exists or not."""
    return f"{role} is not authorized to perform AssumeRole on role {target}"


def invalid_role(role: str) -> str:
    """As CloudFormation words it (AWS re:Post, 'How do I resolve the "Role [role_arn] is invalid ..." error')."""
    return f"Role {role} is invalid or cannot be assumed"
