"""SARIF 2.1.0 (OASIS Standard), which most scanners of code write."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from securestack.core.evidence import (
    Exchange,
    ReportedEvidence,
    RequestRecord,
    ResponseRecord,
    Step,
)
from securestack.core.finding import Finding
from securestack.core.fingerprint import fingerprint
from securestack.core.location import CodeLocation, Location, NamedLocation
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.server.findings.importers import sarif_document as document
from securestack.server.findings.importers.importer import ImportedRun, Importer, UnreadableFile
from securestack.server.findings.importers.sarif_places import Places

_OWN_TOOL = "SecureStack"
_OWN_FINGERPRINT = "securestack/v1"
_LEVELS = {
    "error": Severity.HIGH,
    "warning": Severity.MEDIUM,
    "note": Severity.LOW,
    "none": Severity.INFORMATIONAL,
}
_PRECISIONS = {
    "very-high": Confidence.FIRM,
    "high": Confidence.FIRM,
    "medium": Confidence.FIRM,
    "low": Confidence.TENTATIVE,
}
_TOLD_KINDS = (None, "fail", "open", "review")
_CWE = re.compile(r"\bcwe[-_/ ]?0*(\d{1,6})\b", re.IGNORECASE)
_SLUG = re.compile(r"[^a-z0-9]+")
_PLACEHOLDER = re.compile(r"\{(\d{1,3})\}")
_SPACES = re.compile(r"\s+")
_EARLIEST_YEAR = 2000  # a clock that was never set
_MOST_STEPS = 100
_LONGEST_TEXT = 20_000
_result_decoder = msgspec.json.Decoder(document.Result)
_log_decoder = msgspec.json.Decoder(document.Log)


def recognises(head: bytes) -> bool:
    """Return whether a file looks like SARIF: a JSON object that tells of runs, or of the format."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and (b'"runs"' in head or b"sarif" in head)


def read(data: memoryview) -> list[ImportedRun]:
    """Return what the tools of a log say. Raises UnreadableFile."""
    view = data[3:] if bytes(data[:3]) == b"\xef\xbb\xbf" else data
    try:
        log = _log_decoder.decode(view)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableFile(f"The file is not a SARIF log that can be read: {error}.") from error
    if not log.version.startswith("2.1"):
        raise UnreadableFile(f'The file is SARIF of version "{log.version[:20]}"; 2.1.0 is read.')
    return [_run(run, number) for number, run in enumerate(log.runs or ())]


IMPORTER = Importer("sarif", "SARIF 2.1.0", recognises, read)


def _run(run: document.Run, number: int) -> ImportedRun:
    reader = _RunReader(run, number)
    driver = run.tool.driver
    return ImportedRun(
        tool=driver.name,
        tool_version=reader.version,
        observed_at=_looked_at(run),
        rules=reader.rules,
        findings=reader.findings(),
    )


