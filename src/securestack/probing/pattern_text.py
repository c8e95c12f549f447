"""Making a text that an input's `pattern` attribute accepts, for the simple patterns that forms really use."""

from __future__ import annotations

import re

_ATOM = re.compile(
    r"(?P<set>\[(?:\\.|[^\]\\])+\])|(?P<group>\((?:\?:)?(?P<inner>[^()]*)\))|(?P<escape>\\.)|(?P<any>\.)|(?P<literal>[^\\\[\](){}*+?|^$.])"
)
_TIMES = re.compile(r"\{(\d{1,3})(?:(,)(\d{0,3}))?\}|[*+?]")
_ESCAPES = {
    "d": "1",
    "w": "a",
    "s": " ",
    "D": "a",
    "W": "-",
    "S": "a",
    "b": "",
    "B": "",
    "t": "\t",
    "n": "\n",
}
_CANDIDATES = "1aA-_ .@,/+:#x0Z9"
_LONGEST = 64


def text_matching(pattern: str) -> str:
    """Return a text that matches a pattern, or an empty string when none was made. The caller checks that it fits."""
    made = _make(pattern.removeprefix("^").removesuffix("$"))
    return made if made and len(made) <= _LONGEST else ""


def _make(pattern: str, depth: int = 0) -> str:
    if depth > 3:
        return ""
    pieces: list[str] = []
    place = 0
    while place < len(pattern):
        if pattern[place] == "|":
            break  # the first alternative is as good as any
        atom = _ATOM.match(pattern, place)
        if atom is None:
            return ""
        place = atom.end()
        unit = _make(atom["inner"], depth + 1) if atom["group"] else _one(atom)
        times = _TIMES.match(pattern, place)
        if times:
            place = times.end()
            if pattern[place : place + 1] == "?":
                place += 1  # lazy or not, the text is the same
        pieces.append(unit * min(_count(times), _LONGEST))
    return "".join(pieces)


def _one(atom: re.Match[str]) -> str:
    if atom["escape"]:
        return _ESCAPES.get(atom["escape"][1], atom["escape"][1])
    if atom["any"]:
        return "a"
    if atom["literal"]:
        return atom["literal"]
    try:
        accepted = re.compile(atom["set"])
    except re.error:
        return ""
    return next((character for character in _CANDIDATES if accepted.match(character)), "")


def _count(times: re.Match[str] | None) -> int:
    if times is None or times[0] == "+":
        return 1
    if times[1] is None:
        return 0
    return int(times[1])
