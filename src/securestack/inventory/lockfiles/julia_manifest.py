"""Julia's Manifest.toml, formats 1 and 2, with Project.toml for what the project itself asks for."""

from __future__ import annotations

import posixpath

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import JULIA
from securestack.inventory.formats import toml_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest, UnreadableFile
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "julia-manifest"


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a manifest. Parts of Julia's standard library without a version are left out."""
    collector = Collector(KIND, path, JULIA)
    document = toml_text.decode(source)
    second_format = "manifest_format" in document or isinstance(document.get("deps"), dict)
    tables = mapping(document.get("deps")) if second_format else document
    lines = toml_text.header_lines(source)
    purls: dict[str, list[str]] = {}
    needs: list[tuple[str, str]] = []
    for name, entries in tables.items():
        for entry in sequence(entries):
            entry = mapping(entry)
            if not entry.get("version") or not entry.get("uuid"):
                continue
            purl = collector.add(
                name,
                text(entry.get("version")),
                line=lines.get(f"deps.{name}" if second_format else name, 0),
                hashes=from_hexadecimal(text(entry.get("git-tree-sha1")), "gittree"),
                qualifiers={"uuid": text(entry.get("uuid"))},
            )
            purls.setdefault(name, []).append(purl)
            wanted = entry.get("deps")
            needs += [(purl, need) for need in (texts(wanted) or [str(key) for key in mapping(wanted)])]
    for purl, need in needs:
        for child in purls.get(need, ()):
            collector.link(purl, child)
    _mark_roots(path, files, purls, collector)
    return collector.manifest()


def _mark_roots(path: str, files: FileReader, purls: dict[str, list[str]], collector: Collector) -> None:
    project = files.read(posixpath.join(posixpath.dirname(path), "Project.toml"))
    if project is None:
        return
    try:
        document = toml_text.decode(project)
    except UnreadableFile:
        return
    roots: dict[str, Scope] = {}
    sections = (("extras", Scope.DEVELOPMENT), ("weakdeps", Scope.OPTIONAL), ("deps", Scope.PRODUCTION))
    for section, scope in sections:
        for name in mapping(document.get(section)):
            roots.update(dict.fromkeys(purls.get(str(name), ()), scope))
    collector.spread_scopes(roots)
