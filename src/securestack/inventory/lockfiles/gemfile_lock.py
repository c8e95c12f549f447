"""Gemfile.lock and gems.locked: gems with edges; the Gemfile beside it tells the groups."""

from __future__ import annotations

import posixpath
import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import RUBYGEMS
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest

KIND = "gemfile-lock"

_SPEC = re.compile(r"([^\s(!]+)(?: \(([^)]*)\))?!?")
_PLATFORM = re.compile(
    r"-((?:x86|x64|x86_64|aarch64|arm64|arm|universal|java|jruby|mswin\d*|mingw\d*|ruby|powerpc|ppc)[\w.-]*)$"
)
_GEM = re.compile(r"^\s*gem\s*\(?\s*[\"']([^\"']+)[\"'](.*)$")
_GROUP_BLOCK = re.compile(r"^\s*group\s*\(?\s*(.+?)\)?\s+do\b")
_INLINE_GROUPS = re.compile(r"(?:\bgroups?:|:groups?\s*=>)\s*(\[[^\]]*\]|[:\"']\w+)")
_WORD = re.compile(r"\w+")
_DEVELOPMENT = {"development", "test", "dev", "ci", "lint", "doc", "docs", "documentation"}


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the gems of a lock file. Gems out of a folder of the project are roots, not packages."""
    collector = Collector(KIND, path, RUBYGEMS)
    purls: dict[str, str] = {}
    needs: list[tuple[str, str]] = []
    wanted: list[str] = []
    section, parent, owned = "", "", False
    for number, raw in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        line = raw.rstrip()
        indent = len(line) - len(line.lstrip(" "))
        if not line:
            continue
        if indent == 0:
            section, parent, owned = line, "", False
            if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
                collector.notice("A merge conflict was left in this file.", number)
            continue
        match = _SPEC.fullmatch(line.strip())
        if section in ("GEM", "GIT", "PATH", "PLUGIN SOURCE"):
            if match is None or indent < 4:
                continue
            if indent == 4:
                owned = section == "PATH"
                parent = match[1]
                if not owned:
                    purls[parent] = _add(match, number, collector)
            elif parent and indent >= 6:
                needs.append(("" if owned else parent, match[1]))
        elif section == "DEPENDENCIES" and match is not None:
            wanted.append(match[1])
        elif section == "CHECKSUMS" and " sha256=" in line:
            _checksum(line, collector)
    for name, child in needs:
        if name:
            collector.link(purls[name], purls.get(child, ""))
    scopes = _groups(path, files)
    roots: dict[str, Scope] = {}
    for name in [*wanted, *(child for name, child in needs if not name)]:
        if root := purls.get(name):
            scope = scopes.get(name, Scope.PRODUCTION)
            roots[root] = stronger(roots.get(root, scope), scope)
    collector.spread_scopes(roots)
    return collector.manifest()


def _add(match: re.Match[str], line: int, collector: Collector) -> str:
    version = match[2] or ""
    platform = _PLATFORM.search(version)
    if platform is not None:
        version = version[: platform.start()]
    return collector.add(match[1], version, line=line)


def _checksum(line: str, collector: Collector) -> None:
    match = _SPEC.match(line.strip())
    if match is not None and match[2] and not _PLATFORM.search(match[2]):
        hashes = [
            value
            for digest in re.findall(r"sha256=([0-9a-f]{64})", line)
            for value in from_hexadecimal(digest)
        ]
        collector.add_hashes(match[1], match[2], hashes)


def _groups(path: str, files: FileReader) -> dict[str, Scope]:
    """Return the scope of gems as a Gemfile writes them down; only plain `gem` and `group` lines are understood."""
    name = "gems.rb" if path.endswith("gems.locked") else "Gemfile"
    source = files.read(posixpath.join(posixpath.dirname(path), name))
    scopes: dict[str, Scope] = {}
    blocks: list[set[str]] = []
    for line in (source or b"").decode("utf-8", "replace").split("\n"):
        code = line.partition("#")[0]
        block = _GROUP_BLOCK.match(code)
        gem = _GEM.match(code)
        if block is not None:
            blocks.append(set(_WORD.findall(block[1])))
        elif re.search(r"\bdo\b(?:\s*\|[^|]*\|)?\s*$", code) or re.match(r"\s*(?:if|unless|case)\b", code):
            blocks.append(set())
        elif re.match(r"\s*end\b", code) and blocks:
            blocks.pop()
        elif gem is not None:
            groups = {group for opened in blocks for group in opened}
            inline = _INLINE_GROUPS.search(gem[2])
            groups |= set(_WORD.findall(inline[1])) if inline else set()
            development = bool(groups) and groups <= _DEVELOPMENT
            scopes[gem[1]] = Scope.DEVELOPMENT if development else Scope.PRODUCTION
    return scopes
