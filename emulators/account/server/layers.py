"""What stands around each service, the outermost first: the one place where an order matters.

A layer gets the service's name and what it stands around, and gives what takes its place.
"""

from ministack import app

from . import patches
from .cloudformation import foreign_stacks, service_role
from .codepipeline import forwarded, passed_connections
from .ecr import foreign_registries, registry_tokens
from .gateway import query_parameters, services
from .gateway.services import Layer
from .iam import passed_roles
from .sns import encrypted_topics

LAYERS: dict[str, tuple[Layer, ...]] = {
    # Parameters come first: what follows reads them in its own ways, and all of it has to read the same.
    # A stack of another account is refused before its role is looked up by a name that may exist here, too.
    # A role is kept for a stack when what is inside, the question whether it may be passed included, has succeeded.
    "cloudformation": (query_parameters.check, foreign_stacks.refuse, service_role.follow, passed_roles.check),
    # Whether a build may be given a role is asked before the build goes to the local CodePipeline.
    "codebuild": (passed_roles.check, forwarded.forward_builds),
    "codepipeline": (passed_connections.check, passed_roles.check),
    # A token is its caller's own, whatever registry the request names besides.
    "ecr": (foreign_registries.serve, registry_tokens.hand_out_own),
    "iam": (query_parameters.check,),
    "lambda": (passed_roles.check,),
    "sns": (encrypted_topics.remember_caller,),
    "sts": (query_parameters.check,),
}


def install() -> None:
    """Once every service is there: a layer around one that is added afterwards would be lost."""
    for service, layers in LAYERS.items():
        handler = services.handler(service)
        for layer in reversed(layers):
            handler = layer(service, handler)
        patches.replace(app.SERVICE_HANDLERS, service, handler)
