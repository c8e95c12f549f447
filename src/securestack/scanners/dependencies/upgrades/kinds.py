"""The sorts of manifest that can be rewritten, and which lock file rules one."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

import msgspec

from securestack.inventory.catalogue import NODE_LOCKS, PYTHON_LOCKS
from securestack.inventory.ecosystems import NPM, PYPI, Ecosystem
from securestack.inventory.manifest import Manifest
from securestack.scanners.dependencies.upgrades import package_json, pyproject, requirements_file
from securestack.scanners.dependencies.upgrades.node_ranges import admits_node, lowest_node, raise_node
from securestack.scanners.dependencies.upgrades.python_ranges import (
    admits_python,
    lowest_python,
    raise_python,
)
from securestack.scanners.dependencies.upgrades.wishes import Wish


class Kind(msgspec.Struct, frozen=True):
    """One sort of manifest that can be rewritten."""

    ecosystem: Ecosystem
    locks: tuple[str, ...]  # names of the lock files that rule it
    read: Callable[[bytes, str], list[Wish]]
    rewrite: Callable[[bytes, Mapping[Wish, str]], bytes]
    lowest: Callable[[str], str]
    raised: Callable[[str, str], str]
    admits: Callable[[str, str], bool]


REQUIREMENTS = Kind(
    PYPI,
    (),
    requirements_file.read_wishes,
    requirements_file.rewrite,
    lowest_python,
    raise_python,
    admits_python,
)
KINDS = {
    "package.json": Kind(
        NPM, NODE_LOCKS, package_json.read_wishes, package_json.rewrite, lowest_node, raise_node, admits_node
    ),
    "pyproject.toml": Kind(
        PYPI,
        PYTHON_LOCKS,
        pyproject.read_wishes,
        pyproject.rewrite,
        lowest_python,
        raise_python,
        admits_python,
    ),
}
_REFRESHED_BY = {
    "package-lock.json": "npm update {name}",
    "npm-shrinkwrap.json": "npm update {name}",
    "yarn.lock": "yarn upgrade {name}",
    "poetry.lock": "poetry update {name}",
    "pdm.lock": "pdm update {name}",
}


_RENEWED_BY = {
    "package-lock.json": "npm install",
    "npm-shrinkwrap.json": "npm install",
    "yarn.lock": "yarn install",
    "pnpm-lock.yaml": "pnpm install",
    "bun.lock": "bun install",
    "poetry.lock": "poetry lock",
    "uv.lock": "uv lock",
    "pdm.lock": "pdm lock",
    "pylock.toml": "pip lock",
}


def ruling(place: str, names: tuple[str, ...], locks: Mapping[str, Manifest]) -> Manifest | None:
    """Return the lock file in the manifest's folder, or in the nearest one above."""
    folder = posixpath.dirname(place)
    while True:
        for name in names:
            if (found := locks.get(posixpath.join(folder, name))) is not None:
                return found
        if not folder:
            return None
        folder = posixpath.dirname(folder)


def refreshing(lock: str, name: str) -> str:
    """Return the command that moves one package of a lock file, "" where none is known."""
    return _REFRESHED_BY.get(posixpath.basename(lock), "").format(name=name)


def renewing(lock: str) -> str:
    """Return the command that takes the changed ranges of manifests into a lock file, "" where none is known."""
    return _RENEWED_BY.get(posixpath.basename(lock), "")
