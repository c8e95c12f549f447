"""pyproject.toml: its wishes in each of the ways tools write them, and how they are rewritten where they stand.

Sources: PEP 621, PEP 735, Poetry's, PDM's and uv's documentation.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import msgspec

from securestack.core.package import Scope
from securestack.inventory.ecosystems import python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.shapes import mapping, sequence
from securestack.scanners.dependencies.upgrades.wishes import CannotEdit, Wish, replace_one

Place = tuple[str | int, ...]

_REQUIREMENT = re.compile(
    r"\s*(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(?P<wanted>[^;]*?)\s*(?:;.*)?",
    re.DOTALL,
)


def read_wishes(source: bytes, path: str) -> list[Wish]:
    """Return what a pyproject.toml asks for. Raises UnreadableFile."""
    document = toml_text.decode(source)
    written = source.decode("utf-8-sig")
    found = []
    for place, scope, whole in _listed(document):
        match = _REQUIREMENT.fullmatch(whole)
        if match is not None:
            wish = Wish(
                path=path,
                name=python_name(match["name"]),
                wanted=match["wanted"],
                scope=scope,
                place=place,
                whole=whole,
                obstacle="It is asked for by address; change it by hand." if "@" in match["wanted"] else "",
            )
            found.append(_with_line(wish, written))
    for place, scope, name, whole in _tabled(document):
        obstacle = "" if whole else "It has no version of its own, or several; change it by hand."
        wish = Wish(
            path=path, name=name, wanted=whole, scope=scope, place=place, whole=whole, obstacle=obstacle
        )
        found.append(_with_line(wish, written))
    return found


def _listed(document: dict[str, Any]) -> Iterator[tuple[Place, Scope, str]]:
    """Yield each requirement in a list, with the way to it."""
    project, tool = mapping(document.get("project")), mapping(document.get("tool"))
    lists: list[tuple[Place, Scope, object]] = [
        (("project", "dependencies"), Scope.PRODUCTION, project.get("dependencies")),
        (
            ("tool", "uv", "dev-dependencies"),
            Scope.DEVELOPMENT,
            mapping(tool.get("uv")).get("dev-dependencies"),
        ),
    ]
    groups: list[tuple[Place, Scope, object]] = [
        (("project", "optional-dependencies"), Scope.OPTIONAL, project.get("optional-dependencies")),
        (("dependency-groups",), Scope.DEVELOPMENT, document.get("dependency-groups")),
        (
            ("tool", "pdm", "dev-dependencies"),
            Scope.DEVELOPMENT,
            mapping(tool.get("pdm")).get("dev-dependencies"),
        ),
    ]
    for place, scope, tables in groups:
        lists += [((*place, name), scope, listed) for name, listed in mapping(tables).items()]
    for place, scope, listed in lists:
        for number, entry in enumerate(sequence(listed)):
            if isinstance(entry, str):
                yield (*place, number), scope, entry


def _tabled(document: dict[str, Any]) -> Iterator[tuple[Place, Scope, str, str]]:
    """Yield each of Poetry's dependencies, with the way to its range."""
    poetry = mapping(mapping(document.get("tool")).get("poetry"))
    base: Place = ("tool", "poetry")
    tables: list[tuple[Place, Scope, object]] = [
        ((*base, "dependencies"), Scope.PRODUCTION, poetry.get("dependencies")),
        ((*base, "dev-dependencies"), Scope.DEVELOPMENT, poetry.get("dev-dependencies")),
    ]
    for group, table in mapping(poetry.get("group")).items():
        inner = mapping(table).get("dependencies")
        tables.append(((*base, "group", group, "dependencies"), Scope.DEVELOPMENT, inner))
    for place, scope, table in tables:
        for name, wanted in mapping(table).items():
            if name == "python":
                continue
            version = mapping(wanted).get("version")
            if isinstance(version, str):
                yield (*place, name, "version"), scope, python_name(name), version
            else:
                yield (*place, name), scope, python_name(name), wanted if isinstance(wanted, str) else ""


def _with_line(wish: Wish, written: str) -> Wish:
    spans = list(_spans(wish, written))
    if not spans:
        return wish
    return msgspec.structs.replace(wish, line=written.count("\n", 0, spans[0][0]) + 1)


def _spans(wish: Wish, written: str) -> Iterator[tuple[int, int]]:
    """Yield where the text of a wish may stand: beside its name first, where it has one of its own."""
    literals = "|".join(
        re.escape(literal) for literal in (json.dumps(wish.whole, ensure_ascii=False), f"'{wish.whole}'")
    )
    key = wish.place[-2] if wish.place[-1] == "version" else wish.place[-1]
    if isinstance(key, str):
        near = rf"(?m)^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=[^\n]*?({literals})"
        yield from (match.span(1) for match in re.finditer(near, written))
    yield from (match.span() for match in re.finditer(literals, written))


def rewrite(source: bytes, changes: Mapping[Wish, str]) -> bytes:
    """Return the file with these ranges; nothing else differs. Raises CannotEdit."""
    try:
        written = source.decode()
        expected = toml_text.decode(source)
    except (UnicodeDecodeError, UnreadableFile) as error:
        raise CannotEdit("The file is no TOML in UTF-8.") from error
    for wish, wanted in changes.items():
        whole = _rewritten(wish, wanted)
        expected = copy.deepcopy(expected)
        _put(expected, wish.place, whole)
        choices = [
            (start, end, json.dumps(whole, ensure_ascii=False) if written[start] == '"' else f"'{whole}'")
            for start, end in _spans(wish, written)
        ]
        written = replace_one(written, choices, partial(_reads_as, expected))
    return written.encode()


def _rewritten(wish: Wish, wanted: str) -> str:
    if wish.whole == wish.wanted:
        return wanted
    match = _REQUIREMENT.fullmatch(wish.whole)
    if match is None:
        raise CannotEdit("The requirement cannot be taken apart; change it by hand.")
    start, end = match.span("wanted")
    return wish.whole[:start] + wanted + wish.whole[end:]


def _put(document: Any, place: Place, value: str) -> None:
    for part in place[:-1]:
        document = document[part]
    document[place[-1]] = value


def _reads_as(expected: object, written: str) -> bool:
    try:
        return toml_text.decode(written.encode()) == expected
    except UnreadableFile:
        return False
