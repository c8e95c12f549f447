"""What a Python project asks for in its pyproject.toml, in each of the ways tools have written it.

Sources: PEP 621 (project), PEP 735 (dependency groups), Poetry's, PDM's and uv's documentation.
"""

from __future__ import annotations

import re
from typing import Any

from securestack.core.package import Scope
from securestack.inventory.ecosystems import python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.graph import stronger
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.shapes import mapping, text, texts

_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*([^;]*)")


def direct_requirements(source: bytes) -> dict[str, Scope]:
    """Return the normalised names a project asks for, with the scope; nothing when the file cannot be read."""
    try:
        document = toml_text.decode(source)
    except UnreadableFile:
        return {}
    found: dict[str, Scope] = {}
    for name, _, scope in requirements(document):
        found[name] = stronger(found.get(name, scope), scope)
    return found


def requirements(document: dict[str, Any]) -> list[tuple[str, str, Scope]]:
    """Return the name, range and scope of each requirement."""
    project = mapping(document.get("project"))
    tool = mapping(document.get("tool"))
    poetry = mapping(tool.get("poetry"))
    found = _listed(project.get("dependencies"), Scope.PRODUCTION)
    for extra in mapping(project.get("optional-dependencies")).values():
        found += _listed(extra, Scope.OPTIONAL)
    for group in mapping(document.get("dependency-groups")).values():
        found += _listed(group, Scope.DEVELOPMENT)
    for group in mapping(mapping(tool.get("pdm")).get("dev-dependencies")).values():
        found += _listed(group, Scope.DEVELOPMENT)
    found += _listed(mapping(tool.get("uv")).get("dev-dependencies"), Scope.DEVELOPMENT)
    found += _tabled(poetry.get("dependencies"), Scope.PRODUCTION)
    found += _tabled(poetry.get("dev-dependencies"), Scope.DEVELOPMENT)
    for group in mapping(poetry.get("group")).values():
        found += _tabled(mapping(group).get("dependencies"), Scope.DEVELOPMENT)
    return found


def _listed(requirements: object, scope: Scope) -> list[tuple[str, str, Scope]]:
    found = []
    for requirement in texts(requirements):
        match = _NAME.match(requirement)
        if match is not None:
            found.append((python_name(match[1]), match[2].strip(), scope))
    return found


def _tabled(requirements: object, scope: Scope) -> list[tuple[str, str, Scope]]:
    found = []
    for name, wanted in mapping(requirements).items():
        if name == "python":
            continue
        table = mapping(wanted)
        actual = Scope.OPTIONAL if table.get("optional") is True and scope is Scope.PRODUCTION else scope
        found.append((python_name(str(name)), text(wanted) or text(table.get("version")), actual))
    return found
