"""Putting measured tables into README.md, with their date and machine."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parent / "README.md"


def write_table(name: str, lines: Sequence[str]) -> None:
    """Replace what stands between the two marks of a name. Raises ValueError where README.md has no such marks."""
    text = README.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"README.md has no place for {name}")
    measured = f"Measured on {datetime.datetime.now(datetime.UTC).date()} on 2 cores with 24 GiB."
    README.write_text("\n".join([before + begin + measured, "", *lines, end + after]), encoding="utf-8")
