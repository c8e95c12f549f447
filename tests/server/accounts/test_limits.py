"""Guessing is slowed down, on each account and from each address, whether or not the account exists."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx

from securestack.server.kit.identifiers import new_id
from securestack.server.kit.tokens import hash_token
from securestack.server.settings import Settings
from tests.server.support import Server, make_user, serve

PASSWORD = "violet-tractor-9-harbour"
LOGIN = "/api/v1/auth/login"


@contextlib.asynccontextmanager
async def elsewhere(server: Server, ip: str) -> AsyncIterator[httpx.AsyncClient]:
    """Lend a client at another address."""
    transport = httpx.ASGITransport(server.app, raise_app_exceptions=False, client=(ip, 50_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


async def guess(client: httpx.AsyncClient, email: str, password: str = "not the password") -> httpx.Response:
    return await client.post(LOGIN, json={"email": email, "password": password})


def test_an_account_is_locked_for_an_address_and_not_for_its_owner(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        async with elsewhere(server, "192.0.2.10") as attacker, elsewhere(server, "192.0.2.11") as owner:
            assert [(await guess(attacker, ann.email)).status_code for _ in range(10)] == [401] * 10
            locked = await guess(attacker, ann.email, PASSWORD)  # the right one at last, too late
            assert locked.status_code == 429
            assert 0 < int(locked.headers["retry-after"]) <= 900
            assert locked.headers["content-type"] == "application/problem+json"
            assert (await guess(owner, ann.email, PASSWORD)).status_code == 200

    serve(settings, story)


def test_unknown_accounts_are_locked_alike(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        answers = []
        for email, ip in ((ann.email, "192.0.2.20"), (f"{new_id()}@example.org", "192.0.2.21")):
            async with elsewhere(server, ip) as client:
                answers.append([(await guess(client, email)).status_code for _ in range(12)])
        assert answers[0] == answers[1] == [401] * 10 + [429] * 2

    serve(settings, story)


def test_guesses_at_the_same_time_count_each(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        async with elsewhere(server, "192.0.2.30") as client:
            answers = await asyncio.gather(*(guess(client, ann.email) for _ in range(20)))
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [401] * 10 + [429] * 10

    serve(settings, story)


def test_a_net_of_addresses_is_stopped_at_the_account(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        account = hash_token(ann.email).hex()
        for _ in range(57):
            await server.platform.limiter.hit("login-account", account, times=1000, seconds=3600)
        statuses = []
        for number in range(5):
            async with elsewhere(server, f"198.51.100.{number}") as client:
                statuses.append((await guess(client, ann.email)).status_code)
        assert statuses == [401] * 3 + [429] * 2

    serve(settings, story)


def test_an_address_that_tries_many_accounts_is_stopped(settings: Settings) -> None:
    async def story(server: Server) -> None:
        async with elsewhere(server, "203.0.113.5") as client:
            for _ in range(100):
                await server.platform.limiter.hit("login-address", "203.0.113.5", times=1000, seconds=900)
            assert (await guess(client, f"{new_id()}@example.org")).status_code == 429
        async with elsewhere(server, "203.0.113.6") as client:
            assert (await guess(client, f"{new_id()}@example.org")).status_code == 401

    serve(settings, story)


def test_failures_count_for_the_address(settings: Settings) -> None:
    async def story(server: Server) -> None:
        async with elsewhere(server, "203.0.113.8") as client:
            for _ in range(3):
                await guess(client, f"{new_id()}@example.org")
        assert server.platform.valkey is not None
        assert int(await server.platform.valkey.get("limit:login-address:203.0.113.8")) == 3

    serve(settings, story)


def test_a_login_that_succeeds_forgets_the_failures_before(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        async with elsewhere(server, "192.0.2.40") as client:
            for _ in range(2):
                for _ in range(9):
                    assert (await guess(client, ann.email)).status_code == 401
                assert (await guess(client, ann.email, PASSWORD)).status_code == 200

    serve(settings, story)


def test_limits_hold_without_valkey(settings: Settings) -> None:
    async def story(server: Server) -> None:
        async with elsewhere(server, "192.0.2.50") as client:
            email = f"{new_id()}@example.org"
            assert [(await guess(client, email)).status_code for _ in range(11)] == [401] * 10 + [429]

    serve(settings.changed(redis_url=None), story)


def test_made_up_links_are_stopped(settings: Settings) -> None:
    async def story(server: Server) -> None:
        async with elsewhere(server, "203.0.113.9") as client:
            for _ in range(100):
                await server.platform.limiter.hit("token-address", "203.0.113.9", times=1000, seconds=900)
            answer = await client.post("/api/v1/auth/links/describe", json={"token": "x" * 43})
            assert answer.status_code == 429

    serve(settings, story)
