"""Spans of time as people write them: `90s`, `10m`, `1h30m`."""

from __future__ import annotations

import re

_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
_PIECE = r"(?P<{0}>\d{{1,9}}(?:\.\d{{1,3}})?)\s*{0}\s*"
_DURATION = re.compile(
    "".join(f"(?:{_PIECE.format(unit)})?" for unit in ("d", "h", "m", "s", "ms")), re.IGNORECASE | re.ASCII
)


def parse_duration(text: str) -> float:
    """Return the seconds that a text such as `45s`, `10m`, `1h30m` or `1.5h` stands for.

    Units go from the largest to the smallest: d, h, m, s, ms. Raises ValueError, with a sentence that says what is
    expected, for anything else, for a number without a unit and for a span of nothing.
    """
    match = _DURATION.fullmatch(text.strip())
    seconds = 0.0
    if match:
        seconds = sum(float(number) * _SECONDS[unit] for unit, number in match.groupdict(default="0").items())
    if not seconds:
        raise ValueError(f'"{text}" is not a span of time; write it like 90s, 10m or 1h30m')
    return round(seconds, 3)


def format_duration(seconds: float) -> str:
    """Return a span of time for people: `40 ms`, `2.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`."""
    if seconds < 0.995:
        return f"{max(seconds, 0) * 1000:.0f} ms"
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_left} min"
    if minutes:
        return f"{minutes} min {rest} s"
    return f"{rest} s"
