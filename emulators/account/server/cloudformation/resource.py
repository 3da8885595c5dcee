"""A resource of a template, as its handler gets it."""

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Resource:
    """Before a resource exists its physical id is the name that it would have."""

    type: str
    physical_id: str
    properties: dict[str, Any]
    is_new: bool = False

    def with_property(self, name: str, value: Any) -> "Resource":
        return replace(self, properties={**self.properties, name: value})


def own_tags(props: dict[str, Any]) -> list[dict[str, Any]]:
    """Tags without those that CloudFormation puts on some types itself, for which no permission is needed."""
    tags = props.get("Tags") or []
    tags = [{"Key": key, "Value": value} for key, value in tags.items()] if isinstance(tags, dict) else tags
    return [tag for tag in tags if not tag["Key"].startswith("aws:")]
