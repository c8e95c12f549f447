from __future__ import annotations

import json

import pytest

from securestack.inventory.lockfiles import (
    package_lock,
    pdm_lock,
    pnpm_lock,
    poetry_lock,
    yarn_berry,
    yarn_classic,
)
from securestack.scanners.dependencies.upgrades.asked import asked_in

NPM = json.dumps(
    {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"a": "^1.0.0"}},
            "node_modules/a": {
                "version": "1.2.0",
                "dependencies": {"b": "^2.0.0"},
                "optionalDependencies": {"c": "~3.0.0"},
            },
            "node_modules/a/node_modules/b": {"version": "2.0.0"},
        },
    }
).encode()
NPM_1 = json.dumps(
    {
        "lockfileVersion": 1,
        "dependencies": {
            "a": {
                "version": "1.2.0",
                "requires": {"b": "^2.0.0"},
                "dependencies": {"b": {"version": "2.0.0", "requires": {"c": "*"}}},
            }
        },
    }
).encode()
YARN = b'# yarn lockfile v1\n\n"@x/a@^1.0.0":\n  version "1.2.0"\n  dependencies:\n    b "^2.0.0"\n    "@x/c" "~3.0.0"\n'
BERRY = b'__metadata:\n  version: 8\n\n"@x/a@npm:^1.0.0":\n  version: 1.2.0\n  resolution: "@x/a@npm:1.2.0"\n  dependencies:\n    b: "npm:^2.0.0"\n'
POETRY = b"""[[package]]
name = "A"
version = "1.2.0"
[package.dependencies]
B_c = ">=2,<3"
d = {version = "^1.0", optional = true}
"""
PDM = b"""[[package]]
name = "a"
version = "1.2.0"
dependencies = ["B-c[x]>=2,<3; python_version > '3'", "d"]
"""


@pytest.mark.parametrize(
    ("kind", "source", "asked"),
    [
        (package_lock.KIND, NPM, {("a", "1.2.0"): {"b": "^2.0.0", "c": "~3.0.0"}, ("b", "2.0.0"): {}}),
        (package_lock.KIND, NPM_1, {("a", "1.2.0"): {"b": "^2.0.0"}, ("b", "2.0.0"): {"c": "*"}}),
        (yarn_classic.KIND, YARN, {("@x/a", "1.2.0"): {"b": "^2.0.0", "@x/c": "~3.0.0"}}),
        (poetry_lock.KIND, POETRY, {("a", "1.2.0"): {"b-c": ">=2,<3", "d": "^1.0"}}),
        (pdm_lock.KIND, PDM, {("a", "1.2.0"): {"b-c": ">=2,<3", "d": ""}}),
    ],
)
def test_the_ranges_in_which_packages_ask_for_each_other(
    kind: str, source: bytes, asked: dict[tuple[str, str], dict[str, str]]
) -> None:
    assert asked_in(kind, source) == asked


def test_ranges_of_newer_yarn_are_told_without_their_protocol() -> None:
    asked = asked_in(yarn_berry.KIND, BERRY)
    assert asked is not None
    assert asked["@x/a", "1.2.0"] == {"b": "^2.0.0"}


def test_formats_that_do_not_tell_and_broken_files_give_nothing() -> None:
    assert asked_in(pnpm_lock.KIND, b"packages: {}") is None
    assert asked_in(package_lock.KIND, b"{") is None
