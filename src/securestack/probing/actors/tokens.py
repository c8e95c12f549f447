"""Finding in the answer to a login what says from now on who one is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from securestack.net.message import Response
from securestack.probing.actors.jwt import parse_jwt
from securestack.probing.json_pointer import json_leaves

_NAMES = (
    # The most telling first: a refresh token is a token, too, but not the one to ask with.
    re.compile(r"access_?token\Z", re.IGNORECASE),
    re.compile(r"(?:auth|bearer|session|user|api|login)_?token\Z", re.IGNORECASE),
    re.compile(r"(?:token|jwt|bearer|authorization|id_?token)\Z", re.IGNORECASE),
    re.compile(r"(?:session|sid|session_?id|(?:(?:auth|session|user|api|login)_?)?key)\Z", re.IGNORECASE),
)
_REFRESH = re.compile(r"refresh|csrf|xsrf|reset|verif", re.IGNORECASE)
_SHORTEST = 8  # characters
_LIFETIME = re.compile(r"expires_?in\Z", re.IGNORECASE)


class FoundToken(msgspec.Struct, frozen=True):
    """A token, where it stood in the answer, and the seconds it lasts, None where that is not said."""

    value: str
    where: str  # a JSON Pointer, or the name of a header
    lifetime: float | None = None


def read_json(response: Response) -> Any:
    """Return the value of a JSON answer, None for anything else."""
    text = response.text.strip()
    if not text or text[0] not in '{["0123456789tfn-':
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def find_token(response: Response) -> FoundToken | None:
    """Return the token that an answer to a login holds, None where there is none. Cookies are the session's business."""
    document = read_json(response)
    leaves = [(pointer, value) for pointer, value in json_leaves(document) if isinstance(value, str)]
    found = next(_ranked(leaves), None)
    if found is None:
        header = (response.header("authorization") or response.header("x-auth-token") or "").strip()
        if not header:
            return None
        found = ("Authorization", header.rpartition(" ")[2])
    where, value = found
    return FoundToken(value, where, _lifetime(value, document))


def _ranked(leaves: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    usable = [(pointer, value) for pointer, value in leaves if _usable(pointer, value)]
    for pattern in _NAMES[:3]:
        yield from (pair for pair in usable if pattern.match(pair[0].rpartition("/")[2]))
    yield from (pair for pair in usable if parse_jwt(pair[1]) is not None)
    yield from (pair for pair in usable if _NAMES[3].match(pair[0].rpartition("/")[2]))
    if len(leaves) == 1 and leaves[0][0] == "" and _usable("", leaves[0][1]):
        yield leaves[0]  # the whole answer is one string


def _usable(pointer: str, value: str) -> bool:
    return len(value) >= _SHORTEST and " " not in value.strip() and not _REFRESH.search(pointer)


def _lifetime(token: str, document: Any) -> float | None:
    parsed = parse_jwt(token)
    if parsed is not None and (seconds := parsed.lifetime()) is not None:
        return seconds if seconds > 0 else None
    for pointer, value in json_leaves(document):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and _LIFETIME.match(pointer.rpartition("/")[2]) and 0 < value < 10**7:
            return float(value)
    return None
