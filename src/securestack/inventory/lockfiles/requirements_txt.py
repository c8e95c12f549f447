"""pip's requirements files: pins, ranges, hashes, markers, includes and constraints, and pip-compile's "via" comments.

Sources: pip's documentation of the requirements file format; PEP 508.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from securestack.core.package import Scope
from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import PYPI, python_name
from securestack.inventory.hashes import from_hexadecimal
from securestack.inventory.manifest import FileReader, Manifest

KIND = "pip-requirements"

_MOST_FILES = 50
_MOST_LINES = 200_000
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*"
    r"(?:@\s*(?P<url>\S+)|(?P<range>\(?\s*(?:[<>=!~][^;#]*)?))?(?P<marker>\s*;.*)?"
)
_PIN = re.compile(r"^\(?\s*={2,3}\s*([^\s,;*()]+)\s*\)?$")
_HASH = re.compile(r"--hash[=\s]+(\S+)")
_INCLUDE = re.compile(r"(?:(-r|--requirement|-c|--constraint)(?:\s+|=)?)(?P<path>\S.*)")
_EDITABLE = re.compile(r"(?:-e|--editable)(?:\s+|=)(?P<url>\S+)")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_COMMENT = re.compile(r"(?:^|\s)#")
_DEVELOPMENT = re.compile(
    r"(?:^|[-_.])(?:dev|develop|development|test|tests|testing|lint|docs?|ci)(?:[-_.]|$)"
)


class _Line(msgspec.Struct):
    number: int
    text: str  # continuation lines joined, comment cut off
    via: list[str]  # what the comment says it is needed by


class _Reading(msgspec.Struct):
    """What one run over a file and its includes knows."""

    collector: Collector
    files: FileReader
    seen: set[str]
    constraints: dict[str, str]
    via: list[tuple[str, str]]  # child purl, parent name
    roots: dict[str, Scope]
    explained: bool = False  # whether any line said why it is there


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the packages of a requirements file and of the files it includes."""
    reading = _Reading(Collector(KIND, path, PYPI), files, {path}, {}, [], {})
    _constraints(source, path, reading)
    by_name: dict[str, str] = {}
    _read_file(source, path, reading, by_name)
    for child, parent in reading.via:
        reading.collector.link(by_name.get(parent, ""), child)
    if reading.explained and reading.roots:
        reading.collector.spread_scopes(reading.roots)
    return reading.collector.manifest()


def _constraints(source: bytes, path: str, reading: _Reading) -> None:
    """Collect the pins of constraint files first: they hold for requirements above and below their mention."""
    for line in _lines(source):
        include = _INCLUDE.fullmatch(line.text)
        if include is None or include[1] not in ("-c", "--constraint"):
            continue
        body = _open(include["path"], path, line.number, reading)
        for pinned in _lines(body) if body is not None else ():
            match = _REQUIREMENT.match(pinned.text)
            pin = _PIN.match(match["range"].strip()) if match and match["range"] else None
            if match is not None and pin is not None:
                reading.constraints[python_name(match["name"])] = pin[1]


def _open(name: str, base: str, line: int, reading: _Reading) -> bytes | None:
    name = name.strip().strip("\"'")
    if "://" in name:
        reading.collector.notice("An included file is on the network and was not read.", line, base)
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), name))
    if path in reading.seen:
        return None
    reading.seen.add(path)
    if len(reading.seen) > _MOST_FILES:
        reading.collector.notice("More files are included than are read.", line, base)
        return None
    body = reading.files.read(path)
    if body is None:
        reading.collector.notice(f"The included file “{name}” is not in the target.", line, base)
        return None
    reading.collector.read_too(path)
    return body


def _read_file(source: bytes, path: str, reading: _Reading, by_name: dict[str, str]) -> None:
    # Included files are read after the file itself, so that no chain of includes deepens the stack.
    waiting = [(source, path)]
    while waiting:
        body, place = waiting.pop(0)
        if body.count(b"\n") >= _MOST_LINES:
            reading.collector.notice(
                "The file has more lines than are read; the rest was left.", _MOST_LINES, place
            )
        for line in _lines(body):
            include = _INCLUDE.fullmatch(line.text)
            if include is not None:
                included = (
                    _open(include["path"], place, line.number, reading) if include[1][-1] in "rt" else None
                )
                if include[1] in ("-r", "--requirement") and included is not None:
                    name = posixpath.normpath(
                        posixpath.join(posixpath.dirname(place), include["path"].strip())
                    )
                    _constraints(included, name, reading)
                    waiting.append((included, name))
            elif line.text:
                _requirement(line, place, reading, by_name)


