"""Parts of the server can be installed in any order, and none hides another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server import patches

ACCOUNT = Path(__file__).parents[4] / "emulators" / "account"


@pytest.fixture(autouse=True)
def _forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "_patched", {})


def run(script: str) -> str:
    """Runs a script of its own, because an installation changes MiniStack for the rest of the process."""
    environment = {**os.environ, "AUTH": "true", "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, "-c", script], cwd=ACCOUNT, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.mark.parametrize("order", ["parts.PARTS", "parts.PARTS[::-1]", "parts.PARTS[::2] + parts.PARTS[1::2]"])
def test_parts_are_installed_in_any_order(order: str) -> None:
    patched = run(f"from server import parts, patches; parts.install({order}); print(len(patches._patched))")
    assert int(patched) > 80


def test_every_part_that_can_be_installed_is() -> None:
    modules = [path for path in (ACCOUNT / "server").rglob("*.py") if "\ndef install(" in path.read_text()]
    assert int(run("from server import parts; print(len(parts.PARTS))")) == len(modules) - len(["parts", "layers"])


def test_a_layer_needs_its_service() -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        run("from server import layers; layers.install()")
    assert "there is no service codepipeline yet" in str(failed.value.stderr)


def test_a_patch_is_put_around_what_was_there() -> None:
    functions = {"double": lambda number: number * 2}
    patches.around(functions, "double", lambda double, number: double(number) + 1)
    assert functions["double"](2) == 5


def test_a_second_patch_is_refused() -> None:
    functions = {"double": lambda number: number * 2}
    patches.around(functions, "double", lambda double, number: double(number))
    with pytest.raises(RuntimeError, match="double is patched twice"):
        patches.around(functions, "double", lambda double, number: double(number))
    with pytest.raises(RuntimeError, match="double is patched twice"):
        patches.replace(functions, "double", lambda number: number)


def test_a_second_patch_is_taken_where_both_may_be_in_any_order() -> None:
    functions = {"double": lambda number: number * 2}
    for summand in (1, 10):
        patches.around(functions, "double", lambda double, number, s=summand: double(number) + s, any_order=True)
    assert functions["double"](2) == 15


def test_what_a_newer_ministack_has_is_not_hidden() -> None:
    with pytest.raises(RuntimeError, match="MiniStack has double already"):
        patches.add({"double": lambda number: number}, "double", lambda number: number)


def test_what_a_newer_ministack_lacks_is_missed() -> None:
    with pytest.raises(RuntimeError, match="MiniStack has no double"):
        patches.around({}, "double", lambda double, number: double(number))
