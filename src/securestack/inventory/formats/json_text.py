"""JSON with the line of every key near the top of the document, and with what some tools add to JSON."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

import msgspec

from securestack.inventory.manifest import UnreadableFile

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\],]', re.DOTALL)
_COMMENT = re.compile(rb'("(?:[^"\\]++|\\.)*+"?)|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
_TRAILING_COMMA = re.compile(rb'("(?:[^"\\]++|\\.)*+"?)|,(?=\s*+[}\]])', re.DOTALL)

Lines = dict[tuple[str | int, ...], int]


def decode(source: bytes) -> Any:
    """Return the value of a JSON document. Raises UnreadableFile with the line where it breaks."""
    source = source.removeprefix(_BYTE_ORDER_MARK)
    try:
        return msgspec.json.decode(source)
    except RecursionError:
        raise UnreadableFile("The JSON is nested too deeply to be read.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise UnreadableFile(f"This is no valid JSON: {problem}.", _line_of(source, str(problem))) from None


def decode_relaxed(source: bytes) -> Any:
    """Return the value of JSON with comments and trailing commas, as editors and Bun write it."""
    source = source.removeprefix(_BYTE_ORDER_MARK)
    without_comments = _COMMENT.sub(_texts_and_newlines, source)
    return decode(_TRAILING_COMMA.sub(_texts_and_newlines, without_comments))


def _texts_and_newlines(match: re.Match[bytes]) -> bytes:
    # Newlines stay, so that lines keep their numbers.
    return match[1] if match[1] is not None else b"\n" * match[0].count(b"\n")


def _line_of(source: bytes, problem: str) -> int:
    place = re.search(r"byte (\d+)", problem)
    if place is None and "truncated" in problem and source.strip():
        return source.rstrip().count(b"\n") + 1
    return source.count(b"\n", 0, int(place[1])) + 1 if place else 0


def key_lines(source: bytes, depth: int) -> Lines:
    """Return the line of each key and array element down to a depth, for a document that is valid JSON.

    Keys are paths such as ("packages", "node_modules/left-pad") or ("targets", 0).
    """
    newlines = [match.start() for match in re.finditer(b"\n", source)]
    lines: Lines = {}
    path: list[str | int] = []
    in_array: list[bool] = []
    expects_key = False
    level = 0
    for match in _TOKEN.finditer(source):
        token = match[0]
        first = token[0]
        if first == 34:  # a text
            if expects_key:
                expects_key = False
                if level <= depth:
                    path[-1] = _text(token)
                    lines[tuple(path)] = bisect_right(newlines, match.start()) + 1
        elif first in b"{[":
            if level and in_array[-1] and level <= depth:
                lines[tuple(path)] = bisect_right(newlines, match.start()) + 1
            level += 1
            in_array.append(first == 91)
            if level <= depth:
                path.append(0 if first == 91 else "")
            expects_key = first == 123
        elif first == 44:
            if not level:
                continue
            if in_array[-1]:
                if level <= depth:
                    path[-1] = int(path[-1]) + 1
            else:
                expects_key = True
        elif level:
            if level <= depth:
                path.pop()
            level -= 1
            in_array.pop()
            expects_key = False
    return lines


def _text(token: bytes) -> str:
    if b"\\" not in token:
        return token[1:-1].decode("utf-8", "replace")
    try:
        return str(msgspec.json.decode(token))
    except msgspec.DecodeError:
        return token[1:-1].decode("utf-8", "replace")


def text_lines(source: bytes) -> dict[str, int]:
    """Return the first line on which each text stands, for lists whose texts are told apart by themselves."""
    newlines = [match.start() for match in re.finditer(b"\n", source)]
    lines: dict[str, int] = {}
    for match in _TOKEN.finditer(source):
        if match[0].startswith(b'"'):
            lines.setdefault(_text(match[0]), bisect_right(newlines, match.start()) + 1)
    return lines
