"""One row of what somebody wants put in order."""

from __future__ import annotations

import re

import msgspec

from securestack.assessment.priority.subject import Subject

CVE = re.compile(r"\bCVE-\d{4}-\d{4,19}\b", re.IGNORECASE)
_CWE = re.compile(r"(?:CWE-?)?\b0*(\d{1,5})\b", re.IGNORECASE)
_MOST_WEAKNESSES = 20


class SourceError(ValueError):
    """What was given cannot be put in order. The message is one sentence that says why."""


class Item(msgspec.Struct, frozen=True):
    """A subject, and how a person recognises it: its number in the file (from 1), a name and a place."""

    row: int
    name: str
    subject: Subject
    place: str = ""


def cve_in(*texts: str) -> str:
    """Return the first CVE id in some texts, in capitals; empty where there is none."""
    for text in texts:
        if match := CVE.search(text):
            return match[0].upper()
    return ""


def weaknesses_in(text: str) -> tuple[int, ...]:
    """Return the CWE numbers in a cell such as `CWE-79|CWE-20` or `79`."""
    found = dict.fromkeys(int(match[1]) for match in _CWE.finditer(text[:1_000]))
    return tuple(found)[:_MOST_WEAKNESSES]
