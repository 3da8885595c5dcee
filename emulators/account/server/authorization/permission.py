"""What a call needs."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Permission:
    """An action on a resource, with the condition keys of the call."""

    action: str
    resource: str
    context: dict[str, Any] = field(default_factory=dict)
