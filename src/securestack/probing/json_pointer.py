"""Leaves of a JSON document, named by JSON Pointers (RFC 6901)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def json_leaves(document: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the pointer and value of every string, number, boolean and null."""
    if isinstance(document, dict):
        for key, value in document.items():
            yield from json_leaves(value, f"{prefix}/{_escape(str(key))}")
    elif isinstance(document, list):
        for index, value in enumerate(document):
            yield from json_leaves(value, f"{prefix}/{index}")
    else:
        yield prefix, document


def replace_leaf(document: Any, pointer: str, value: Any) -> Any:
    """Return a copy of the document with another value at a pointer.

    Raises KeyError or IndexError when the pointer leads nowhere.
    """
    if not pointer:
        return value
    head, _, rest = pointer[1:].partition("/")
    tail = "/" + rest if rest or pointer.count("/") > 1 else ""
    if isinstance(document, list):
        index = int(head)
        return [*document[:index], replace_leaf(document[index], tail, value), *document[index + 1 :]]
    key = head.replace("~1", "/").replace("~0", "~")
    return {**document, key: replace_leaf(document[key], tail, value)}


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
