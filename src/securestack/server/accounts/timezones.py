"""The time zones people can choose."""

from __future__ import annotations

import zoneinfo
from functools import cache


def known_timezone(name: str) -> str:
    """Return the name of a time zone that exists here. Raises ValueError."""
    if name != "UTC" and name not in _names():
        raise ValueError("it must be the name of a time zone, such as Europe/Berlin")
    return name


@cache
def _names() -> set[str]:
    return zoneinfo.available_timezones()
