"""renv.lock: R packages with what each requires."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CRAN
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, text, texts

KIND = "renv-lock"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9.]*")


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the packages of a renv.lock."""
    collector = Collector(KIND, path, CRAN)
    packages = mapping(mapping(json_text.decode(source)).get("Packages"))
    lines = json_text.key_lines(source, 2)
    purls: dict[str, str] = {}
    for key, entry in packages.items():
        entry = mapping(entry)
        name = text(entry.get("Package")) or key
        purls[name] = collector.add(
            name,
            text(entry.get("Version")),
            line=lines.get(("Packages", key), 0),
            hashes=from_hexadecimal(text(entry.get("Hash")), "md5")
            if len(text(entry.get("Hash"))) == 32
            else (),
            licences=[text(entry.get("License"))],
        )
    for key, entry in packages.items():
        purl = purls.get(text(mapping(entry).get("Package")) or key, "")
        for section in ("Requirements", "Depends", "Imports", "LinkingTo"):
            for wanted in texts(mapping(entry).get(section)):
                name = _NAME.match(wanted.strip())
                collector.link(purl, purls.get(name[0], "") if name else "")
    return collector.manifest()
