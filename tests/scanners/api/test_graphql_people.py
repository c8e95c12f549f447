"""A GraphQL service asked as several people: each flaw of who may do what is told where it is, and none where it is not."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.scanners.api.options import ApiScanOptions, ApiUser
from securestack.scanning.replay import replay_finding
from securestack.scanning.run import run_scan
from tests.targets import graphql_post_office as office
from tests.targets.gallery import serve
from tests.targets.graphql_post_office import PostOffice

RULES = (
    "api.object-level-authorization-read",
    "api.object-level-authorization-change",
    "api.object-level-authorization-delete",
    "api.function-level-authorization",
    "api.privilege-escalation",
    "api.passwords-in-answers",
    "api.excessive-data",
)
FOUND = {
    office.READ: {("api.object-level-authorization-read", "letter(id)")},
    office.READ_BY_NOBODY: {("api.object-level-authorization-read", "letter(id)")},
    office.CHANGE: {("api.object-level-authorization-change", "changeLetter(id)")},
    office.DELETE: {("api.object-level-authorization-delete", "deleteLetter(id)")},
    office.REPORT: {("api.function-level-authorization", "adminReport")},
    office.ROLE_AT_REGISTRATION: {("api.privilege-escalation", "signUp(input.role)")},
    office.ROLE_IN_PROFILE: {("api.privilege-escalation", "updateProfile(input.role)")},
    office.ROLE_OF_OTHERS: {("api.privilege-escalation", "setRole(role)")},
    office.HASHES: {
        ("api.passwords-in-answers", name) for name in ("me", "people", "person", "updateProfile")
    },
    office.KEYS: {("api.excessive-data", "people"), ("api.excessive-data", "person")},
}


async def scan(post: PostOffice, url: str, **options: object) -> ScanResult:
    return await run_scan(
        "api",
        ApiScanOptions(description=f"{url}/graphql", only=RULES, **options),  # type: ignore[arg-type]
    )


def scanned(post: PostOffice, **options: object) -> ScanResult:
    async def go() -> ScanResult:
        async with serve(post.application()) as url:
            return await scan(post, url, **options)

    return asyncio.run(go())


def told(result: ScanResult) -> set[tuple[str, str]]:
    assert not [check for check in result.checks if check.outcome is Outcome.FAILED]
    return {(finding.rule_id, finding.location.part) for finding in result.findings}


@pytest.mark.parametrize("flaw", sorted(office.FLAWS))
def test_each_flaw_alone_is_told_where_it_is(flaw: str) -> None:
    result = scanned(PostOffice(frozenset({flaw})))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == FOUND[flaw]
    for finding in result.findings:
        assert finding.evidence is not None
        assert any(exchange.actor for exchange in finding.evidence.exchanges)


def test_where_there_is_no_flaw_none_is_told_and_what_was_made_is_deleted() -> None:
    post = PostOffice()
    result = scanned(post)
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == set()
    assert any("query me tells whether that lasts" in notice.message for notice in result.notices)
    assert all(person["role"] == "CLERK" for person in post.people.values() if person["id"] != "1")
    assert not post.letters, "what the scan made is gone"
    assert any("posters" in notice.message or "things" in notice.message for notice in result.notices)


@pytest.mark.parametrize("prefix", ["JWT ", "Token ", ""])
def test_the_place_of_the_token_is_found(prefix: str) -> None:
    assert told(scanned(PostOffice(frozenset({office.READ}), prefix=prefix))) == FOUND[office.READ]


def test_a_token_that_dies_is_got_again() -> None:
    post = PostOffice(frozenset({office.READ}), lifetime=60)
    result = scanned(post)
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == FOUND[office.READ]


def users_of(post: PostOffice) -> tuple[ApiUser, ...]:
    for name in ("anna", "ben"):
        post.add_person(f"{name}@office.example", f"the word of {name} 17")
    clerks = tuple(
        ApiUser(name=f"{name}@office.example", password=f"the word of {name} 17") for name in ("anna", "ben")
    )
    chief = ApiUser(name="post@office.example", password="seven grey donkeys eat the hay", administrator=True)
    return (*clerks, chief)


def test_given_people_are_used_and_nobody_is_registered() -> None:
    post = PostOffice(frozenset({office.READ, office.REPORT}))
    result = scanned(post, users=users_of(post), register=False)
    assert told(result) == FOUND[office.READ] | FOUND[office.REPORT]
    assert {person["nickname"] for person in post.people.values()} == {"post", "anna", "ben"}
    report = next(finding for finding in result.findings if finding.location.part == "adminReport")
    assert report.evidence is not None
    assert [exchange.actor for exchange in report.evidence.exchanges] == ["administrator", "nobody", "user 1"]


def test_somebody_who_cannot_log_in_fails_the_scan() -> None:
    post = PostOffice()
    result = scanned(post, users=(ApiUser(name="anna@office.example", password="wrong word 99"),))
    assert result.outcome is Outcome.FAILED
    assert "Signing in did not work" in result.reason
    assert "wrong word 99" not in result.reason


def test_a_service_that_answers_nobody_is_asked_with_the_tokens_given() -> None:
    post = PostOffice(frozenset({office.READ}), closed=True)
    people = [post.add_person(f"{name}@office.example", f"the word of {name} 17") for name in ("anna", "ben")]
    users = tuple(
        ApiUser(headers=(("Authorization", f"Bearer {post.token_of(person)}"),)) for person in people
    )
    result = scanned(post, users=users, register=False)
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == FOUND[office.READ]


def test_tokens_that_are_over_fail_the_scan() -> None:
    post = PostOffice()
    result = scanned(post, users=(ApiUser(headers=(("Authorization", "Bearer over and gone"),)),))
    assert result.outcome is Outcome.FAILED
    assert "query me" in result.reason
    assert "--header" in result.reason


def test_tokens_that_die_on_the_way_and_cannot_be_renewed_fail_the_scan() -> None:
    post = PostOffice(lifetime=10)
    person = post.add_person("anna@office.example", "the word of anna 17")
    token = (("Authorization", f"Bearer {post.token_of(person)}"),)
    result = scanned(post, users=(ApiUser(headers=token),), register=False)
    assert result.outcome is Outcome.FAILED
    assert "no longer accepts the credentials" in result.reason


def test_a_limit_ends_in_an_account_and_what_was_made_is_deleted() -> None:
    post = PostOffice(frozenset({office.READ}))
    result = scanned(post, max_requests=20)
    assert result.outcome is Outcome.INCOMPLETE
    assert "the limit of 20 requests was reached" in result.reason
    assert any("Never asked, as the scan ended before" in notice.message for notice in result.notices)
    result = scanned(post := PostOffice(frozenset({office.READ})), max_requests=75)
    assert result.outcome is Outcome.INCOMPLETE, len(post.uses)
    assert len(post.letters) <= 2


def test_findings_are_looked_at_again() -> None:
    async def go() -> None:
        flaws = frozenset({office.READ, office.ROLE_IN_PROFILE, office.HASHES})
        async with serve(PostOffice(flaws).application()) as url:
            result = await scan(PostOffice(flaws), url)
            chosen = {finding.rule_id: finding for finding in result.findings}
            assert len(chosen) == 3
            for finding in chosen.values():
                answer = await replay_finding(finding)
                assert answer.confirmed is True, answer.reason
        async with serve(PostOffice().application(), urlsplit(url).port or 0):
            for finding in chosen.values():
                answer = await replay_finding(finding)
                assert answer.confirmed is False, answer.reason

    asyncio.run(go())
