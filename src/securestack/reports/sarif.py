"""SARIF 2.1.0 (OASIS Standard, 2020), what code hosts and editors import.

A web finding is located by its URL, relative to the origin named in `originalUriBaseIds` (section 3.14.14): importers
that expect files refuse absolute http URLs. The proof goes into `webRequest` and `webResponse` (sections 3.46 and 3.47).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from securestack.core.events import CheckStatus, Notice, NoticeLevel, Outcome
from securestack.core.evidence import (
    Exchange,
    HeaderList,
    PackageEvidence,
    Part,
    RequestRecord,
    ResponseRecord,
)
from securestack.core.finding import Finding
from securestack.core.location import CodeLocation, HttpLocation, Location, NamedLocation, PackageLocation
from securestack.core.result import ScanResult
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.reports.encoding import encode_json
from securestack.reports.priorities import as_they_come, priority_record
from securestack.reports.rule_text import plain, rule_markdown
from securestack.reports.words import can_be_replayed, outcome_sentence, place, replay_command

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFORMATIONAL: "note",
}
# Numbers inside the bands that importers cut this property into: over 9.0 critical, from 7.0 high, from 4.0 medium.
_SECURITY_SEVERITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
    Severity.INFORMATIONAL: "0.0",
}
_NOT_IN_URI = re.compile(r"%(?![0-9A-Fa-f]{2})|[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")


def sarif_chunks(result: ScanResult) -> Iterator[str]:
    """Yield the pieces of the SARIF log, one result at a time."""
    rule_ids = sorted(result.rules)
    rule_index = {rule_id: index for index, rule_id in enumerate(rule_ids)}
    origins = _origins(result)
    yield f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n'
    for name, value in _run(result, rule_ids, origins).items():
        yield f'"{name}": {encode_json(value)},\n'
    yield '"results": ['
    separator = "\n"
    for finding, priority in as_they_come(result):
        told = _result(result, finding, rule_index, origins)
        told["rank"] = priority.score  # section 3.27.25
        told["properties"]["priority"] = priority_record(priority)
        yield separator + encode_json(told)
        separator = ",\n"
    yield "\n]\n}]\n}\n"


def sarif_report(result: ScanResult) -> str:
    """Return the SARIF log."""
    return "".join(sarif_chunks(result))


def _run(result: ScanResult, rule_ids: list[str], origins: dict[str, str]) -> dict[str, Any]:
    return {
        "tool": {
            "driver": {
                "name": "SecureStack",
                "version": result.securestack_version,
                "semanticVersion": result.securestack_version,
                "rules": [_rule(result.rules[rule_id]) for rule_id in rule_ids],
            }
        },
        "automationDetails": {"id": f"securestack/{result.scanner}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {name: {"uri": f"{origin}/"} for origin, name in origins.items()},
        "invocations": [_invocation(result)],
        "properties": {"target": result.target, "requests": result.statistics.requests},
    }


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in re.split(r"[^A-Za-z0-9]+", rule.id)),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": plain(rule.what)},
        "help": {"text": plain(f"{rule.why}\n\n{rule.fix}"), "markdown": rule_markdown(rule, heading=False)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["security", *(f"external/cwe/cwe-{number:03}" for number in rule.cwe), *rule.owasp],
            "security-severity": _SECURITY_SEVERITY[rule.severity],
            "precision": "high",
        },
    }
    if rule.references:
        described["helpUri"] = _uri(rule.references[0].url)
    return described


def _result(
    result: ScanResult, finding: Finding, rule_index: dict[str, int], origins: dict[str, str]
) -> dict[str, Any]:
    severity = result.severity(finding)
    exchange = _telling(finding.evidence.exchanges)
    told: dict[str, Any] = {
        "ruleId": finding.rule_id,
        "ruleIndex": rule_index[finding.rule_id],
        "level": _LEVELS[severity],
        "message": {"text": finding.summary},
        "locations": [_location(finding.location, exchange, origins)],
        "partialFingerprints": {"securestack/v1": finding.fingerprint},
        "properties": {
            "severity": severity.value,
            "security-severity": _SECURITY_SEVERITY[severity],
            "confidence": finding.confidence.value,
            **_more(finding),
        },
    }
    if exchange:
        told["webRequest"] = _request(exchange.request)
        told["webResponse"] = (
            _response(exchange.response) if exchange.response else {"noResponseReceived": True}
        )
    return told


def _more(finding: Finding) -> dict[str, Any]:
    """Return what SARIF has no place for: how to look again, or what is known of a package."""
    if can_be_replayed(finding):
        return {"replay": replay_command(finding.fingerprint)}
    if not isinstance(finding.evidence, PackageEvidence):
        return {}
    evidence = finding.evidence
    fixed = sorted({one.fixed for one in evidence.versions if one.fixed})
    return {
        "flaw": evidence.flaw,
        "aliases": list(evidence.names),
        "purls": [one.purl for one in evidence.versions],
        **({"fixedIn": fixed} if fixed else {}),
        **({"path": list(evidence.versions[0].path)} if evidence.versions[0].path else {}),
    }


def _telling(exchanges: tuple[Exchange, ...]) -> Exchange | None:
    """Return the exchange that shows most: the first with something marked in its answer, otherwise the first."""
    for exchange in exchanges:
        if any(mark.part in (Part.RESPONSE_BODY, Part.RESPONSE_HEADERS) for mark in exchange.marks):
            return exchange
    return exchanges[0] if exchanges else None


def _location(location: Location, exchange: Exchange | None, origins: dict[str, str]) -> dict[str, Any]:
    match location:
        case CodeLocation():
            return _code_location(location)
        case NamedLocation():
            named = {
                "fullyQualifiedName": location.name,
                **({"kind": location.kind} if location.kind else {}),
            }
            return {"logicalLocations": [named]}
        case PackageLocation():
            return _package_location(location)
    origin, relative = _split(location.url)
    artifact = {"uri": relative, "uriBaseId": origins[origin]} if origin in origins else {"uri": relative}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if region := _region(exchange):
        physical["region"] = region
    where: dict[str, Any] = {"physicalLocation": physical}
    if location.parameter:
        where["logicalLocations"] = [
            {
                "name": location.parameter,
                "fullyQualifiedName": f"{location.method} {location.url} {place(location)}",
                "kind": "parameter",
            }
        ]
    return where


def _code_location(location: CodeLocation) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(location.path)}}
    region = {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }
    if location.line:
        physical["region"] = {name: value for name, value in region.items() if value}
    where: dict[str, Any] = {"physicalLocation": physical}
    if location.symbol:
        where["logicalLocations"] = [{"fullyQualifiedName": location.symbol}]
    return where


def _package_location(location: PackageLocation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "logicalLocations": [{"name": location.part, "fullyQualifiedName": location.purl, "kind": "package"}]
    }
    if location.path:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(location.path)}}
        if location.line:
            physical["region"] = {"startLine": location.line}
        told["physicalLocation"] = physical
    return told


def _region(exchange: Exchange | None) -> dict[str, Any] | None:
    """Return where in the whole answer the evidence stands; lines are known only where its beginning was kept."""
    if exchange is None or exchange.response is None:
        return None
    body = exchange.response.body
    for mark in exchange.marks:
        if mark.part is Part.RESPONSE_BODY and 0 <= mark.start < mark.end <= len(body):
            region: dict[str, Any] = {
                "charOffset": exchange.response.body_offset + mark.start,
                "charLength": mark.end - mark.start,
                "snippet": {"text": body[mark.start : mark.end]},
            }
            if exchange.response.body_offset == 0:
                before = body[: mark.start]
                inside = body[mark.start : mark.end]
                region["startLine"] = before.count("\n") + 1
                region["startColumn"] = mark.start - (before.rfind("\n") + 1) + 1
                region["endLine"] = region["startLine"] + inside.count("\n")
                region["endColumn"] = mark.end - (body.rfind("\n", 0, mark.end) + 1) + 1
            return region
    return None


def _request(request: RequestRecord) -> dict[str, Any]:
    described: dict[str, Any] = {
        "protocol": "HTTP",
        "version": "1.1",
        "target": _uri(request.url),
        "method": request.method,
        "headers": _headers(request.headers),
    }
    if request.body:
        described["body"] = {"text": request.body}
    return described


def _response(response: ResponseRecord) -> dict[str, Any]:
    return {
        "protocol": "HTTP",
        "version": "1.1",
        "statusCode": response.status,
        "reasonPhrase": response.reason,
        "headers": _headers(response.headers),
        "body": {"text": response.body},
    }


def _headers(headers: HeaderList) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined


def _invocation(result: ScanResult) -> dict[str, Any]:
    told: dict[str, Any] = {
        "executionSuccessful": result.outcome is not Outcome.FAILED,
        "startTimeUtc": _time(result.started),
        "endTimeUtc": _time(result.finished),
    }
    notifications = [_check_notification(check) for check in result.checks if check.outcome in _NOTIFIED]
    notifications += [_notice_notification(notice) for notice in result.notices]
    if result.outcome is not Outcome.COMPLETED:
        level = "error" if result.outcome is Outcome.FAILED else "warning"
        notifications.append({"level": level, "message": {"text": outcome_sentence(result)}})
    if notifications:
        told["toolExecutionNotifications"] = notifications
    return told


_NOTIFIED = {Outcome.FAILED: "error", Outcome.INCOMPLETE: "warning", Outcome.SKIPPED: "note"}


def _check_notification(check: CheckStatus) -> dict[str, Any]:
    text = f"The check {check.check} is {check.outcome.value}: {check.reason or 'no reason was given'}"
    return {
        "level": _NOTIFIED[check.outcome],
        "message": {"text": text},
        "descriptor": {"id": f"check/{check.check}"},
    }


def _notice_notification(notice: Notice) -> dict[str, Any]:
    level = "warning" if notice.level is NoticeLevel.WARNING else "note"
    return {"level": level, "message": {"text": notice.message}}


def _time(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _origins(result: ScanResult) -> dict[str, str]:
    """Return a name for each origin that findings lie on, in the order they come."""
    origins: dict[str, str] = {}
    for location in (finding.location for finding in result.findings):
        origin = _split(location.url)[0] if isinstance(location, HttpLocation) else ""
        if origin and origin not in origins:
            origins[origin] = "TARGET" if not origins else f"TARGET{len(origins) + 1}"
    return origins


def _split(url: str) -> tuple[str, str]:
    """Return the origin of a URL (empty where it has none) and the rest, relative to the origin's root."""
    try:
        pieces = urlsplit(url)
    except ValueError:
        return "", _uri(url)
    if not pieces.netloc:
        return "", _uri(url)
    rest = pieces.path.lstrip("/") + (f"?{pieces.query}" if pieces.query else "")
    # A relative reference may not look like a scheme, an authority or nothing at all (RFC 3986, section 4.2).
    if not rest or rest[0] == "?" or ":" in rest.split("/", 1)[0]:
        rest = f"./{rest}"
    return _uri(f"{pieces.scheme}://{pieces.netloc}"), _uri(rest)


def _uri(text: str) -> str:
    """Return a text with everything percent-encoded that a URI may not hold."""
    return _NOT_IN_URI.sub(lambda match: quote(match[0], safe="", errors="replace"), text)
