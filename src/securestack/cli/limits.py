"""Limits as options give them: spans of time and numbers that must be more than nothing."""

from __future__ import annotations

from typing import TypeVar

from securestack.cli.errors import CommandError
from securestack.core.duration import parse_duration

Number = TypeVar("Number", int, float)


def seconds(text: str | None, name: str) -> float | None:
    """Return the seconds of a span such as 10m, None without one. Raises CommandError."""
    try:
        return None if text is None else parse_duration(text)
    except ValueError as error:
        raise CommandError(f"{name}: {error}.") from error


def positive(value: Number | None, name: str) -> Number | None:
    """Return a number that is more than 0, None without one. Raises CommandError."""
    if value is not None and value <= 0:
        raise CommandError(f"{name} must be more than 0; leave it out for no limit.")
    return value
