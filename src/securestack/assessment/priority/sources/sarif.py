"""SARIF 2.1.0 of any tool. What is missing or malformed in it is left out; only a file that is no SARIF is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from securestack.assessment.cvss.vector import severity_of
from securestack.assessment.priority.sources.item import Item, SourceError, cve_in
from securestack.assessment.priority.subject import Subject
from securestack.assessment.words import LONGEST_TEXT
from securestack.core.severity import Confidence, Severity

_CWE_TAG = re.compile(r"cwe[-/ ]?0*(\d{1,5})\b", re.IGNORECASE)
_VECTOR = re.compile(
    r"CVSS:(?:3\.[01]|4\.0)/[A-Za-z0-9:/]+|\bAV:[LAN]/AC:[HML]/Au:[MSN]/C:[NPC]/I:[NPC]/A:[NPC]"
)
_LEVELS = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "note": Severity.LOW,
    "none": Severity.INFORMATIONAL,
}
_LONGEST_NAME = 200


def read_sarif(data: bytes) -> Iterator[Item]:
    """Yield an item for each result, in the order of the file. Raises SourceError."""
    try:
        log = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceError(f"it is not JSON that can be read ({error})") from error
    if not isinstance(log, dict) or not isinstance(log.get("runs"), list):
        raise SourceError("it is not a SARIF log: it has no list of runs")
    number = 0
    for run in _objects(log["runs"]):
        rules = _rules(run)
        for result in _objects(run.get("results")):
            number += 1
            yield _item(number, result, _rule_of(result, rules))


def _rules(run: dict[str, Any]) -> list[dict[str, Any]]:
    tool = _object(run.get("tool"))
    components = [_object(tool.get("driver")), *_objects(tool.get("extensions"))]
    return [rule for component in components for rule in _objects(component.get("rules"))]


def _rule_of(result: dict[str, Any], rules: list[dict[str, Any]]) -> dict[str, Any]:
    index = result.get("ruleIndex")
    if isinstance(index, int) and 0 <= index < len(rules):
        return rules[index]
    name = result.get("ruleId") or _object(result.get("rule")).get("id")
    return next((rule for rule in rules if rule.get("id") == name), {}) if name else {}


def _item(number: int, result: dict[str, Any], rule: dict[str, Any]) -> Item:
    rule_id = _text(result.get("ruleId")) or _text(rule.get("id"))
    title = _message(rule.get("shortDescription")) or _text(rule.get("name")) or rule_id
    message, about = _message(result.get("message")), _message(rule.get("fullDescription"))
    both = [_object(result.get("properties")), _object(rule.get("properties"))]
    tags = " ".join(_text(tag) for held in both for tag in _list(held.get("tags")))
    cve = cve_in(rule_id, title, message)
    subject = Subject(
        title=title[:LONGEST_TEXT],
        description=(about or message)[:LONGEST_TEXT],
        cvss_vector=_vector(both),
        cwe=tuple(dict.fromkeys(int(match[1]) for match in _CWE_TAG.finditer(tags)))[:20],
        cve=cve,
        severity=_severity(result, rule, both),
        confidence=_confidence(both[0].get("confidence")),
    )
    return Item(number, (title or message)[:_LONGEST_NAME], subject, _place(result)[:_LONGEST_NAME])


def _severity(
    result: dict[str, Any], rule: dict[str, Any], properties: list[dict[str, Any]]
) -> Severity | None:
    for held in properties:
        if _text(held.get("severity")).lower() in _SEVERITIES:
            return Severity(_text(held.get("severity")).lower())
        try:
            number = float(held.get("security-severity", ""))
        except (TypeError, ValueError):
            continue
        if 0 <= number <= 10:
            return severity_of(number)
    level = result.get("level") or _object(rule.get("defaultConfiguration")).get("level") or "warning"
    return _LEVELS.get(_text(level))


_SEVERITIES = {severity.value for severity in Severity}
_CONFIDENCES = {confidence.value for confidence in Confidence}


def _confidence(value: object) -> Confidence | None:
    return Confidence(value) if isinstance(value, str) and value in _CONFIDENCES else None


def _vector(properties: list[dict[str, Any]]) -> str:
    for held in properties:
        for value in held.values():
            if isinstance(value, str) and (match := _VECTOR.search(value[:1_000])):
                return match[0]
    return ""


def _place(result: dict[str, Any]) -> str:
    for location in _objects(result.get("locations")):
        physical = _object(location.get("physicalLocation"))
        uri = _text(_object(physical.get("artifactLocation")).get("uri"))
        line = _object(physical.get("region")).get("startLine")
        if uri:
            return f"{uri}:{line}" if isinstance(line, int) else uri
    return ""


def _message(value: object) -> str:
    held = _object(value)
    return _text(held.get("text")) or _text(held.get("markdown"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    return (item for item in _list(value) if isinstance(item, dict))
