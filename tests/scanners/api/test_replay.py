"""Findings of an API scan looked at again: confirmed while the flaw is there, refuted afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from securestack.scanners.api.options import ApiUser
from securestack.scanning.replay import replay_finding
from tests.scanners.api.front_door import scan
from tests.targets.gallery import serve
from tests.targets.library import FLAWS, Library, application

# A finding of each kind of check; the others replay in the same way.
SOME = {
    "api.object-level-authorization-read",
    "api.function-level-authorization",
    "api.account-takeover",
    "api.passwords-in-answers",
    "api.token-key-guessable",
    "api.mass-assignment",
    "web.sql-injection",
}


def test_findings_are_confirmed_while_they_are_there_and_refuted_afterwards() -> None:
    async def go() -> None:
        async with serve(application(Library(FLAWS))) as address:
            result = await scan(f"{address}/openapi.json")
            chosen = {finding.rule_id: finding for finding in result.findings if finding.rule_id in SOME}
            assert chosen.keys() == SOME
            for finding in chosen.values():
                answer = await replay_finding(finding)
                assert answer.confirmed is True, (finding.rule_id, answer.reason)
        async with serve(application(Library()), urlsplit(address).port or 0):
            for finding in chosen.values():
                answer = await replay_finding(finding)
                assert answer.confirmed is False, (finding.rule_id, answer.reason)

    asyncio.run(go())


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"description": "gone.yaml", "operation": "GET /me", "url": "http://127.0.0.1:9"}, "cannot be read"),
        ({"operation": "GET /nothing"}, "describes no operation GET /nothing"),
    ],
)
def test_what_cannot_be_told_is_said(state: dict[str, str], said: str, tmp_path: Path) -> None:
    async def go() -> None:
        async with serve(application(Library(["notes-read"]))) as address:
            result = await scan(f"{address}/openapi.json", only=("api.object-level-authorization-read",))
            (finding,) = result.findings
            assert finding.evidence.replay is not None
            finding.evidence.replay.state.update(state)
            answer = await replay_finding(finding)
            assert answer.confirmed is None
            assert said in answer.reason

    asyncio.run(go())


def test_a_replay_with_users_that_cannot_log_in_says_so() -> None:
    async def go() -> None:
        async with serve(application(Library(["notes-read"]))) as address:
            result = await scan(f"{address}/openapi.json", only=("api.object-level-authorization-read",))
            (finding,) = result.findings
            answer = await replay_finding(finding, users=(ApiUser(name="nobody-at-all", password="wrong"),))
            assert answer.confirmed is None
            assert "nobody-at-all" in answer.reason

    asyncio.run(go())
