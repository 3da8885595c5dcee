"""How MiniStack is changed: a function of it is put into another one, or replaced.

Two parts that are put around the same function would depend on the order in which they are installed. So it is
refused, unless both say that the order does not matter. Where it does matter, one module has the order: `layers.py`.
"""

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

Owner = ModuleType | dict[str, Any]

# Of what is patched: whether that was said to be in any order. The owner is kept, so that its id stays its own.
_patched: dict[tuple[int, str], tuple[Owner, bool]] = {}


def around(owner: Owner, name: str, patch: Callable[..., Any], any_order: bool = False) -> None:
    """Has `patch` called in place of the function, with the function as its first argument."""
    _take_note(owner, name, any_order)
    _set(owner, name, partial(patch, _get(owner, name)))


def replace(owner: Owner, name: str, patch: Any) -> None:
    _get(owner, name)
    _take_note(owner, name, any_order=False)
    _set(owner, name, patch)


def add(owner: dict[str, Any], name: str, value: Any) -> None:
    """Adds what MiniStack lacks, and refuses to hide what a newer MiniStack has."""
    if name in owner:
        raise RuntimeError(f"MiniStack has {name} already: see what it does, and remove what is added here")
    _take_note(owner, name, any_order=False)
    owner[name] = value


def _take_note(owner: Owner, name: str, any_order: bool) -> None:
    known = _patched.get((id(owner), name))
    if known and not (known[1] and any_order):
        raise RuntimeError(f"{name} is patched twice: patch it in one place, or say why the order does not matter")
    _patched[id(owner), name] = owner, any_order


def _get(owner: Owner, name: str) -> Any:
    found = owner.get(name) if isinstance(owner, dict) else getattr(owner, name, None)
    if found is None:
        raise RuntimeError(f"MiniStack has no {name} that could be patched: see what took its place")
    return found


def _set(owner: Owner, name: str, value: Any) -> None:
    if isinstance(owner, dict):
        owner[name] = value
    else:
        setattr(owner, name, value)
