"""Looking for findings again: in the gallery and the shop while they are weak, and after they were repaired."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from aiohttp import web

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.location import http_location
from securestack.core.result import ScanResult
from securestack.scanning.replay import ReplayResult, replay_finding
from tests.scanners.web.front_door import scan
from tests.scanners.web.members import BEARER, PASSWORD, USERNAME, Members
from tests.targets.case import html
from tests.targets.gallery import all_cases, application, serve
from tests.targets.shop.app import application as shop
from tests.targets.shop.store import DEMO_PASSWORD, DEMO_USER


def one_of_each_rule(findings: Iterable[Finding]) -> list[Finding]:
    return list({finding.rule_id: finding for finding in findings}.values())


def port_of(address: str) -> int:
    return urlsplit(address).port or 0


async def replay_all(findings: Iterable[Finding], **access: Any) -> list[tuple[Finding, ReplayResult]]:
    return [(finding, await replay_finding(finding, **access)) for finding in findings]


def unlike(answers: list[tuple[Finding, ReplayResult]], expected: bool | None) -> list[tuple[str, str, str]]:
    return [
        (finding.rule_id, http_location(finding.location).url, answer.reason)
        for finding, answer in answers
        if answer.confirmed is not expected
    ]


def test_the_gallery_is_confirmed_while_weak_and_refuted_afterwards() -> None:
    cases = [case for case in all_cases() if case.profile == "standard"]

    async def nothing(_: web.Request) -> web.Response:
        return html("<p>Nothing of the kind.")

    async def go() -> None:
        async with serve(application(cases)) as address:
            result = await scan(f"{address}/")
            # What is on the index page stays as it is.
            chosen = one_of_each_rule(
                f for f in result.findings if urlsplit(http_location(f.location).url).path != "/"
            )
            assert len(chosen) > 25
            assert unlike(await replay_all(chosen), True) == []
        repaired = [dataclasses.replace(case, handler=nothing) for case in cases]
        async with serve(application(repaired), port_of(address)):
            general = {
                "web.server-version",
                "web.missing-content-type-options",
                "web.missing-content-security-policy",
            }
            gone = [finding for finding in chosen if finding.rule_id not in general]
            assert unlike(await replay_all(gone), False) == []

    asyncio.run(go())


@pytest.mark.parametrize("logged_in", [False, True])
def test_every_finding_of_the_shop_is_confirmed_by_another_session(logged_in: bool) -> None:
    async def go() -> None:
        async with serve(shop()) as address:
            login = {"login_url": f"{address}/login", "username": DEMO_USER, "password": DEMO_PASSWORD}
            access = login if logged_in else {}
            result = await scan(f"{address}/", **access)
            assert unlike(await replay_all(result.findings, **access), True) == []

    asyncio.run(go())


async def members_result(site: Members) -> tuple[ScanResult, str]:
    async with serve(site.application()) as address:
        login = {"login_url": f"{address}/login", "username": USERNAME, "password": PASSWORD}
        return await scan(f"{address}/", **login), address


def test_a_finding_behind_a_login_cannot_be_told_without_one() -> None:
    async def go() -> list[tuple[Finding, ReplayResult]]:
        site = Members()
        result, address = await members_result(site)
        found = [
            f for f in result.findings if f.rule_id in ("web.reflected-xss", "web.cookie-without-http-only")
        ]
        assert len(found) == 2
        async with serve(site.application(), port_of(address)):
            return await replay_all(found)

    answers = {finding.rule_id: answer for finding, answer in asyncio.run(go())}
    assert {answer.confirmed for answer in answers.values()} == {None}
    assert "the cookie session" in answers["web.reflected-xss"].reason
    assert "--login-url" in answers["web.reflected-xss"].reason
    assert "--password-env" in answers["web.cookie-without-http-only"].reason


def test_a_token_that_is_wanted_but_not_given() -> None:
    async def go() -> ReplayResult:
        site = Members(bearer=True)
        async with serve(site.application()) as address:
            result = await scan(f"{address}/", headers=(("Authorization", f"Bearer {BEARER}"),))
            (found,) = (f for f in result.findings if f.rule_id == "web.reflected-xss")
            return await replay_finding(found)

    answer = asyncio.run(go())
    assert answer.confirmed is None
    assert "the header Authorization" in answer.reason


def found_in(app: web.Application, rule: str) -> tuple[Finding, str]:
    async def go() -> tuple[Finding, str]:
        async with serve(app) as address:
            result = await scan(f"{address}/")
            return next(f for f in result.findings if f.rule_id == rule), address

    return asyncio.run(go())


def echoing(status: int = 200) -> web.Application:
    async def echo(request: web.Request) -> web.Response:
        if status != 200:
            return web.Response(status=status, headers={"Retry-After": "0"})
        return html(f"<a href='/?q=tea'>More</a> {request.query.get('q', '')}")

    app = web.Application()
    app.router.add_get("/", echo)
    return app


def test_a_target_that_is_gone_tells_nothing() -> None:
    finding, _ = found_in(echoing(), "web.reflected-xss")
    answer = asyncio.run(replay_finding(finding))
    assert answer.confirmed is None
    assert "refuses connections" in answer.reason


@pytest.mark.parametrize(
    ("status", "confirmed"), [(401, None), (403, None), (404, False), (429, None), (500, None)]
)
def test_a_page_that_answers_otherwise_now(status: int, confirmed: bool | None) -> None:
    finding, address = found_in(echoing(), "web.reflected-xss")

    async def go() -> ReplayResult:
        async with serve(echoing(status), port_of(address)):
            return await replay_finding(finding)

    assert asyncio.run(go()).confirmed is confirmed


def with_replay(finding: Finding, replay: Replay | None) -> Finding:
    return msgspec.structs.replace(finding, evidence=HttpEvidence(finding.evidence.exchanges, replay))


def test_a_finding_that_does_not_hold_what_is_needed() -> None:
    finding, address = found_in(echoing(), "web.reflected-xss")
    replay = finding.evidence.replay
    assert replay is not None
    masked = msgspec.convert({**replay.state["template"]}, dict[str, Any])
    masked["query"] = [*masked["query"], {"name": "key", "value": "********"}]
    broken = [
        (None, "does not hold what is needed"),
        (Replay(replay.check, {}), "does not hold what is needed"),
        (Replay(replay.check, {"template": {"method": 1}}), "does not hold what is needed"),
        (Replay("no-such-check", replay.state), "there is no check"),
        (
            Replay(replay.check, {**replay.state, "template": masked}),
            "The request needs key, which was masked",
        ),
    ]

    async def go() -> list[ReplayResult]:
        async with serve(echoing(), port_of(address)):
            return [await replay_finding(with_replay(finding, state)) for state, _ in broken]

    for answer, (_, says) in zip(asyncio.run(go()), broken, strict=True):
        assert answer.confirmed is None
        assert says in answer.reason


def test_what_was_masked_is_never_sent() -> None:
    finding, address = found_in(echoing(), "web.reflected-xss")
    replay = finding.evidence.replay
    assert replay is not None
    template = {
        **replay.state["template"],
        "cookies": [{"name": "basket", "value": "********"}, {"name": "theme", "value": "dark"}],
        "headers": [{"name": "X-Key", "value": "********"}],
    }
    changed = with_replay(finding, Replay(replay.check, {**replay.state, "template": template}))
    sent: list[str] = []

    @web.middleware
    async def remember(request: web.Request, handler: Any) -> Any:
        sent.extend(f"{name}: {value}" for name, value in request.headers.items())
        return await handler(request)

    async def go() -> ReplayResult:
        app = echoing()
        app.middlewares.append(remember)
        async with serve(app, port_of(address)):
            return await replay_finding(changed)

    assert asyncio.run(go()).confirmed
    assert any("theme=dark" in line for line in sent)
    assert not any("***" in line for line in sent)