def _requirement(line: _Line, path: str, reading: _Reading, by_name: dict[str, str]) -> None:
    collector = reading.collector
    hashes = [value for match in _HASH.finditer(line.text) for value in from_hexadecimal(match[1])]
    text = re.split(r"\s--?[a-zA-Z]", line.text, maxsplit=1)[0].strip()
    editable = _EDITABLE.match(line.text)
    if editable is not None or re.match(r"(?:git|hg|svn|bzr)\+|https?://|file:", text):
        url = editable["url"] if editable is not None else text
        egg = _EGG.search(url)
        if egg is not None:
            by_name[python_name(egg[1])] = collector.add(
                python_name(egg[1]), "", line=line.number, path=path, requirement=url, scope=_scope(path)
            )
        elif "://" in url:
            collector.notice(
                "A requirement by address names no package and was passed over.", line.number, path
            )
        return
    if text.startswith(("-", ".", "/")):
        return
    match = _REQUIREMENT.fullmatch(text)
    if match is None:
        collector.notice("This line is no requirement that can be read.", line.number, path)
        return
    name = python_name(match["name"])
    wanted = (match["range"] or "").strip() or (match["url"] or "")
    pin = _PIN.match(wanted)
    version = pin[1] if pin else reading.constraints.get(name, "")
    scope = _scope(path)
    direct = True if not line.via else any(parent.startswith("-r ") or "(" in parent for parent in line.via)
    purl = collector.add(
        name,
        version,
        line=line.number,
        path=path,
        hashes=hashes,
        scope=scope,
        requirement="" if pin else wanted,
        direct=direct if line.via else None,
    )
    by_name[name] = purl
    reading.explained = reading.explained or bool(line.via)
    if direct:
        reading.roots[purl] = scope
    reading.via.extend((purl, python_name(parent)) for parent in line.via if not parent.startswith("-"))


def _scope(path: str) -> Scope:
    stem = posixpath.basename(path).lower().removesuffix(".txt").removesuffix(".in").removesuffix(".pip")
    return Scope.DEVELOPMENT if _DEVELOPMENT.search(stem) else Scope.PRODUCTION


def _lines(source: bytes) -> Iterator[_Line]:
    """Yield the logical lines: continuations joined, comments read for what pip-compile writes in them."""
    text = source.decode("utf-8-sig", "replace")
    if text.startswith("\x00") or "\x00" in text[:200]:
        text = source.decode("utf-16", "replace")  # a shell's redirection on Windows writes this
    current: _Line | None = None
    parts: list[str] = []
    in_via = False
    for number, raw in enumerate(text.split("\n")[:_MOST_LINES], 1):
        stripped = raw.strip()
        if not parts and stripped.startswith("#"):
            in_via = _take_via(stripped[1:].strip(), current, in_via)
            continue
        body, comment = _uncommented(raw)
        if not parts:
            if current is not None:
                yield current
            current = _Line(number, "", [])
            in_via = False
        assert current is not None
        body = body.rstrip()
        if body.endswith("\\"):
            parts.append(body[:-1])
            continue
        parts.append(body)
        current.text = " ".join(part.strip() for part in parts).strip()
        parts = []
        if comment:
            in_via = _take_via(comment.strip(), current, in_via)
    if current is not None:
        if parts:
            current.text = " ".join(part.strip() for part in parts).strip()
        yield current


def _uncommented(line: str) -> tuple[str, str]:
    """Return a line and its comment; a `#` inside a word, as in an address, begins none."""
    match = _COMMENT.search(line)
    return (line[: match.start()], line[match.end() :]) if match else (line, "")


def _take_via(comment: str, line: _Line | None, in_via: bool) -> bool:
    """Read one comment line of `# via`; return whether the next one continues it."""
    if line is None or not line.text:
        return False
    if comment == "via":
        return True
    if comment.startswith("via "):
        line.via.extend(part.strip() for part in comment[4:].split(",") if part.strip())
        return False
    if in_via and comment:
        line.via.append(comment)
        return True
    return False
