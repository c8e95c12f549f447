"""TOML with the lines of its tables, refused where reading it would not end in reasonable time."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from securestack.inventory.manifest import UnreadableFile

# Reading a key of n parts takes n² steps; no lock file has keys of more than a handful.
_LONG_KEY = re.compile(r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){40}")
_TABLE = re.compile(r"^[ \t]*\[(\[)?[ \t]*([^\]\n]+?)[ \t]*\](?(1)\])", re.MULTILINE)

_KEY = re.compile(r"[ \t]*[\"']?([\w-]+)[\"']?[ \t]*[=.]")


def decode(source: bytes) -> dict[str, Any]:
    """Return a TOML document. Raises UnreadableFile with the line where it breaks."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableFile("This is not UTF-8 text.", source.count(b"\n", 0, problem.start) + 1) from None
    if (long_key := _LONG_KEY.search(text)) is not None:
        line = text.count("\n", 0, long_key.start()) + 1
        raise UnreadableFile("A key has more parts than any lock file needs.", line)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise UnreadableFile("The TOML is nested too deeply to be read.") from None
    except ValueError as problem:
        place = re.search(r"line (\d+)", str(problem))
        at_end = "end of document" in str(problem)
        line = int(place[1]) if place else text.rstrip().count("\n") + 1 if at_end else 0
        raise UnreadableFile(f"This is no valid TOML: {problem}.", line) from None


def table_lines(source: bytes, name: str) -> list[int]:
    """Return the lines of the headers `[[name]]` in order, or of `[name]` when there is one only."""
    return [line for header, line in _headers(source) if header == name]


def header_lines(source: bytes) -> dict[str, int]:
    """Return the first line of every table header, by the header's text without quotes."""
    lines: dict[str, int] = {}
    for header, line in _headers(source):
        lines.setdefault(header, line)
    return lines


def _headers(source: bytes) -> list[tuple[str, int]]:
    text = source.decode("utf-8-sig", "replace")
    found: list[tuple[str, int]] = []
    line, position = 1, 0
    for match in _TABLE.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        found.append((match[2].replace('"', "").replace("'", ""), line))
    return found


def assigned_lines(source: bytes) -> dict[tuple[str, str], int]:
    """Return the line where each table first assigns each of its keys."""
    lines: dict[tuple[str, str], int] = {}
    table = ""
    for number, line in enumerate(source.decode("utf-8-sig", "replace").split("\n"), 1):
        if (header := _TABLE.match(line)) is not None:
            table = header[2]
        elif (key := _KEY.match(line)) is not None:
            lines.setdefault((table, key[1]), number)
    return lines
