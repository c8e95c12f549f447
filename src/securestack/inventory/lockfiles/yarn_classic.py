"""yarn.lock of Yarn 1: its own indented format, with edges; package.json beside it tells the roots."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.node import project_beside
from securestack.inventory.ecosystems import NPM
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_integrity
from securestack.inventory.manifest import FileReader, Manifest

KIND = "yarn-classic"

_SPECIFIER = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s,"]+)')
_PROPERTY = re.compile(r'\s*"?([^"\s]+?)"?:?\s+"?([^"]*)"?\s*')


class _Block(msgspec.Struct):
    line: int
    specifiers: list[str]
    version: str = ""
    integrity: str = ""
    needs: list[tuple[str, bool]] = []  # specifier, optional


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a yarn.lock of version 1."""
    collector = Collector(KIND, path, NPM)
    blocks = _blocks(source.decode("utf-8-sig", "replace"), collector)
    purls: dict[str, str] = {}
    for block in blocks:
        name = _name(block.specifiers[0])
        purl = collector.add(name, block.version, line=block.line, hashes=from_integrity(block.integrity))
        purls.update(dict.fromkeys(block.specifiers, purl))
    for block in blocks:
        for specifier, optional in block.needs:
            collector.link(purls[block.specifiers[0]], purls.get(specifier, ""), optional=optional)
    roots: dict[str, Scope] = {}
    for wanted in project_beside(path, files):
        root = purls.get(f"{wanted.name}@{wanted.wanted}")
        if root:
            roots[root] = stronger(roots.get(root, wanted.scope), wanted.scope)
    collector.spread_scopes(roots)
    return collector.manifest()


def asked(source: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each package's name and version with the ranges in which it asks for others, by their names."""
    for block in _blocks(source.decode("utf-8-sig", "replace"), Collector(KIND, "", NPM)):
        wanted = {}
        for specifier, _ in block.needs:
            name, _, range = specifier[1:].partition("@")
            wanted[specifier[:1] + name] = range
        yield _name(block.specifiers[0]), block.version, wanted


def _blocks(text: str, collector: Collector) -> list[_Block]:
    blocks: list[_Block] = []
    current: _Block | None = None
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent == 0:
            specifiers = [a or b for a, b in _SPECIFIER.findall(stripped.removesuffix(":"))]
            current, section = None, ""
            if stripped.startswith(("<<<<<<<", "=======", ">>>>>>>")):
                collector.notice("A merge conflict was left in this file.", number)
            elif not stripped.endswith(":") or not specifiers:
                collector.notice("This line is no entry that can be read.", number)
            else:
                current = _Block(number, specifiers)
                blocks.append(current)
        elif current is not None:
            section = _take(current, stripped, section if indent > 2 else "")
    return blocks


def _take(block: _Block, line: str, section: str) -> str:
    """Read one line of a block; return the section that the next deeper line belongs to."""
    if line.endswith(":") and " " not in line:
        return line[:-1]
    match = _PROPERTY.fullmatch(line)
    if match is None:
        return section
    if section in ("dependencies", "optionalDependencies"):
        block.needs.append((f"{match[1]}@{match[2]}", section != "dependencies"))
    elif not section and match[1] == "version":
        block.version = match[2]
    elif not section and match[1] == "integrity":
        block.integrity = match[2]
    return section


def _name(specifier: str) -> str:
    """Return the package that a specifier such as `@a/b@^1` or `alias@npm:real@^1` stands for."""
    name, _, wanted = specifier[1:].partition("@")
    name = specifier[:1] + name
    if wanted.startswith("npm:"):
        target = wanted[4:]
        return target[:1] + target[1:].partition("@")[0]
    return name
