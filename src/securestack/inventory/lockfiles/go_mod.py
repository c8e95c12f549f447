"""go.mod with go.sum beside it: required modules, replacements, and the standard library's version.

A project on Go 1.17 or later names everything its build needs in go.mod. An older one does not; the rest is in go.sum.
Source: the Go modules reference.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec

from securestack.inventory.collector import Collector
from securestack.inventory.ecosystems import GO
from securestack.inventory.hashes import from_base64
from securestack.inventory.manifest import FileReader, Manifest

KIND = "go-mod"

_GO_VERSION = re.compile(r"(?:go)?(\d+)\.(\d+)(.*)")
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`|(\S+)')


_Module = tuple[str, str]  # path and version


class _Line(msgspec.Struct):
    number: int
    verb: str
    words: list[str]
    comment: str


def read(source: bytes, path: str, files: FileReader) -> Manifest:
    """Return the modules of a go.mod."""
    collector = Collector(KIND, path, GO)
    required: dict[_Module, _Line] = {}  # a file that nobody tidied may ask for several versions of one
    replaced: list[_Line] = []
    versions: dict[str, _Line] = {}
    for line in _lines(source.decode("utf-8-sig", "replace")):
        if line.verb == "require" and len(line.words) >= 2:
            required[(line.words[0], line.words[1])] = line
        elif line.verb == "replace":
            replaced.append(line)
        elif line.verb in ("go", "toolchain") and line.words:
            versions[line.verb] = line
    checksums, older = _checksums(path, files, collector)
    local = _replace(required, replaced)
    for (module, version), line in required.items():
        if (module, version) in local:
            continue
        collector.add(
            module,
            version,
            line=line.number,
            direct="indirect" not in line.comment,
            hashes=checksums.get((module, version), ()),
        )
    if "go" in versions and not _complete(versions["go"].words[0]):
        named = {module for module, _ in (*required, *local)}
        for module, version in older.items():
            if module not in named:
                collector.add(module, version, hashes=checksums.get((module, version), ()), direct=False)
    _standard_library(versions, collector)
    return collector.manifest()


def _lines(text: str) -> Iterator[_Line]:
    verb = ""
    for number, raw in enumerate(text.split("\n"), 1):
        body, _, comment = raw.partition("//")
        words = [a or b or c for a, b, c in _TOKEN.findall(body)]
        if not words:
            continue
        if verb:
            if words[0] == ")":
                verb = ""
            else:
                yield _Line(number, verb, words, comment)
        elif len(words) >= 2 and words[1] == "(":
            verb = words[0]
        elif words[0].endswith("(") and len(words) == 1:
            verb = words[0][:-1]
        else:
            yield _Line(number, words[0], words[1:], comment)


def _replace(required: dict[_Module, _Line], replaced: list[_Line]) -> set[_Module]:
    """Carry out replacements; return the modules that are replaced by a folder."""
    local: set[_Module] = set()
    for line in replaced:
        if "=>" not in line.words:
            continue
        at = line.words.index("=>")
        old, new = line.words[:at], line.words[at + 1 :]
        if not old or not new:
            continue
        wanted = [key for key in required if key[0] == old[0] and old[1:2] in ([], [key[1]])]
        for key in wanted:
            if new[0].startswith((".", "/")) or len(new) < 2:
                local.add(key)
            else:
                del required[key]
                required[(new[0], new[1])] = line
    return local


def _checksums(
    path: str, files: FileReader, collector: Collector
) -> tuple[dict[tuple[str, str], tuple[str, ...]], dict[str, str]]:
    """Return the h1 hashes of go.sum, and of each module that was built from the version that stands last."""
    place = posixpath.join(posixpath.dirname(path), "go.sum")
    source = files.read(place)
    hashes: dict[tuple[str, str], tuple[str, ...]] = {}
    last: dict[str, str] = {}
    if source is None:
        return hashes, last
    collector.read_too(place)
    for line in source.decode("utf-8", "replace").split("\n"):
        words = line.split()
        if len(words) == 3 and not words[1].endswith("/go.mod"):
            last[words[0]] = words[1]
            hashes[(words[0], words[1])] = from_base64(words[2].removeprefix("h1:"), "h1")
    return hashes, last


def _complete(version: str) -> bool:
    match = _GO_VERSION.match(version)
    return match is None or (int(match[1][:9]), int(match[2][:9])) >= (1, 17)


def _standard_library(versions: dict[str, _Line], collector: Collector) -> None:
    """The toolchain line, else a go line with a patch version, tells which standard library is compiled in."""
    line = versions.get("toolchain") or versions.get("go")
    if line is None or line.words[0] in ("default", "local"):
        return
    version = line.words[0].removeprefix("go").partition("-")[0]
    if re.fullmatch(r"\d+\.\d+(?:\.\d+|(?:rc|beta)\d+)", version):
        collector.add("stdlib", version, line=line.number, direct=True)
