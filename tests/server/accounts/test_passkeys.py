"""Passkeys are made by who is logged in, and log in without a password."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.accounts.authenticator import Authenticator
from tests.server.accounts.mailbox import Mailbox
from tests.server.support import Person, Server, make_user, serve

PASSKEYS = "/api/v1/auth/passkeys"
ORIGIN, DOMAIN = "http://localhost:8000", "localhost"


@pytest.fixture(scope="module")
def named(mail_server: tuple[Mailbox, Settings]) -> Settings:
    """Return settings of a platform that is reached by a name."""
    return mail_server[1].changed(public_url=ORIGIN)


async def create(server: Server, person: Person, device: Authenticator, **more: Any) -> httpx.Response:
    begun = await server.post(f"{PASSKEYS}/registration", caller=person.headers, json={})
    assert begun.status_code == 200, begun.text
    credential = device.create(begun.json()["options"]) | more
    body = {"token": begun.json()["token"], "name": "Laptop", "credential": credential}
    return await server.post(PASSKEYS, caller=person.headers, json=body)


async def log_in(server: Server, device: Authenticator) -> httpx.Response:
    begun = (await server.post(f"{PASSKEYS}/login/begin")).json()
    body = {"token": begun["token"], "credential": device.get(begun["options"])}
    return await server.post(f"{PASSKEYS}/login", json=body)


def test_makes_a_passkey_and_logs_in_by_it(named: Settings) -> None:
    async def story(server: Server) -> None:
        assert (await server.get("/api/v1/auth/options")).json()["passkeys"] is True
        ann = await make_user(server)
        device = Authenticator(ORIGIN, DOMAIN)
        made = await create(server, ann, device)
        assert made.status_code == 201, made.text
        assert made.json()["transports"] == ["hybrid", "internal"]
        for _ in range(2):
            answer = await log_in(server, device)
            assert answer.status_code == 200, answer.text
            assert answer.json()["user_id"] == str(ann.id)
        listed = (await server.get(PASSKEYS, caller=ann.headers)).json()["items"]
        assert [passkey["name"] for passkey in listed] == ["Laptop"]
        assert listed[0]["last_used_at"] is not None

    serve(named, story)


def test_a_passkey_needs_the_password_where_there_is_one(named: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password="violet-tractor-9-harbour")
        path = f"{PASSKEYS}/registration"
        assert (await server.post(path, caller=ann.headers, json={})).status_code == 422
        assert (await server.post(path, caller=ann.headers, json={"password": "wrong"})).status_code == 403
        right = {"password": "violet-tractor-9-harbour"}
        assert (await server.post(path, caller=ann.headers, json=right)).status_code == 200

    serve(named, story)


def test_a_device_is_registered_once_and_for_its_user(named: Settings) -> None:
    async def story(server: Server) -> None:
        ann, eve = await make_user(server), await make_user(server)
        device = Authenticator(ORIGIN, DOMAIN)
        begun = (await server.post(f"{PASSKEYS}/registration", caller=ann.headers, json={})).json()
        body = {"token": begun["token"], "name": "x", "credential": device.create(begun["options"])}
        assert (await server.post(PASSKEYS, caller=eve.headers, json=body)).status_code == 400
        assert (await server.post(PASSKEYS, caller=ann.headers, json=body)).status_code == 201
        assert (await server.post(PASSKEYS, caller=ann.headers, json=body)).status_code == 400
        assert (await create(server, eve, device)).status_code == 400

    serve(named, story)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("origin", "https://evil.example"),
        ("domain", "evil.example"),
        ("verifies_user", False),
        ("key", ec.generate_private_key(ec.SECP256R1())),
        ("count", 0),
        ("credential_id", b"unknown"),
    ],
)
def test_what_the_device_did_not_sign_does_not_log_in(named: Settings, attribute: str, value: Any) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        device = Authenticator(ORIGIN, DOMAIN, count=5)
        assert (await create(server, ann, device)).status_code == 201
        setattr(device, attribute, value)  # with a lower count it is a copy
        assert (await log_in(server, device)).status_code == 401

    serve(named, story)


@pytest.mark.parametrize(
    ("attribute", "value"), [("origin", "https://evil.example"), ("domain", "evil"), ("verifies_user", False)]
)
def test_what_the_device_did_not_make_is_not_kept(named: Settings, attribute: str, value: Any) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        device = Authenticator(ORIGIN, DOMAIN)
        setattr(device, attribute, value)
        assert (await create(server, ann, device)).status_code == 400

    serve(named, story)


def test_a_login_that_was_overheard_is_good_for_nothing(named: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        device = Authenticator(ORIGIN, DOMAIN)
        await create(server, ann, device)
        begun = (await server.post(f"{PASSKEYS}/login/begin")).json()
        body = {"token": begun["token"], "credential": device.get(begun["options"])}
        assert (await server.post(f"{PASSKEYS}/login", json=body)).status_code == 200
        assert (await server.post(f"{PASSKEYS}/login", json=body)).status_code == 401
        other = (await server.post(f"{PASSKEYS}/login/begin")).json()["token"]
        assert (await server.post(f"{PASSKEYS}/login", json={**body, "token": other})).status_code == 401

    serve(named, story)


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"id": None},
        {"id": "%%%", "rawId": "%%%", "type": "public-key", "response": {}},
        {"id": "AAAA", "rawId": "BBBB", "type": "public-key", "response": []},
        {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "AAAA"}},
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {
                "clientDataJSON": "e30",
                "attestationObject": "oA",
                "authenticatorData": "",
                "signature": "",
            },
        },
    ],
)
def test_garbage_is_refused(named: Settings, credential: dict[str, Any]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        begun = (await server.post(f"{PASSKEYS}/registration", caller=ann.headers, json={})).json()
        body = {"token": begun["token"], "name": "x", "credential": credential}
        assert (await server.post(PASSKEYS, caller=ann.headers, json=body)).status_code == 400
        begun = (await server.post(f"{PASSKEYS}/login/begin")).json()
        body = {"token": begun["token"], "credential": credential}
        assert (await server.post(f"{PASSKEYS}/login", json=body)).status_code == 401

    serve(named, story)


def test_passkeys_are_renamed_and_deleted_by_their_user_only(named: Settings) -> None:
    async def story(server: Server) -> None:
        ann, eve = await make_user(server), await make_user(server)
        device = Authenticator(ORIGIN, DOMAIN)
        path = f"{PASSKEYS}/{(await create(server, ann, device)).json()['id']}"
        foreign = await server.patch(path, caller=eve.headers, json={"name": "x"})
        missing = await server.patch(f"{PASSKEYS}/{new_id()}", caller=eve.headers, json={"name": "x"})
        assert (foreign.status_code, foreign.text) == (404, missing.text)
        assert (await server.delete(path, caller=eve.headers)).status_code == 404
        renamed = await server.patch(path, caller=ann.headers, json={"name": "Phone"})
        assert renamed.json()["name"] == "Phone"
        assert (await server.delete(path, caller=ann.headers)).status_code == 204
        assert (await log_in(server, device)).status_code == 401

    serve(named, story)
