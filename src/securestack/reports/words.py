"""Wordings that more than one report uses."""

from __future__ import annotations

import shlex

from securestack.core.duration import format_duration
from securestack.core.events import CheckStatus, Outcome
from securestack.core.evidence import HttpEvidence
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation, Location, Position
from securestack.core.result import ScanResult
from securestack.core.rule import Rule
from securestack.core.severity import Severity

_SHORT = 10  # hexadecimal characters: two of a million findings share them once in a million scans or so

_PLACES = {
    Position.QUERY: "query parameter",
    Position.BODY: "form field",
    Position.JSON: "JSON value",
    Position.XML: "XML body",
    Position.PATH: "path segment",
    Position.HEADER: "header",
    Position.COOKIE: "cookie",
    Position.FILE_NAME: "name of the uploaded file",
}


def short_fingerprint(fingerprint: str) -> str:
    """Return the beginning of a fingerprint that a person can type."""
    return fingerprint[:_SHORT]


def place(location: Location) -> str:
    """Return which part of a place matters, such as `query parameter q`; empty where it is the whole."""
    if not isinstance(location, HttpLocation):
        return location.part
    kind = _PLACES[location.position] if location.position else ""
    return f"{kind} {location.parameter}".strip()


def short_title(rule: Rule) -> str:
    """Return the name of a weakness without the explanation that may follow it after a colon."""
    return rule.title.partition(": ")[0]


def replay_command(fingerprint: str) -> str:
    """Return the command that looks for a finding again."""
    return f"securestack replay {shlex.quote(short_fingerprint(fingerprint))}"


def can_be_replayed(finding: Finding) -> bool:
    """Return whether a single finding can be looked for again; others are found by scanning again."""
    return isinstance(finding.evidence, HttpEvidence)


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun, such as `1 request` or `1,200 requests`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def severity_counts(result: ScanResult) -> dict[Severity, int]:
    """Return how many findings there are of each severity, worst first, those with none included."""
    counts = dict.fromkeys(sorted(Severity, key=lambda severity: -severity.rank), 0)
    for finding in result.findings:
        counts[result.severity(finding)] += 1
    return counts


def effort(result: ScanResult) -> str:
    """Return what the scan cost, in one line."""
    statistics = result.statistics
    pieces = []
    if statistics.requests or not statistics.packages:
        pieces += [counted(statistics.requests, "request"), f"{counted(statistics.pages, 'page')} seen"]
    if statistics.packages:
        pieces.append(f"{counted(statistics.packages, 'package')} looked up")
    pieces.append(format_duration(statistics.wall_seconds))
    if statistics.wall_seconds >= 1 and statistics.requests:  # a rate over less says nothing
        pieces.append(f"{statistics.requests / statistics.wall_seconds:.0f} requests/s")
    if statistics.cpu_seconds:
        pieces.append(f"{format_duration(statistics.cpu_seconds)} of processor time")
    return ", ".join(pieces)


def outcome_sentence(result: ScanResult) -> str:
    """Return how the scan ended, in one sentence."""
    if result.reason.startswith("The scan "):
        return result.reason  # says it all
    reason = result.reason.rstrip(".")
    if reason[1:2].islower():  # a sentence of its own becomes the end of this one; "TLS" stays as it is
        reason = reason[0].lower() + reason[1:]
    match result.outcome:
        case Outcome.COMPLETED:
            return "The scan completed."
        case Outcome.INCOMPLETE:
            return f"The scan is incomplete: {reason or 'part of it could not be done'}."
        case Outcome.FAILED:
            return f"The scan failed: {reason or 'it did not say why'}."
        case Outcome.SKIPPED:
            return f"The scan was left out: {reason or 'it did not say why'}."


def unfinished_checks(result: ScanResult) -> list[CheckStatus]:
    """Return the checks that did not look everywhere, in the order they were reported."""
    return [check for check in result.checks if check.outcome is not Outcome.COMPLETED]
