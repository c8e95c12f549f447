"""The user interface's own tests: its logic, its types, and the lock files a fresh clone is made from."""

from __future__ import annotations

import json

import pytest

from tests.interface.conftest import FRONTEND, Run


def test_logic(npx: Run) -> None:
    npx("node", "node_modules/vitest/vitest.mjs", "run")


def test_types(npx: Run) -> None:
    npx("node", "node_modules/typescript/bin/tsc", "--noEmit")


@pytest.mark.parametrize("folder", [".", "e2e"])
def test_lock_files_name_no_registry_and_check_what_they_name(folder: str) -> None:
    lock = json.loads((FRONTEND / folder / "package-lock.json").read_text("utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    for name, told in packages.items():
        assert "resolved" not in told, f"{name} names where it was found"
        assert "integrity" in told or told.get("inBundle") or told.get("link"), f"{name} has no hash"