class _RunReader:
    def __init__(self, run: document.Run, number: int) -> None:
        self._run = run
        self._number = number
        self._places = Places(run)
        driver = run.tool.driver
        self.version = driver.semantic_version or driver.version or ""
        self._tool = driver.name
        self._own = driver.name == _OWN_TOOL
        self._components: list[document.Component] = [driver, *(run.tool.extensions or ())]
        self._descriptors: dict[str, document.Descriptor] = {
            descriptor.id: descriptor
            for component in reversed(self._components)
            for descriptor in component.rules or ()
        }
        self.rules = {rule.id: rule for rule in map(self._rule, self._descriptors.values())}
        self._seen: dict[str, list[str]] = {}  # places at which the same words were told

    def findings(self) -> Iterator[Finding]:
        """Make the findings. Raises UnreadableFile."""
        for place, raw in enumerate(self._run.results or ()):
            try:
                result = _result_decoder.decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                where = f"runs[{self._number}].results[{place}]"
                raise UnreadableFile(f"The SARIF log cannot be read at {where}: {error}.") from error
            if _is_told(result):
                yield self._finding(result)

    def _rule_id(self, own_id: str) -> str:
        return own_id if self._own else f"{_SLUG.sub('-', self._tool.lower()).strip('-') or 'tool'}.{own_id}"

    def _rule(self, descriptor: document.Descriptor) -> Rule:
        properties = descriptor.properties or {}
        title = _text(descriptor.short_description) or _words(descriptor.name) or descriptor.id
        what = _text(descriptor.full_description) or title
        level = descriptor.default_configuration.level if descriptor.default_configuration else None
        helped = descriptor.help
        help_uri = descriptor.help_uri or ""
        return Rule(
            id=self._rule_id(descriptor.id),
            title=title,
            severity=_severity(properties, level or "warning"),
            cwe=_cwe(properties),
            what=what[:_LONGEST_TEXT],
            why="",
            fix=((helped.markdown or helped.text or "") if helped else "")[:_LONGEST_TEXT],
            references=(Reference(title[:200], help_uri),)
            if help_uri.startswith(("https://", "http://"))
            else (),
        )

    def _descriptor(self, result: document.Result) -> document.Descriptor | None:
        reference = result.rule or document.DescriptorReference()
        own_id = result.rule_id or reference.id
        index = result.rule_index if result.rule_index is not None else reference.index
        component = self._components[0]
        number = reference.tool_component.index if reference.tool_component else None
        if number is not None and 0 <= number < len(self._components) - 1:
            component = self._components[number + 1]
        rules = component.rules or []
        if own_id is None or own_id not in self._descriptors:
            if index is not None and 0 <= index < len(rules):
                return rules[index]
            # "CA1711/0" names a part of rule CA1711 (3.27.5).
            return self._descriptors.get(own_id.rpartition("/")[0]) if own_id else None
        return self._descriptors[own_id]

    def _finding(self, result: document.Result) -> Finding:
        descriptor = self._descriptor(result)
        own_id = result.rule_id or (descriptor.id if descriptor else None) or "unnamed"
        rule_id = self._rule_id(descriptor.id if descriptor else own_id)
        if rule_id not in self.rules:
            self.rules[rule_id] = _unknown_rule(rule_id, own_id)
        summary = _message(result.message, descriptor) or self.rules[rule_id].title
        places = [self._places.location(place, result.web_request) for place in (result.locations or ())[:50]]
        location = (
            places[0] if places else self._places.of_request(result.web_request) or NamedLocation(self._tool)
        )
        snippet, snippet_line = _snippet(result)
        properties = result.properties or {}
        severity = _severity(
            {**_scored(descriptor), **properties}, result.level or _default_level(descriptor)
        )
        return Finding(
            rule_id=rule_id,
            location=location,
            summary=summary,
            confidence=_confidence({**((descriptor.properties if descriptor else None) or {}), **properties}),
            evidence=ReportedEvidence(
                tool=self._tool,
                tool_version=self.version,
                snippet=snippet,
                snippet_line=snippet_line,
                steps=tuple(self._steps(result)),
                also_at=tuple(places[1:]),
                fingerprints={**(result.partial_fingerprints or {}), **(result.fingerprints or {})},
                exchange=_exchange(result),
            ),
            fingerprint=self._fingerprint(result, rule_id, location, snippet or summary),
            severity=severity,
        )

    def _fingerprint(self, result: document.Result, rule_id: str, location: Location, words: str) -> str:
        partial, whole = result.partial_fingerprints or {}, result.fingerprints or {}
        if self._own and _OWN_FINGERPRINT in partial:
            return partial[_OWN_FINGERPRINT]
        if whole:
            return fingerprint(rule_id, "whole", whole[max(whole)])
        place = location.path if isinstance(location, CodeLocation) else location.where
        if partial:
            return fingerprint(rule_id, "partial", place, *(partial[name] for name in sorted(partial)))
        # The tool has none: the file and the words around count and the line does not, so that it may move. The same
        # words at several lines are told apart by their order.
        key = fingerprint(rule_id, "words", place, location.part, _SPACES.sub(" ", words).strip())
        known, line = self._seen.setdefault(key, []), location.where
        if line not in known:
            known.append(line)
        return fingerprint(key, str(known.index(line)))

    def _steps(self, result: document.Result) -> Iterator[Step]:
        flows = result.code_flows or ()
        threads = (flows[0].thread_flows if flows else None) or ()
        for step in ((threads[0].locations if threads else None) or ())[:_MOST_STEPS]:
            if step.location is not None:
                place = step.location.physical_location
                region = place.region if place else None
                yield Step(
                    self._places.location(step.location),
                    _text(step.location.message),
                    _text(region.snippet)[:_LONGEST_TEXT] if region else "",
                )


