"""Insecure deserialization: each weak page is found on its parameter, no safe twin is accused."""

import asyncio
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from securestack.core.finding import Finding
from securestack.net.message import Exchange, Request, Response
from securestack.probing.check import Probe
from securestack.probing.checks.insecure_deserialization import CHECK, RULE
from securestack.probing.insertion import RequestTemplate
from tests.probing.checks.ask_case import ask_case
from tests.targets.case import Case
from tests.targets.pages.serialized_values import AS_TEXT, CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)
def test_each_page_and_its_twin(case: Case) -> None:
    answer = asyncio.run(ask_case(case, CHECK))
    assert answer.rules == ({RULE.id} if case.weak else set())
    assert [finding.location.part for finding in answer.findings] == ([case.parameter] if case.weak else [])


class _Unpickling:
    """Unpickles without showing anything of it; the time passes in `elapsed` only."""

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        value = parse_qs(urlsplit(request.url).query)["basket"][0]
        waits = re.fullmatch(r"ctime\nsleep\n\(I(\d+)\ntR\.", value)
        return Exchange(
            request, Response(200, (), b"<p>Thanks.</p>", elapsed=0.02 + float(waits[1] if waits else 0))
        )


def test_what_is_unpickled_unseen_is_told_by_its_waiting() -> None:
    async def run() -> list[Finding]:
        sender = _Unpickling()
        template = RequestTemplate.from_url(f"http://127.0.0.1:1/?basket={AS_TEXT}")
        baseline = await sender.send(template.build())
        return await CHECK.run(
            Probe(sender=sender, template=template, point=next(template.points()), baseline=baseline)
        )

    (finding,) = asyncio.run(run())
    assert "made the server wait" in finding.summary
