"""Command injection: values that reach a shell or become arguments are found, values that stay one argument are not."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from securestack.core.finding import Finding
from securestack.net.message import Exchange, Request, Response
from securestack.probing.check import Probe
from securestack.probing.checks.command_injection import CHECK, RULE
from securestack.probing.insertion import RequestTemplate
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.command_lines import CASES
from tests.targets.pretend_shell import PretendShell


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    if case.weak:
        assert [finding.location.part for finding in answer.findings] == [case.parameter]
    else:
        assert len(answer.requests) <= 4


def _finding(name: str) -> Finding:
    case = next(case for case in CASES if case.path == f"/command/{name}")
    (finding,) = asyncio.run(ask_case(case, CHECK)).findings
    return finding


def test_a_sum_is_marked_and_was_never_sent() -> None:
    for exchange in _finding("double-quotes").evidence.exchanges:
        assert exchange.response is not None
        (mark,) = [mark for mark in exchange.marks if mark.part == "response-body"]
        total = exchange.response.body[mark.start : mark.end]
        assert total.isdigit()
        assert total not in exchange.request.url + exchange.request.body


def test_arguments_are_proven_by_a_file_and_one_that_does_not_exist() -> None:
    shown, missing = _finding("arguments").evidence.exchanges
    assert shown.response is not None
    assert missing.response is not None
    assert "Linux version" in shown.response.body
    assert "Linux version" not in missing.response.body


class _Sleeping:
    """Answers as a page that starts a program and shows nothing of it; the time passes in `elapsed` only."""

    def __init__(self, line: str) -> None:
        self.line = line
        self.sent = 0

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.sent += 1
        value = parse_qs(urlsplit(request.url).query)["host"][0]
        shell = PretendShell()
        shell.run(self.line.replace("{}", value))
        elapsed = shell.slept + 0.03 + 0.02 * (self.sent % 2)
        return Exchange(request, Response(200, (), b"<p>Started.</p>", elapsed=elapsed))


@pytest.mark.parametrize(
    ("line", "weak"),
    [("ping {}", True), ("ping '{}'", True), ('ping "{}"', True), ("true # {}", False)],
)
def test_a_page_that_shows_nothing_is_asked_to_wait(line: str, weak: bool) -> None:
    async def run() -> tuple[list[Finding], int]:
        sender = _Sleeping(line)
        template = RequestTemplate.from_url("http://127.0.0.1:1/?host=tea.test")
        baseline = await sender.send(template.build())
        sender.sent = 0
        probe = Probe(sender=sender, template=template, point=next(template.points()), baseline=baseline)
        return await CHECK.run(probe), sender.sent

    findings, requests = asyncio.run(run())
    assert len(findings) == weak
    if not weak:
        assert requests <= 4