def _is_told(result: document.Result) -> bool:
    if result.kind not in _TOLD_KINDS or result.baseline_state == "absent":
        return False
    return not any(one.status in (None, "accepted") for one in result.suppressions or ())


def _looked_at(run: document.Run) -> datetime | None:
    for invocation in run.invocations or ():
        for time in (invocation.start_time_utc, invocation.end_time_utc):
            with contextlib.suppress(ValueError):
                told = datetime.fromisoformat(time or "")
                if told.tzinfo is not None and told.year >= _EARLIEST_YEAR:
                    return told
    return None


def _text(text: document.Text | None) -> str:
    return ((text.text or text.markdown or "") if text else "").strip()


def _words(name: str | None) -> str:
    """Return a name such as `SqlInjection` as words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name or "")


def _message(message: document.Text | None, descriptor: document.Descriptor | None) -> str:
    if message is None:
        return ""
    text = _text(message)
    if not text and message.id and descriptor and descriptor.message_strings:
        text = _text(descriptor.message_strings.get(message.id))
    arguments = message.arguments or []

    def filled(found: re.Match[str]) -> str:
        number = int(found[1])
        return arguments[number] if number < len(arguments) else found[0]

    return _PLACEHOLDER.sub(filled, text) if arguments else text


def _default_level(descriptor: document.Descriptor | None) -> str:
    configuration = descriptor.default_configuration if descriptor else None
    return (configuration.level if configuration else None) or "warning"


def _scored(descriptor: document.Descriptor | None) -> dict[str, Any]:
    properties = (descriptor.properties if descriptor else None) or {}
    return {"security-severity": properties["security-severity"]} if "security-severity" in properties else {}


def _severity(properties: dict[str, Any], level: str) -> Severity:
    """Return our own word where there is one, the score's otherwise (0 to 10), at last the level's."""
    word = properties.get("severity")
    if isinstance(word, str) and word.lower() in list(Severity):
        return Severity(word.lower())
    try:
        score = float(properties["security-severity"])
    except (KeyError, TypeError, ValueError):
        return _LEVELS.get(level, Severity.MEDIUM)
    bands = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM), (0.1, Severity.LOW))
    return next((severity for least, severity in bands if score >= least), Severity.INFORMATIONAL)


def _confidence(properties: dict[str, Any]) -> Confidence:
    word = properties.get("confidence")
    if isinstance(word, str) and word in list(Confidence):
        return Confidence(word)
    precision = properties.get("precision")
    return _PRECISIONS.get(precision, Confidence.FIRM) if isinstance(precision, str) else Confidence.FIRM


def _cwe(properties: dict[str, Any]) -> tuple[int, ...]:
    told: list[Any] = []
    for name in ("tags", "cwe", "cwes"):
        value = properties.get(name)
        told += value if isinstance(value, list) else [value]
    numbers = [int(number) for one in told if isinstance(one, str) for number in _CWE.findall(one[:500])]
    return tuple(dict.fromkeys(numbers))


def _unknown_rule(rule_id: str, own_id: str) -> Rule:
    return Rule(id=rule_id, title=own_id, severity=Severity.MEDIUM, cwe=(), what="", why="", fix="")


def _snippet(result: document.Result) -> tuple[str, int]:
    place = result.locations[0].physical_location if result.locations else None
    for region in (place.context_region, place.region) if place else ():
        if region is not None and (text := (region.snippet.text or "") if region.snippet else ""):
            return text[:_LONGEST_TEXT], max(region.start_line or 0, 0)
    return "", 0


def _exchange(result: document.Result) -> Exchange | None:
    request, response = result.web_request, result.web_response
    if request is None:
        return None
    answer = None
    if response is not None and response.status_code is not None:
        body = (response.body.text if response.body else None) or ""
        answer = ResponseRecord(
            response.status_code,
            response.reason_phrase or "",
            tuple((response.headers or {}).items()),
            body[:_LONGEST_TEXT],
            body_length=len(body),
        )
    return Exchange(
        RequestRecord(
            request.method or "GET",
            request.target or "",
            tuple((request.headers or {}).items()),
            ((request.body.text if request.body else None) or "")[:_LONGEST_TEXT],
        ),
        answer,
    )
