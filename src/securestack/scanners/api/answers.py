"""Reading what an API answers: did it do it, what objects are in it, and which values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from securestack.net.message import Exchange, Response
from securestack.probing.actors.tokens import read_json
from securestack.probing.json_pointer import json_leaves
from securestack.scanners.api.names import plain

_FAILURE_WORDS = frozenset({"fail", "failed", "failure", "error", "ko", "false", "denied", "unauthorized"})
_STATE_NAMES = frozenset({"status", "success", "ok", "result", "state", "outcome"})
_ERROR_NAMES = frozenset({"error", "errors", "exception"})
_MOST_OBJECTS = 2_000
_DEEPEST = 12
_TELLING = 4  # characters of a value that does not stand in many answers by chance


def accepted(response: Response) -> bool:
    """Whether an answer says that what was asked was done: a success, and none that its body takes back."""
    if not 200 <= response.status < 300:
        return False
    document = read_json(response)
    if not isinstance(document, Mapping):
        return True
    for name, value in document.items():
        word = plain(str(name))
        if word in _ERROR_NAMES and value and not document.get("data"):
            return False
        if word in _STATE_NAMES and (value is False or str(value).lower() in _FAILURE_WORDS):
            return False
    return True


def refused(response: Response) -> bool:
    """Whether an answer says that this person may not."""
    return response.status in (401, 403) or (response.status == 404 and not accepted(response))


def objects_in(document: Any, noun: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object of a JSON value that has plain fields, with what it seems to be one of."""
    count = 0
    stack: list[tuple[str, Any, int]] = [(noun, document, 0)]
    while stack and count < _MOST_OBJECTS:
        kind, value, depth = stack.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, list):
            stack.extend((kind, item, depth + 1) for item in reversed(value))
        elif isinstance(value, dict):
            if any(not isinstance(field, dict | list) for field in value.values()):
                count += 1
                yield kind, value
            for name, field in value.items():
                if isinstance(field, dict | list):
                    stack.append((kind if _is_wrapping(name) else plain(str(name)), field, depth + 1))


def _is_wrapping(name: Any) -> bool:
    return plain(str(name)) in {
        "data",
        "item",
        "result",
        "content",
        "record",
        "row",
        "value",
        "payload",
        "response",
        "list",
    }


def fields_of(thing: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain fields of an object, nulls left out."""
    return {
        str(name): value
        for name, value in thing.items()
        if value is not None and not isinstance(value, dict | list)
    }


def telling_values(response: Response) -> set[str]:
    """Return the values in an answer that would hardly stand in another by chance: longer texts and numbers."""
    document = read_json(response)
    found = set()
    for _, value in json_leaves(document):
        text = str(value)
        if isinstance(value, bool) or value is None or len(text) < _TELLING:
            continue
        if isinstance(value, float | int) and abs(value) < 10_000:
            continue
        found.add(text)
    return found


_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def lasting_values(first: Exchange, second: Exchange) -> set[str]:
    """Return the telling values that two answers to one request share: clocks and request ids fall out."""
    return {
        value
        for value in telling_values(first.response) & telling_values(second.response)
        if not _CLOCK.match(value)
    }
