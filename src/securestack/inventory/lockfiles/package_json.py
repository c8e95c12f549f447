"""package.json where no lock file rules it: what the project asks for, mostly as ranges."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.declared.node import declared_in
from securestack.inventory.ecosystems import NPM
from securestack.inventory.formats import json_text
from securestack.inventory.manifest import FileReader, Manifest

KIND = "package-json"

_EXACT = re.compile(r"=?v?(\d+\.\d+\.\d+[^\s|<>=^~*]*)")
_ELSEWHERE = ("workspace:", "file:", "link:", "portal:")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return what the project asks for; versions are known where they are exact."""
    collector = Collector(KIND, path, NPM)
    document = json_text.decode(source)
    lines = json_text.key_lines(source, 2)
    for wanted in declared_in(document):
        name, wish = wanted.name, wanted.wanted
        if wish.startswith(_ELSEWHERE):
            continue
        if wish.startswith("npm:"):
            name, _, wish = wish[4:].rpartition("@") if "@" in wish[5:] else (wish[4:], "", "")
        exact = _EXACT.fullmatch(wish.strip())
        collector.add(
            name,
            exact[1] if exact else "",
            line=lines.get((wanted.section, wanted.name), 0),
            scope=wanted.scope,
            direct=True,
            requirement="" if exact else wish,
        )
    return collector.manifest()
