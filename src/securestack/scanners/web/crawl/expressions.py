"""Reading the small expressions that scripts build addresses with: literals, names, sums and template literals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

UNKNOWN = "\x00"  # stands in a value for a part that only the running script knows

LITERAL = re.compile(
    r"\"([^\"\\\n]{0,600}(?:\\.[^\"\\\n]{0,600}){0,40})\"|"
    r"'([^'\\\n]{0,600}(?:\\.[^'\\\n]{0,600}){0,40})'|"
    r"`([^`\\]{0,600}(?:\\.[^`\\]{0,600}){0,40})`",
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,6}(?:\[[^\[\]\n]{0,60}\])?")
_CALL = re.compile(r"\([^()\n]{0,200}\)")
_SPACE = re.compile(r"\s*")
_PLUS = re.compile(r"\s*\+(?!\+)\s*")
_HOLE = re.compile(r"\$\{([^{}]{0,200})\}")
_ASSIGNED = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]*)\s*[=:]\s*(?=[\"'`])(" + LITERAL.pattern + r")(?=\s*(?:[;,}\n)]|\Z))"
)
_ESCAPE = re.compile(r"\\(?:u\{?([0-9a-fA-F]{4})\}?|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_MOST_PARTS = 12
_MOST_NAMES = 5_000


class Value(NamedTuple):
    """What an expression comes to, with UNKNOWN for its unknown parts, and where it ended."""

    text: str
    end: int


def assigned_names(script: str) -> dict[str, str]:
    """Return the texts that names and properties of a script are set to, such as a base address."""
    names: dict[str, str] = {}
    for found in _ASSIGNED.finditer(script):
        if len(names) >= _MOST_NAMES:
            break
        text = found[3] if found[3] is not None else found[4] if found[4] is not None else found[5]
        if "${" not in text and len(text) <= 4_000:
            names.setdefault(found[1], unescape(text))
    return names


def evaluate(script: str, place: int, names: Mapping[str, str]) -> Value | None:
    """Return the value of the expression at a place, or None when it holds no literal text at all."""
    pieces: list[str] = []
    literal = False
    for _ in range(_MOST_PARTS):
        place = _end(_SPACE, script, place)
        if found := LITERAL.match(script, place):
            literal = True
            pieces.append(literal_text(found, names))
        elif found := _NAME.match(script, place):
            known = names.get(found[0].rpartition(".")[2])
            literal = literal or known is not None
            pieces.append(UNKNOWN if known is None else known)
            if call := _CALL.match(script, found.end()):
                pieces[-1] = UNKNOWN
                place = call.end()
        elif found := _CALL.match(script, place):
            pieces.append(UNKNOWN)
        else:
            break
        place = max(place, found.end())
        plus = _PLUS.match(script, place)
        if plus is None:
            break
        place = plus.end()
    return Value("".join(pieces), place) if literal else None


def literal_text(found: re.Match[str], names: Mapping[str, str]) -> str:
    """Return the text of a match of LITERAL."""
    if found[3] is not None:
        return _fill_holes(found[3], names)
    return unescape(found[1] if found[1] is not None else found[2])


def unescape(text: str) -> str:
    r"""Return the text a string literal stands for: \/ is a slash, \u0026 an ampersand."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return {"n": "\n", "t": "\t", "r": "\r"}.get(found[3], found[3])


def _fill_holes(text: str, names: Mapping[str, str]) -> str:
    return unescape(_HOLE.sub(lambda hole: names.get(hole[1].strip().rpartition(".")[2], UNKNOWN), text))


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return found.end() if found else place
