"""Values out of files that nobody has checked: each has the type that is asked for, or is empty."""

from __future__ import annotations

from typing import Any


def mapping(value: object) -> dict[Any, Any]:
    """Return the value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    """Return the value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return the value if it is text, a number as text, else empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def texts(value: object) -> list[str]:
    """Return the texts of a list; one text alone is a list of one."""
    if isinstance(value, str):
        return [value]
    return [entry for entry in sequence(value) if isinstance(entry, str)]
