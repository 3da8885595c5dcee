"""`Fn::Join` in the conditions of a template, which MiniStack takes for a value that is never empty.

The template of `cdk bootstrap` asks so whether execution policies were named; without this its execution
role would be made without any policy.
"""

from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import changesets, engine, handlers, stacks

from .. import patches


def install() -> None:
    for module in (changesets, engine, handlers, stacks):
        if hasattr(module, "_evaluate_conditions"):
            patches.around(module, "_evaluate_conditions", _evaluate_conditions)


def _evaluate_conditions(evaluate: Callable[..., Any], template: dict[str, Any], params: dict[str, Any]) -> Any:
    return evaluate({**template, "Conditions": _join(template.get("Conditions", {}), params)}, params)


def _join(value: Any, params: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_join(item, params) for item in value]
    if not isinstance(value, dict):
        return value
    if "Fn::Join" not in value:
        return {key: _join(item, params) for key, item in value.items()}
    separator, items = value["Fn::Join"]
    members = _text(items, params).split(",") if isinstance(items, dict) else items
    return separator.join(_text(member, params) for member in members)


def _text(value: Any, params: dict[str, Any]) -> Any:
    return str(params[value["Ref"]]["Value"]) if isinstance(value, dict) else value
