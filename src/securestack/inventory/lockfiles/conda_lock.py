"""conda-lock.yml: packages of conda and pip for several platforms, with edges and groups."""

from __future__ import annotations

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CONDA, PYPI, python_name
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlMapping, YamlSequence
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text

KIND = "conda-lock"


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a conda-lock.yml, of all platforms together."""
    collector = Collector(KIND, path, CONDA)
    document = yaml_text.decode(source)
    packages = document.get("package") if isinstance(document, YamlMapping) else None
    entries = packages if isinstance(packages, YamlSequence) else YamlSequence(0)
    purls: dict[tuple[str, str], str] = {}
    added: list[tuple[str, str, object]] = []
    for entry, line in zip(entries, entries.lines, strict=True):
        entry = mapping(entry)
        pip = entry.get("manager") == "pip"
        name, platform = text(entry.get("name")), text(entry.get("platform"))
        optional = text(entry.get("optional")) == "true"
        development = optional and text(entry.get("category")) in ("dev", "test", "lint", "docs")
        digest = mapping(entry.get("hash"))
        purl = collector.add(
            python_name(name) if pip else name.lower(),
            text(entry.get("version")),
            line=line,
            ecosystem=PYPI if pip else CONDA,
            scope=Scope.DEVELOPMENT if development else Scope.OPTIONAL if optional else Scope.PRODUCTION,
            hashes=[
                value
                for kind in ("sha256", "md5")
                for value in from_hexadecimal(text(digest.get(kind)), kind)
            ],
        )
        purls[(platform, name)] = purl
        added.append((platform, purl, entry.get("dependencies")))
    for platform, purl, dependencies in added:
        for name in mapping(dependencies):
            collector.link(purl, purls.get((platform, str(name)), ""))
    return collector.manifest()
