"""Reading the object literals that scripts send: which keys a body has, and the values that can be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from securestack.scanners.web.crawl.expressions import UNKNOWN, evaluate

_KEY = re.compile(r"\s*(?:\"([^\"\n]{1,80})\"|'([^'\n]{1,80})'|([A-Za-z_$][\w$-]{0,79}))\s*([:,}])")
_NUMBER = re.compile(r"\s*(-?\d{1,15}(?:\.\d{1,10})?)\s*(?=[,}])")
_WORD = re.compile(r"\s*(true|false|null|!0|!1)\s*(?=[,}])")
_WORDS = {"true": True, "!0": True, "false": False, "!1": False, "null": None}
_MOST_KEYS = 40
_DEEPEST = 4
_LONGEST = 3_000  # characters of one literal


def read_object(script: str, place: int, names: Mapping[str, str], depth: int = 0) -> dict[str, Any] | None:
    """Return the object literal whose `{` stands at a place, UNKNOWN for values only the running script knows.

    None when there is none, or when it cannot be read.
    """
    if script[place : place + 1] != "{" or depth > _DEEPEST:
        return None
    found: dict[str, Any] = {}
    place += 1
    while len(found) < _MOST_KEYS:
        key = _KEY.match(script, place)
        if key is None:
            break
        name = key[1] or key[2] or key[3]
        place = key.end()
        if key[4] != ":":
            found[name] = UNKNOWN  # {name} is short for {name: name}
            if key[4] == "}":
                break
            continue
        found[name] = _read_value(script, place, names, depth)
        place = skip_value(script, place)
        if script[place : place + 1] != ",":
            break
        place += 1
    return found or None


def skip_value(script: str, place: int) -> int:
    """Return where the value that begins at a place ends: its comma or the bracket that closes what it stands in."""
    open_brackets = 0
    quote = ""
    last = min(len(script), place + _LONGEST)
    while place < last:
        character = script[place]
        if quote:
            if character == "\\":
                place += 1
            elif character == quote:
                quote = ""
        elif character in "\"'`":
            quote = character
        elif character in "([{":
            open_brackets += 1
        elif character in ")]}":
            if open_brackets == 0:
                return place
            open_brackets -= 1
        elif character == "," and open_brackets == 0:
            return place
        place += 1
    return place


def _read_value(script: str, place: int, names: Mapping[str, str], depth: int) -> Any:
    if word := _WORD.match(script, place):
        return _WORDS[word[1]]
    if number := _NUMBER.match(script, place):
        return float(number[1]) if "." in number[1] else int(number[1])
    while script[place : place + 1].isspace():
        place += 1
    if script[place : place + 1] == "{":
        return read_object(script, place, names, depth + 1) or {}
    if script[place : place + 1] == "[":
        return []
    value = evaluate(script, place, names)
    return UNKNOWN if value is None or UNKNOWN in value.text else value.text
