"""pdm.lock: packages with edges and the groups they belong to."""

from __future__ import annotations

import posixpath
import re

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.declared.python import direct_requirements
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.formats import toml_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "pdm-lock"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a pdm.lock. A package is there once more for each set of extras; those are one."""
    collector = Collector(KIND, path, PYPI)
    document = toml_text.decode(source)
    lines = toml_text.table_lines(source, "package")
    packages = [mapping(entry) for entry in sequence(document.get("package"))]
    by_name: dict[str, set[str]] = {}
    purls: list[str] = []
    for position, entry in enumerate(packages):
        name = python_name(text(entry.get("name")))
        groups = texts(entry.get("groups"))
        purl = collector.add(
            name,
            text(entry.get("version")),
            line=lines[position] if position < len(lines) else 0,
            scope=Scope.PRODUCTION if not groups or "default" in groups else Scope.DEVELOPMENT,
            hashes=[
                value
                for file in sequence(entry.get("files"))
                for value in from_hexadecimal(text(mapping(file).get("hash")))
            ],
        )
        purls.append(purl)
        by_name.setdefault(name, set()).add(purl)
    for entry, purl in zip(packages, purls, strict=True):
        for requirement in texts(entry.get("dependencies")):
            match = _NAME.match(requirement)
            for child in by_name.get(python_name(match[0]), ()) if match else ():
                collector.link(purl, child)
    project = files.read(posixpath.join(posixpath.dirname(path), "pyproject.toml"))
    if project is not None:
        wanted = direct_requirements(project)
        collector.spread_scopes(
            {purl: scope for name, scope in wanted.items() for purl in by_name.get(name, ())}
        )
    return collector.manifest()
