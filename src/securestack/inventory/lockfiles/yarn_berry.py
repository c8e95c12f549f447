"""yarn.lock of Yarn 2 and later: YAML whose entries include the workspaces themselves."""

from __future__ import annotations

import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.node import project_beside
from securestack.inventory.ecosystems import NPM
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlMapping
from securestack.inventory.graph import stronger
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "yarn-berry"

_RESOLUTION = re.compile(r"(@?[^@]+)@(\w[\w+.-]*):(.*)", re.DOTALL)
_PATCHED = re.compile(r"(@?[^@]+)@npm%3A([^#]+)")


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a yarn.lock of version 2 and later."""
    collector = Collector(KIND, path, NPM)
    document = yaml_text.decode(source)
    entries = document if isinstance(document, YamlMapping) else YamlMapping(0)
    purls: dict[str, str] = {}
    workspaces: list[tuple[str, YamlMapping]] = []
    members: list[tuple[str, YamlMapping]] = []
    for key, entry in entries.items():
        if key == "__metadata" or not isinstance(entry, YamlMapping):
            continue
        resolution = _RESOLUTION.match(text(entry.get("resolution")))
        if resolution is None:
            collector.notice("This entry says not what it was resolved to.", entries.lines.get(key, 0))
        elif resolution[2] in ("workspace", "link", "portal", "file"):
            workspaces.append((resolution[3].partition("::")[0], entry))
        else:
            purl = _add(resolution, entry, entries.lines.get(key, 0), collector)
            members.append((purl, entry))
            purls.update(dict.fromkeys((part.strip() for part in key.split(",")), purl))
    for purl, entry in members:
        optional = mapping(entry.get("dependenciesMeta"))
        for name, wanted in mapping(entry.get("dependencies")).items():
            is_optional = mapping(optional.get(name)).get("optional") == "true"
            collector.link(purl, _find(name, text(wanted), purls), optional=is_optional)
    collector.spread_scopes(_roots(workspaces, purls, path, files))
    return collector.manifest()


def _add(resolution: re.Match[str], entry: YamlMapping, line: int, collector: Collector) -> str:
    name, version = resolution[1], text(entry.get("version"))
    if resolution[2] == "patch" and (patched := _PATCHED.match(resolution[3])):
        name, version = patched[1], patched[2]
    checksum = text(entry.get("checksum")).rpartition("/")[2]
    return collector.add(name, version, line=line, hashes=from_hexadecimal(checksum))


def _find(name: str, wanted: str, purls: dict[str, str]) -> str:
    """Return the purl of a dependency; older files leave `npm:` out of its range."""
    return purls.get(f"{name}@{wanted}") or purls.get(f"{name}@npm:{wanted}") or ""


def _roots(
    workspaces: list[tuple[str, YamlMapping]], purls: dict[str, str], path: str, files: FileReader
) -> dict[str, Scope]:
    roots: dict[str, Scope] = {}
    for folder, entry in workspaces:
        scopes = {wanted.name: wanted.scope for wanted in project_beside(path, files, folder)}
        for name, wanted in mapping(entry.get("dependencies")).items():
            root, scope = _find(name, text(wanted), purls), scopes.get(name, Scope.PRODUCTION)
            if root:
                roots[root] = stronger(roots.get(root, scope), scope)
    return roots
