"""How text from targets and files becomes text that the database takes: no NUL, no half characters, no endless lines."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

from securestack.core.evidence import PackageEvidence
from securestack.core.finding import Finding
from securestack.core.location import Location, PackageLocation
from securestack.reports.words import place

TITLE_LENGTH = 300
RULE_ID_LENGTH = 200
LOCATION_LENGTH = 2_000
SUMMARY_LENGTH = 10_000
EVIDENCE_BYTES = 1_000_000
_FINGERPRINT = re.compile(r"[\x21-\x7e]{1,100}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")


def tidy(text: str, length: int) -> str:
    """Return the text as the database takes it, cut to a length in characters; what it cannot store becomes U+FFFD."""
    if len(text) > length:
        text = text[: length - 1] + "…"
    return _UNSTORABLE.sub("\ufffd", text)


def tidy_line(text: str, length: int) -> str:
    """Return the text as one line, cut to a length in characters."""
    return _LINE_BREAKS.sub(" ", tidy(text, length)).strip()


def tidy_json(value: Any) -> str:
    """Return a value as JSON that the database takes."""
    try:
        encoded = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        encoded = ""
    if encoded and "\\u0000" not in encoded:
        return encoded
    return msgspec.json.encode(_tidied(msgspec.to_builtins(value))).decode()


def tidy_fingerprint(fingerprint: str) -> str:
    """Return a fingerprint that fits into an index: itself, or its hash where it is long or strange."""
    if _FINGERPRINT.fullmatch(fingerprint):
        return fingerprint
    return hashlib.sha256(fingerprint.encode("utf-8", "surrogatepass")).hexdigest()


def title_of(finding: Finding, rule_title: str) -> str:
    """Return what a finding is called in lists: its rule, and for one about a package what tells it from others.

    Hundreds of findings of one rule would otherwise have one name.
    """
    title = rule_title
    if isinstance(finding.location, PackageLocation):
        if isinstance(finding.evidence, PackageEvidence):
            title = f"{finding.evidence.flaw} in {finding.location.name}"
        elif rule_title:
            title = f"{rule_title}: {finding.location.name}"
    return tidy_line(title, TITLE_LENGTH)


def location_text(location: Location) -> str:
    """Return where a finding is, as one line for people and for search."""
    return tidy_line(f"{location.where} {place(location)}", LOCATION_LENGTH)


def _tidied(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_tidied(name): _tidied(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_tidied(inner) for inner in value]
    return value
