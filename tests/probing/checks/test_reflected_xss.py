"""Reflected cross-site scripting: every context and filter with its safe twin, over real HTTP."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from securestack.core.location import Position, http_location
from securestack.core.severity import Confidence, Severity
from securestack.probing.checks.reflected_xss import CHECK, RULE
from securestack.probing.insertion import Field, RequestTemplate
from securestack.probing.needs import Profile
from tests.probing.checks.ask_case import Answer, ask, ask_case
from tests.targets.case import Case, html
from tests.targets.gallery import serve
from tests.targets.pages import xss_contexts, xss_filters

CASES = xss_contexts.CASES + xss_filters.CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert [finding.rule_id for finding in answer.findings] == ([RULE.id] if case.weak else [])
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])
    assert len(answer.requests) <= 7


def test_an_ordinary_weak_page_takes_two_requests_and_an_encoding_one_takes_one() -> None:
    by_path = {case.path: case for case in CASES}
    weak = asyncio.run(ask_case(by_path["/xss/html-text"], CHECK))
    safe = asyncio.run(ask_case(by_path["/xss/html-text-safe"], CHECK))
    assert (len(weak.requests), len(safe.requests)) == (2, 1)


def test_the_proof_marks_the_payload_in_request_and_answer() -> None:
    case = next(case for case in CASES if case.path == "/xss/html-text")
    (finding,) = asyncio.run(ask_case(case, CHECK)).findings
    assert finding.confidence is Confidence.CERTAIN
    landed, ran = finding.evidence.exchanges
    assert landed.response is not None
    assert ran.response is not None
    marked = {ran.response.body[m.start : m.end] for m in ran.marks if m.part == "response-body"}
    assert any(text.startswith("<svg onload=alert(") for text in marked)
    assert finding.evidence.replay is not None
    assert finding.evidence.replay.check == CHECK.id


def _ask(handler: Callable[[web.Request], web.Response], path: str, **changes: object) -> Answer:
    async def handle(request: web.Request) -> web.Response:
        return handler(request)

    async def run() -> Answer:
        app = web.Application()
        app.router.add_get("/{rest:.*}", handle)
        async with serve(app) as url:
            template = RequestTemplate.from_url(url + path)
            for name, value in changes.items():
                if name in ("headers", "cookies"):
                    template = template._replace(**{name: value})
            in_path = bool(changes.get("in_path"))
            profile = changes.get("profile", Profile.STANDARD)
            assert isinstance(profile, Profile)
            return await ask(template, CHECK, path=in_path, profile=profile)

    return asyncio.run(run())


@pytest.mark.parametrize("encoded", [False, True])
def test_a_segment_of_the_path(encoded: bool) -> None:
    def page(request: web.Request) -> web.Response:
        shown = request.raw_path if encoded else request.path
        return html(f"<p>No page at {shown}.</p>", status=404)

    answer = _ask(page, "/tea/green", in_path=True)
    assert [finding.location.part for finding in answer.findings] == ([] if encoded else ["1", "2"])


@pytest.mark.parametrize(("kind", "position"), [("headers", Position.HEADER), ("cookies", Position.COOKIE)])
def test_headers_and_cookies_weigh_less(kind: str, position: Position) -> None:
    def page(request: web.Request) -> web.Response:
        value = request.headers["User-Agent"] if kind == "headers" else request.cookies["Mark"]
        return html(f"<p>You are {value}</p>")

    name = "User-Agent" if kind == "headers" else "Mark"
    (finding,) = _ask(page, "/", **{kind: (Field(name, "Mozilla"),)}).findings
    assert http_location(finding.location).position is position
    assert finding.severity is Severity.MEDIUM


def test_a_strict_policy_lowers_the_weight() -> None:
    def page(request: web.Request) -> web.Response:
        answer = html(f"<p>{request.query['q']}</p>")
        answer.headers["Content-Security-Policy"] = "default-src 'self'; script-src 'nonce-abc'"
        return answer

    (finding,) = _ask(page, "/?q=tea").findings
    assert (finding.severity, finding.confidence) == (Severity.MEDIUM, Confidence.FIRM)
    assert "Content-Security-Policy" in finding.summary


def test_visual_basic_is_told_with_its_limits() -> None:
    def page(request: web.Request) -> web.Response:
        value = request.query["q"].replace("<", "&lt;")
        return html(f'<script language="VBScript">\nname = "{value}"\n</script>')

    (finding,) = _ask(page, "/?q=tea").findings
    assert (finding.severity, finding.confidence) == (Severity.LOW, Confidence.FIRM)


def test_a_value_shown_nowhere_costs_one_request() -> None:
    answer = _ask(lambda request: html("<p>Tea.</p>"), "/?q=tea")
    assert (answer.findings, len(answer.requests)) == ([], 1)


def test_a_quick_scan_asks_no_plain_word() -> None:
    def page(request: web.Request) -> web.Response:
        value = request.query["q"]
        return html(f"<p>{value}</p>") if value.isalnum() else html("<p>No.</p>", status=400)

    assert len(_ask(page, "/?q=tea", profile=Profile.QUICK).requests) == 1
    standard = _ask(page, "/?q=tea")
    assert standard.findings == []
    assert len(standard.requests) <= 5
