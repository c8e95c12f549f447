"""An advisory as the store keeps it: what a finding tells, and no more."""

from __future__ import annotations

import re

import msgspec

from securestack.advisories.osv import OsvRecord, OsvSeverity, Severity

_MOST_REFERENCES = 5
_MOST_ALIASES = 50
_LONGEST_SUMMARY = 300
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n")
_ORDER = {"ADVISORY": 0, "FIX": 1, "REPORT": 2, "EVIDENCE": 3, "ARTICLE": 4, "PACKAGE": 6}
_CWE = re.compile(r"CWE-\d{1,5}")


class Advisory(msgspec.Struct, frozen=True, array_like=True):
    """What is known of one flaw, from one database.

    `aliases` are the same flaw under other names, `upstream` the flaws it is made of in a distribution, `related` is
    looser. `severities` hold CVSS vectors, `level` the database's own word (`HIGH`). Times are RFC 3339.
    """

    id: str
    aliases: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    summary: str = ""
    severities: tuple[Severity, ...] = ()
    level: str = ""
    cwes: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    references: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The advisory's own identifier and its aliases."""
        return (self.id, *self.aliases)

    @property
    def cves(self) -> tuple[str, ...]:
        """The CVEs it is about: its own names, or where none is a CVE, what it is made of or related to."""
        for names in (self.names, self.upstream, self.related):
            found = tuple(dict.fromkeys(name for name in names if name.startswith("CVE-")))
            if found:
                return found
        return ()


def advisory_of(record: OsvRecord) -> Advisory:
    """Return what is kept of an OSV record."""
    specific = record.database_specific
    return Advisory(
        id=record.id,
        aliases=tuple(record.aliases or ())[:_MOST_ALIASES],
        upstream=tuple(record.upstream or ())[:_MOST_ALIASES],
        related=tuple(record.related or ())[:_MOST_ALIASES],
        summary=_summary(record),
        severities=_severities(record),
        level=_level(specific.severity) if specific else "",
        cwes=_cwes(specific.cwe_ids) if specific else (),
        published=_seconds(record.published or ""),
        modified=_seconds(record.modified),
        references=_references(record),
    )


def _summary(record: OsvRecord) -> str:
    text = (record.summary or "").strip()
    if not text:
        text = _SENTENCE.split((record.details or "").strip()[: 4 * _LONGEST_SUMMARY], maxsplit=1)[0]
    text = " ".join(text.split())
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return text[: _LONGEST_SUMMARY - 1].rsplit(" ", 1)[0] + "…"


def _severities(record: OsvRecord) -> tuple[Severity, ...]:
    scores: tuple[OsvSeverity, ...] = record.severity or ()
    if not scores:
        scores = next((one.severity for one in record.affected or () if one.severity), ())
    return tuple(Severity(one.type, one.score) for one in scores if one.score)


def _level(value: object) -> str:
    return value.upper() if isinstance(value, str) and len(value) <= 20 else ""


def _cwes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(one for one in value if isinstance(one, str) and _CWE.fullmatch(one))[:10]


def _seconds(moment: str) -> str:
    # Fractions of seconds tell nobody anything and cost room.
    return moment[:19] + "Z" if len(moment) > 20 and moment[19] == "." and moment.endswith("Z") else moment


def _references(record: OsvRecord) -> tuple[str, ...]:
    ordered = sorted(record.references or (), key=lambda one: _ORDER.get(one.type, 5))
    return tuple(dict.fromkeys(one.url for one in ordered if one.url.startswith(("https://", "http://"))))[
        :_MOST_REFERENCES
    ]
