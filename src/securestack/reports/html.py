"""The HTML report: one file that needs nothing else, works without JavaScript and shows hostile text as text.

Every text passes `visible` and then Jinja's escaping. The file forbids itself, by its own Content-Security-Policy, to
load anything or to run any script but the one whose hash it names.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import Any, NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from securestack.assessment.priority.findings import Prioritised
from securestack.core.duration import format_duration
from securestack.core.events import NoticeLevel, Outcome
from securestack.core.evidence import PackageEvidence
from securestack.core.result import ScanResult
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.reports.curl import curl_command
from securestack.reports.marking import Stretch, request_stretches, response_stretches
from securestack.reports.priorities import in_order, told_reasons
from securestack.reports.rule_text import markdown_html
from securestack.reports.visible import visible
from securestack.reports.words import (
    can_be_replayed,
    counted,
    effort,
    outcome_sentence,
    place,
    replay_command,
    severity_counts,
    short_title,
    unfinished_checks,
)

_PROOFS_PER_RULE = 200  # with more, a browser would take too long to open the file


class RuleGroup(NamedTuple):
    """A rule, how bad its most pressing finding is, and its findings in the order in which to fix them."""

    rule: Rule
    severity: Severity
    findings: list[Prioritised]

    @property
    def detailed(self) -> list[Prioritised]:
        """The findings that are shown with their proof."""
        return self.findings[:_PROOFS_PER_RULE]


def html_chunks(result: ScanResult) -> Iterator[str]:
    """Yield the pieces of the HTML report."""
    style, script = _file("report.css"), _file("report.js")
    counts = severity_counts(result)
    ordered = in_order(result)
    groups = _groups(result, ordered)
    stream = _template().stream(
        result=result,
        ordered=ordered,
        detailed={one.finding.fingerprint for group in groups for one in group.detailed},
        groups=groups,
        counts=counts,
        bar=_bar(counts),
        unfinished=unfinished_checks(result),
        style=Markup(style),  # noqa: S704 - our own file, not a text from outside
        script=Markup(script),  # noqa: S704
        policy=_policy(style, script),
        Outcome=Outcome,
        NoticeLevel=NoticeLevel,
    )
    stream.enable_buffering(200)
    yield from stream


def html_report(result: ScanResult) -> str:
    """Return the HTML report."""
    return "".join(html_chunks(result))


def _groups(result: ScanResult, ordered: list[Prioritised]) -> list[RuleGroup]:
    by_rule: dict[str, list[Prioritised]] = {}
    for one in ordered:
        by_rule.setdefault(one.finding.rule_id, []).append(one)
    return [
        RuleGroup(result.rules[rule_id], result.severity(findings[0].finding), findings)
        for rule_id, findings in by_rule.items()
    ]


class _Bar(NamedTuple):
    severity: Severity
    findings: int
    x: float
    width: float


def _bar(counts: dict[Severity, int], width: float = 1000.0) -> list[_Bar]:
    """Return the pieces of the chart; a small one keeps a width that can be seen."""
    present = {severity: count for severity, count in counts.items() if count}
    if not present:
        return []
    least = 12.0
    spare = width - least * len(present)
    total = sum(present.values())
    bars, x = [], 0.0
    for severity, count in present.items():
        piece = least + spare * count / total
        bars.append(_Bar(severity, count, round(x, 1), round(piece, 1)))
        x += piece
    return bars


def _highlighted(stretches: list[Stretch]) -> Markup:
    escape = Markup.escape
    return Markup("").join(
        Markup("<mark>{}</mark>").format(visible(text)) if marked else escape(visible(text))
        for text, marked in stretches
    )


def _web_address(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@functools.cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_finalize,
    )
    environment.filters["markdown"] = lambda text: Markup(markdown_html(visible(text)))  # noqa: S704 - escapes HTML
    environment.filters["web_address"] = _web_address
    environment.filters["begun"] = lambda text: text[:1].upper() + text[1:]
    environment.globals.update(
        place=place,
        effort=effort,
        counted=counted,
        short_title=short_title,
        told_reasons=told_reasons,
        outcome_sentence=outcome_sentence,
        format_duration=format_duration,
        replay_command=replay_command,
        can_be_replayed=can_be_replayed,
        known_package=lambda finding: isinstance(finding.evidence, PackageEvidence),
        curl_command=curl_command,
        request_text=lambda exchange: _highlighted(request_stretches(exchange)),
        response_text=lambda exchange: _highlighted(response_stretches(exchange.response, exchange.marks)),
    )
    return environment.get_template("report.html")


def _finalize(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _file(name: str) -> str:
    return (resources.files("securestack.reports") / "templates" / name).read_text("utf-8")
