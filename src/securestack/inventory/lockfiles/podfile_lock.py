"""Podfile.lock: pods with edges; the parts of a pod (subspecs) count as the pod."""

from __future__ import annotations

import re

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import COCOAPODS
from securestack.inventory.formats import yaml_text
from securestack.inventory.formats.yaml_text import YamlSequence
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest
from securestack.inventory.shapes import mapping, sequence, text, texts

KIND = "podfile-lock"

_POD = re.compile(r"([^\s(]+)(?:\s+\(([^)]*)\))?.*", re.DOTALL)


def read(source: bytes, path: str, _files: FileReader) -> Manifest:
    """Return the pods of a Podfile.lock."""
    collector = Collector(KIND, path, COCOAPODS)
    document = mapping(yaml_text.decode(source))
    checksums = mapping(document.get("SPEC CHECKSUMS"))
    wanted = {_name(entry) for entry in texts(document.get("DEPENDENCIES"))}
    pods = document.get("PODS")
    lines = pods.lines if isinstance(pods, YamlSequence) else []
    purls: dict[str, str] = {}
    needs: list[tuple[str, str]] = []
    for position, entry in enumerate(sequence(pods)):
        label = text(entry) or next(iter(mapping(entry)), "")
        match = _POD.fullmatch(label)
        if match is None or not match[2]:
            collector.notice("This entry is no pod that can be read.", lines[position])
            continue
        name = _name(label)
        purls[name] = collector.add(
            name,
            match[2],
            line=lines[position],
            direct=name in wanted,
            hashes=from_hexadecimal(text(checksums.get(name))),
        )
        needs += [(name, _name(need)) for need in texts(mapping(entry).get(label))]
    for name, need in needs:
        collector.link(purls[name], purls.get(need, ""))
    return collector.manifest()


def _name(entry: str) -> str:
    """Return the pod's own name out of `Pod/Part (~> 1.0)`."""
    return re.split(r"[\s/(]", entry.strip(), maxsplit=1)[0]
