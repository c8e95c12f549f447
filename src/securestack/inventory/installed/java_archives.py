"""Jars, wars and ears, with the jars inside them, by what Maven and the manifest say of each.

Archives may be made to harm: how many entries, how many bytes and how deep is bounded, and what is left out is told.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib

import msgspec

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import MAVEN, Ecosystem
from securestack.inventory.manifest import Manifest

KIND = "java-archive"
SUFFIXES = (".jar", ".war", ".ear", ".par", ".sar", ".hpi", ".jpi", ".lpkg", ".nar")

_UNKNOWN = Ecosystem("", "generic")
_MOST_ENTRIES = 200_000
_DEEPEST = 5
_MOST_TEXT = 1024 * 1024  # of a manifest or pom.properties
_MOST_UNPACKED = 512 * 1024 * 1024  # of all nested archives of one file
_FILE_NAME = re.compile(r"(.+?)-(\d[\w.+-]*)")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class _Coordinates(msgspec.Struct, frozen=True):
    group: str
    artifact: str
    version: str


class _Budget(msgspec.Struct):
    left: int = _MOST_UNPACKED


def read(source: bytes, path: str) -> Manifest:
    """Return the archive, what is shaded into it, and the archives inside it."""
    collector = Collector(KIND, path, MAVEN)
    budget = _Budget()
    waiting = [(source, path, 1, "")]
    while waiting:
        body, place, depth, parent = waiting.pop(0)
        try:
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                entries = archive.infolist()
                if len(entries) > _MOST_ENTRIES:
                    collector.notice("The archive has more entries than are read.", 0, place)
                    continue
                own = _identify(archive, entries, body, place, collector)
                collector.link(parent, own)
                waiting += _nested(archive, entries, place, depth, own, budget, collector)
        except _BROKEN:
            collector.notice("This is no archive that can be read.", 0, place)
    return collector.manifest()


def _identify(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], body: bytes, place: str, collector: Collector
) -> str:
    """Add the packages an archive says it is made of; return the purl of the archive itself."""
    stem = re.split(r"[/!]", place)[-1].rpartition(".")[0]
    found: list[_Coordinates] = []
    manifest: dict[str, str] = {}
    for entry in entries:
        if entry.filename.endswith("/pom.properties") and entry.filename.startswith("META-INF/maven/"):
            values = _properties(_text(archive, entry, place, collector))
            if values.get("groupId") and values.get("artifactId") and values.get("version"):
                found.append(_Coordinates(values["groupId"], values["artifactId"], values["version"]))
        elif entry.filename.upper() == "META-INF/MANIFEST.MF":
            manifest = _manifest(_text(archive, entry, place, collector))
    digest = hashlib.sha1(body, usedforsecurity=False).hexdigest()
    own = next(
        (known for known in found if stem in (known.artifact, f"{known.artifact}-{known.version}")), None
    )
    own = own or (found[0] if len(found) == 1 else None)
    purls = {
        known: collector.add(
            f"{known.group}:{known.artifact}",
            known.version,
            path=place,
            hashes=[f"sha1:{digest}"] if known is own else (),
        )
        for known in found
    }
    if own is not None:
        for purl in purls.values():
            collector.link(purls[own], purl)
        return purls[own]
    return _by_manifest(manifest, stem, digest, place, collector)


def _by_manifest(manifest: dict[str, str], stem: str, digest: str, place: str, collector: Collector) -> str:
    """Add an archive that carries no Maven coordinates. Its group is not guessed."""
    named = _FILE_NAME.fullmatch(stem)
    artifact = named[1] if named else stem
    version = (
        (named[2] if named else "")
        or manifest.get("implementation-version", "")
        or manifest.get("bundle-version", "")
        or manifest.get("specification-version", "")
    )
    group = manifest.get("implementation-vendor-id", "")
    if re.fullmatch(r"[a-z][\w-]*(?:\.[\w-]+)+", group):
        return collector.add(f"{group}:{artifact}", version, path=place, hashes=[f"sha1:{digest}"])
    return collector.add(artifact, version, path=place, hashes=[f"sha1:{digest}"], ecosystem=_UNKNOWN)


def _nested(
    archive: zipfile.ZipFile,
    entries: list[zipfile.ZipInfo],
    place: str,
    depth: int,
    own: str,
    budget: _Budget,
    collector: Collector,
) -> list[tuple[bytes, str, int, str]]:
    inner: list[tuple[bytes, str, int, str]] = []
    for entry in entries:
        if not entry.filename.lower().endswith(SUFFIXES) or entry.is_dir():
            continue
        where = f"{place}!{entry.filename}"
        if depth >= _DEEPEST:
            collector.notice("Archives in it are nested deeper than is read.", 0, place.partition("!")[0])
            break
        body = _unpack(archive, entry, budget.left)
        if body is None:
            collector.notice(
                "Unpacking this archive would take more memory than is given, or it is broken.", 0, where
            )
            continue
        budget.left -= len(body)
        inner.append((body, where, depth + 1, own))
    return inner


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes | None:
    """Return what an entry holds, or None when it is more, whatever its header says of its size."""
    try:
        with archive.open(entry) as file:
            body = file.read(most + 1)
    except _BROKEN:
        return None
    return body if len(body) <= most else None


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: str, collector: Collector) -> str:
    body = _unpack(archive, entry, _MOST_TEXT)
    if body is None:
        collector.notice(f"{entry.filename} cannot be read, or is larger than any real one.", 0, place)
    return (body or b"").decode("utf-8", "replace")


def _properties(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.splitlines() if not line.startswith("#"))
    return {key.strip(): value.strip() for key, _, value in pairs}


def _manifest(text: str) -> dict[str, str]:
    """Return the main attributes, names in lower case; a line that begins with a space goes on with the last."""
    main = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    pairs = (line.partition(":") for line in re.sub(r"\r?\n ", "", main).splitlines())
    return {key.strip().lower(): value.strip() for key, _, value in pairs}
