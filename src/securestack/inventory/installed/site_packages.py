"""Python distributions installed in a folder: `*.dist-info` and `*.egg-info`.

Source: the core metadata specification, and PEP 376 for REQUESTED.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable

import msgspec

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.manifest import FileReader, Manifest

KIND = "python-site-packages"

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_EXTRA = re.compile(r"\bextra\s*==")
_DIRECTORY = re.compile(r"(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info")
_LONGEST_LICENCE = 100  # beyond it somebody has put the whole text there


class _Metadata(msgspec.Struct):
    name: str = ""
    version: str = ""
    expression: str = ""
    licence: str = ""
    classifiers: list[str] = []
    requires: list[str] = []


def is_distribution(name: str) -> bool:
    """Whether a name of a file or folder is the record of an installed distribution."""
    return name.endswith((".dist-info", ".egg-info"))


def read(folder: str, records: Iterable[str], files: FileReader) -> Manifest:
    """Return the distributions of one folder by the names of their records in it."""
    collector = Collector(KIND, folder, PYPI)
    purls: dict[str, str] = {}
    requires: list[tuple[str, str]] = []
    requested: list[str] = []
    for record in sorted(records):
        place = posixpath.join(folder, record)
        path, source = _metadata_file(place, files)
        if source is None:
            collector.notice("The record of this distribution holds no metadata that can be read.", 0, place)
            continue
        metadata = _parse(source)
        from_name = _DIRECTORY.fullmatch(record)
        name = metadata.name or (from_name[1] if from_name else "")
        version = metadata.version or (from_name[2] if from_name else "")
        if not _NAME.fullmatch(name):
            collector.notice("The metadata of this distribution names no project.", 1, path)
            continue
        purl = collector.add(python_name(name), version, path=path, line=1, licences=_licences(metadata))
        purls[python_name(name)] = purl
        requires += [(purl, wanted) for wanted in metadata.requires]
        if files.read(posixpath.join(place, "REQUESTED")) is not None:
            requested.append(purl)
    for purl, wanted in requires:
        match = _NAME.match(wanted)
        child = purls.get(python_name(match[0]), "") if match else ""
        collector.link(purl, child, optional=bool(_EXTRA.search(wanted.partition(";")[2])))
    for purl in requested:
        collector.mark_direct(purl, Scope.PRODUCTION)
    return collector.manifest()


def _metadata_file(place: str, files: FileReader) -> tuple[str, bytes | None]:
    names = ("/METADATA",) if place.endswith(".dist-info") else ("/PKG-INFO", "")
    for name in names:
        source = files.read(place + name)
        if source is not None:
            return place + name, source
    return place, None


def _parse(source: bytes) -> _Metadata:
    """Read the header lines; the description after the empty line is left alone."""
    end = re.search(rb"\r?\n\r?\n", source)
    head = source[: end.start()] if end else source
    found = _Metadata(classifiers=[], requires=[])
    for line in head.decode("utf-8", "replace").splitlines():
        if line[:1] in (" ", "\t"):
            continue  # the rest of a long value, such as a licence's text
        key, _, value = line.partition(":")
        value = value.strip()
        match key.lower():
            case "name":
                found.name = found.name or value
            case "version":
                found.version = found.version or value
            case "license-expression":
                found.expression = value
            case "license":
                found.licence = value
            case "classifier" if value.startswith("License ::"):
                found.classifiers.append(value)
            case "requires-dist":
                found.requires.append(value)
    return found


def _licences(metadata: _Metadata) -> list[str]:
    if metadata.expression:
        return [metadata.expression]
    if (
        metadata.licence
        and metadata.licence.upper() != "UNKNOWN"
        and len(metadata.licence) <= _LONGEST_LICENCE
    ):
        return [metadata.licence]
    return [
        name
        for name in (entry.rpartition(" :: ")[2] for entry in metadata.classifiers)
        if name != "OSI Approved"
    ]
