"""An installed conda environment: one JSON file for each package in its `conda-meta`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import CONDA
from securestack.inventory.formats import json_text
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest, UnreadableFile
from securestack.inventory.shapes import mapping, sequence, text

KIND = "conda-meta"


def read(folder: str, names: Iterable[str], files: FileReader) -> Manifest:
    """Return the packages of an environment, with the edges its files tell."""
    collector = Collector(KIND, folder, CONDA)
    purls: dict[str, str] = {}
    needs: list[tuple[str, list[str]]] = []
    for name in sorted(names):
        path = posixpath.join(folder, name)
        source = files.read(path)
        try:
            entry = mapping(json_text.decode(source)) if source is not None else {}
        except UnreadableFile as problem:
            collector.notice(problem.message, problem.line, path)
            continue
        if not text(entry.get("name")) or not text(entry.get("version")):
            continue  # such as `history`, or a file of another kind
        purl = _add(entry, path, collector)
        purls[text(entry.get("name"))] = purl
        needs.append((purl, [text(wanted).partition(" ")[0] for wanted in sequence(entry.get("depends"))]))
    for purl, wanted in needs:
        for name in wanted:
            collector.link(purl, purls.get(name, ""))
    return collector.manifest()


def _add(entry: dict[str, object], path: str, collector: Collector) -> str:
    qualifiers = {
        "build": text(entry.get("build")),
        "channel": text(entry.get("channel")).rstrip("/").removesuffix("/" + text(entry.get("subdir"))),
        "subdir": text(entry.get("subdir")),
    }
    qualifiers["channel"] = qualifiers["channel"].rpartition("/")[2]
    hashes = [
        value
        for algorithm in ("sha256", "md5")
        for value in from_hexadecimal(text(entry.get(algorithm)), algorithm)
    ]
    licence = text(entry.get("license"))
    return collector.add(
        text(entry.get("name")),
        text(entry.get("version")),
        path=path,
        qualifiers={key: value for key, value in qualifiers.items() if value},
        hashes=hashes,
        licences=[licence] if licence else (),
    )
