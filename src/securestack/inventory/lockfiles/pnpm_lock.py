"""pnpm-lock.yaml, versions 5 to 9: importers are the roots, `packages` and later `snapshots` the graph."""

from __future__ import annotations

import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.node import SECTIONS
from securestack.inventory.ecosystems import NPM
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlMapping
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_integrity
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "pnpm-lock"

_OLD_KEY = re.compile(
    r"/?(?:[\w.-]+\.[\w.-]+(?::\d+)?/)?((?:@[^/]+/)?[^/@]+)/(\d[^_(/]*)(?:[_(].*)?", re.DOTALL
)
_KEY = re.compile(r"/?((?:@[^/@]+/)?[^/@]+)@([^(]+)(?:\(.*)?", re.DOTALL)
_EXACT = re.compile(r"v?\d+\.\d+\.\d+")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a pnpm lock file."""
    collector = Collector(KIND, path, NPM)
    document: YamlMapping = YamlMapping(0)
    for part in yaml_text.decode_all(source):  # version 11 of pnpm writes its own tools into a first document
        if isinstance(part, YamlMapping) and ("packages" in part or "importers" in part or not document):
            document = part
    packages = _part(document, "packages")
    snapshots = _part(document, "snapshots")
    purls: dict[str, str] = {}
    for key, entry in packages.items():
        purls[key] = _add(key, mapping(entry), packages.lines.get(key, 0), collector)
    for key in snapshots:
        purls[key] = purls.get(key) or purls.get(key.partition("(")[0], "")
    for key, entry in (snapshots or packages).items():
        for section in ("dependencies", "optionalDependencies"):
            for name, wanted in mapping(mapping(entry).get(section)).items():
                child = _find(name, text(wanted), purls)
                collector.link(purls.get(key, ""), child, optional=section != "dependencies")
    collector.spread_scopes(_roots(document, purls))
    return collector.manifest()


def _part(document: YamlMapping, name: str) -> YamlMapping:
    value = document.get(name)
    return value if isinstance(value, YamlMapping) else YamlMapping(0)


def _add(key: str, entry: dict[str, object], line: int, collector: Collector) -> str:
    match = _OLD_KEY.fullmatch(key) or _KEY.fullmatch(key)
    name = text(entry.get("name")) or (match[1] if match else "")
    version = text(entry.get("version")) or (match[2] if match else "")
    if not name:
        collector.notice("This entry names no package that can be read.", line)
        return ""
    resolution = mapping(entry.get("resolution"))
    if version.startswith(("file:", "link:")) or resolution.get("type") == "directory":
        return ""  # a part of the project
    exact = bool(_EXACT.match(version))
    return collector.add(
        name,
        version if exact else "",
        line=line,
        scope=Scope.DEVELOPMENT if entry.get("dev") == "true" else Scope.PRODUCTION,
        hashes=from_integrity(text(resolution.get("integrity"))),
        requirement="" if exact else version,
    )


def _find(name: str, wanted: str, purls: dict[str, str]) -> str:
    """Return the purl that a dependency's version, with its peers, stands for; "" for links."""
    for key in (f"{name}@{wanted}", f"/{name}@{wanted}", f"/{name}/{wanted}", wanted, f"/{wanted}"):
        if key in purls:
            return purls[key]
    return ""


def _roots(document: YamlMapping, purls: dict[str, str]) -> dict[str, Scope]:
    importers = [mapping(entry) for entry in mapping(document.get("importers")).values()] or [document]
    roots: dict[str, Scope] = {}
    for importer in importers:
        for section, scope in SECTIONS:
            for name, wanted in mapping(importer.get(section)).items():
                version = text(wanted) or text(mapping(wanted).get("version"))
                if root := _find(name, version, purls):
                    roots[root] = stronger(roots.get(root, scope), scope)
    return roots
