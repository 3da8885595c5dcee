"""GetTemplate gives a template back with a question mark for each sign beyond ASCII.

(aws-cloudformation/cloudformation-coverage-roadmap #814, #1220.) What is deployed has the signs themselves.
"""

from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import handlers

from .. import patches

Answer = tuple[int, dict[str, str], bytes]


def install() -> None:
    patches.around(handlers._ACTION_HANDLERS, "GetTemplate", _get_template)


def _get_template(get_template: Callable[..., Answer], params: dict[str, Any]) -> Answer:
    status, headers, body = get_template(params)
    return status, headers, body.decode().encode("ascii", "replace")
