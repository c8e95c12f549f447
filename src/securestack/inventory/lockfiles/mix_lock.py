"""mix.lock: Elixir packages with edges; mix.exs beside it tells what is asked for and in which environments."""

from __future__ import annotations

import posixpath
import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import HEX
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest

KIND = "mix-lock"

_ENTRY = re.compile(r'^\s*"([^"]+)":\s*\{:(hex|git|path),(.*)$')
_HEX = re.compile(r'\s*:"?([\w.]+)"?,\s*"([^"]*)",\s*"([0-9a-fA-F]*)"')
_GIT = re.compile(r'\s*"([^"]*)",\s*"([^"]*)"')
_NEED = re.compile(r"\{:\"?(\w+)\"?,[^{}\[\]]*\[([^\[\]]*)\]")
_OUTER = re.compile(r'"hexpm",\s*"([0-9a-f]{64})"\}')
_DECLARED = re.compile(r"^\s*\{:(\w+),(.*)$")
_ONLY = re.compile(r"only:\s*(\[[^\]]*\]|:\w+)")


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a mix.lock."""
    collector = Collector(KIND, path, HEX)
    purls: dict[str, str] = {}
    needs: list[tuple[str, str, bool]] = []
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        match = _ENTRY.match(line)
        if match is None:
            if line.strip() not in ("", "%{", "}", "%{}"):
                collector.notice("This line is no entry that can be read.", number)
            continue
        app, kind, rest = match.groups()
        found = (_HEX if kind == "hex" else _GIT).match(rest)
        if kind == "path":
            continue  # a part of the project
        if found is None:
            collector.notice("This line is no entry that can be read.", number)
        elif kind == "hex":
            outer = _OUTER.search(rest)
            hashes = from_hexadecimal(outer[1] if outer else found[3])
            purls[app] = collector.add(found[1], found[2], line=number, hashes=hashes)
            needs += [(app, name, "optional: true" in options) for name, options in _NEED.findall(rest)]
        elif kind == "git":
            purls[app] = collector.add(app, "", line=number, requirement=f"{found[1]}#{found[2]}")
    for app, child, optional in needs:
        collector.link(purls[app], purls.get(child, ""), optional=optional)
    declared = files.read(posixpath.join(posixpath.dirname(path), "mix.exs"))
    roots: dict[str, Scope] = {}
    for line in (declared or b"").decode("utf-8", "replace").split("\n"):
        wanted = _DECLARED.match(line)
        if wanted is not None and wanted[1] in purls:
            roots[purls[wanted[1]]] = _scope(wanted[2])
    collector.spread_scopes(roots)
    return collector.manifest()


def _scope(options: str) -> Scope:
    only = _ONLY.search(options)
    if only is not None and "prod" not in only[1]:
        return Scope.DEVELOPMENT
    return Scope.OPTIONAL if "optional: true" in options else Scope.PRODUCTION
