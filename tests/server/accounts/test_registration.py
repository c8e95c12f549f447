"""Accounts are made by links: from a registration, an invitation, or the set-up."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from securestack.server.accounts.setup import ensure_setup_link, make_setup_link
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Registration, Settings
from tests.server.accounts.mailbox import Mailbox
from tests.server.support import Server, make_user, serve

PASSWORD = "violet-tractor-9-harbour"
REGISTER, COMPLETE, ME = "/api/v1/auth/register", "/api/v1/auth/register/complete", "/api/v1/auth/me"


def address() -> str:
    return f"ann-{new_id().hex}@example.org"


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_registers_by_a_link(opened: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        email = address()
        assert (await server.post(REGISTER, json={"email": email.upper()})).status_code == 202
        token = opened[0].token(email)
        described = (await server.post("/api/v1/auth/links/describe", json={"token": token})).json()
        assert (described["purpose"], described["email"], described["makes_account"]) == (
            "verify",
            email,
            True,
        )
        body = {"token": token, "name": "Ann", "password": PASSWORD}
        answer = await server.post(COMPLETE, json=body)
        assert answer.status_code == 201
        me = (await server.get(ME, caller=bearer(answer))).json()
        assert (me["email"], me["name"], me["is_administrator"]) == (email, "Ann", False)
        assert me["email_verified_at"] is not None
        assert (await server.post(COMPLETE, json=body)).status_code == 400  # good once
        assert (
            await server.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
        ).is_success

    serve(opened[1], story)


def test_registering_tells_nobody_who_has_an_account(opened: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        stranger = address()
        known = await server.post(REGISTER, json={"email": ann.email})
        unknown = await server.post(REGISTER, json={"email": stranger})
        assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
        assert "already" in opened[0].to(ann.email)[-1]["subject"]
        assert "There is one already" not in opened[0].last_text(stranger)

    serve(opened[1], story)


@pytest.mark.parametrize("setting", [Registration.INVITATION, Registration.CLOSED])
def test_registering_is_for_the_invited_where_the_setting_says_so(
    settings: Settings, setting: Registration
) -> None:
    async def story(server: Server) -> None:
        answer = await server.post(REGISTER, json={"email": address()})
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:securestack:problem:registration-closed"

    serve(settings.changed(registration=setting), story)


def test_nobody_registers_themselves_as_administrator(opened: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        email = address()
        refused = await server.post(REGISTER, json={"email": email, "is_administrator": True})
        assert refused.status_code == 422
        await server.post(REGISTER, json={"email": email})
        body = {"token": opened[0].token(email), "name": "Ann", "password": PASSWORD}
        for more in (
            {"is_administrator": True},
            {"id": str(new_id())},
            {"email_verified_at": "2026-01-01T00:00:00Z"},
        ):
            assert (await server.post(COMPLETE, json={**body, **more})).status_code == 422
        assert (await server.post(COMPLETE, json={**body, "email": address()})).status_code == 422
        answer = await server.post(COMPLETE, json=body)
        assert (await server.get(ME, caller=bearer(answer))).json()["is_administrator"] is False
        for changed in ({"is_administrator": True}, {"email": address()}, {"version": 7}):
            assert (await server.patch(ME, caller=bearer(answer), json=changed)).status_code == 422

    serve(opened[1], story)


@pytest.mark.parametrize(
    "password",
    [
        "short-1",
        "x" * 1001,
        "aaaaaaaaaaaaaaaa",
        "password1234",
        "P@ssw0rd!2345",
        "qwertyuiop123",
        "123456789012345",
        "letmeinletmein",
        "Securestack2026!",
        "Welcome-12345",
    ],
)
def test_easily_guessed_passwords_are_refused(opened: tuple[Mailbox, Settings], password: str) -> None:
    async def story(server: Server) -> None:
        email = address()
        await server.post(REGISTER, json={"email": email})
        body = {"token": opened[0].token(email), "name": "Ann", "password": password}
        answer = await server.post(COMPLETE, json=body)
        assert answer.status_code == 422
        assert answer.json()["faults"][0]["field"] == "body.password"
        assert password not in answer.text
        assert (await server.post(COMPLETE, json={**body, "password": PASSWORD})).status_code == 201

    serve(opened[1], story)


def test_the_own_address_is_no_password(opened: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        email = address()
        await server.post(REGISTER, json={"email": email})
        token = opened[0].token(email)
        for password in (email, email.partition("@")[0] + "1!", "Ann Example 123"):
            body = {"token": token, "name": "Ann Example", "password": password}
            assert (await server.post(COMPLETE, json=body)).status_code == 422, password

    serve(opened[1], story)


@pytest.mark.parametrize(
    "password",
    ["correct horse 9 staple", "größer-als-12-Zeichen", "🙂🙃😉😊🚀🎈🎉🎁🌟🌈🌍🌱", "Kq8vX2mZ7bT1"],
)
def test_good_passwords_are_taken(opened: tuple[Mailbox, Settings], password: str) -> None:
    async def story(server: Server) -> None:
        email = address()
        await server.post(REGISTER, json={"email": email})
        body = {"token": opened[0].token(email), "name": "Ann", "password": password}
        assert (await server.post(COMPLETE, json=body)).status_code == 201

    serve(opened[1], story)


def test_unicode_addresses_get_their_mail(opened: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        part = new_id().hex
        assert (
            await server.post(REGISTER, json={"email": f"Jürgen-{part}@Müller.example"})
        ).status_code == 202
        email = f"jürgen-{part}@xn--mller-kva.example"
        body = {"token": opened[0].token(email), "name": "Jürgen 🙂", "password": PASSWORD}
        assert (await server.post(COMPLETE, json=body)).status_code == 201

    serve(opened[1], story)


def test_made_up_and_foreign_links_are_refused_alike(opened: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        await server.post("/api/v1/auth/password/forgot", json={"email": ann.email})
        reset = opened[0].token(ann.email)
        answers = [
            await server.post(COMPLETE, json={"token": token, "name": "Ann", "password": PASSWORD})
            for token in (reset, "x" * 43)
        ]
        assert [answer.status_code for answer in answers] == [400, 400]
        assert answers[0].text == answers[1].text

    serve(opened[1], story)


def test_an_invitation_makes_an_account_once(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        email = address()
        made = await server.post(
            "/api/v1/users/invitations", caller=administrator.headers, json={"email": email}
        )
        assert made.status_code == 201
        token = mailed[0].token(email)
        assert made.json()["link"].endswith(f"/invitation#{token}")
        listed = await server.get("/api/v1/users/invitations", caller=administrator.headers)
        assert email in listed.text
        assert token not in listed.text
        body = {"token": token, "name": "Bea", "password": PASSWORD}
        assert (await server.post(COMPLETE, json=body)).status_code == 201
        assert (await server.post(COMPLETE, json=body)).status_code == 400
        again = await server.post(
            "/api/v1/users/invitations", caller=administrator.headers, json={"email": email}
        )
        assert again.status_code == 409

    serve(mailed[1], story)


def test_an_invitation_can_be_taken_back(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        email = address()
        made = await server.post(
            "/api/v1/users/invitations", caller=administrator.headers, json={"email": email}
        )
        path = f"/api/v1/users/invitations/{made.json()['id']}"
        assert (await server.delete(path, caller=administrator.headers)).status_code == 204
        assert (await server.delete(path, caller=administrator.headers)).status_code == 404
        body = {"token": mailed[0].token(email), "name": "Bea", "password": PASSWORD}
        assert (await server.post(COMPLETE, json=body)).status_code == 400

    serve(mailed[1], story)


def test_the_setup_link_makes_the_first_administrator_and_no_second(fresh_settings: Settings) -> None:
    first = ensure_setup_link(fresh_settings)
    link = ensure_setup_link(fresh_settings)  # the platform was started again
    assert first is not None
    assert link is not None
    assert link.startswith("http://127.0.0.1:8000/setup#")

    async def story(server: Server) -> None:
        assert (await server.get("/api/v1/auth/options")).json()["setup_needed"] is True
        token = link.partition("#")[2]
        body = {"token": token, "name": "Ann", "password": PASSWORD}
        assert (await server.post(COMPLETE, json=body)).status_code == 422  # without an address
        body["email"] = "ann@example.org"
        old = {**body, "token": first.partition("#")[2]}
        assert (await server.post(COMPLETE, json=old)).status_code == 400
        answers = await asyncio.gather(*(server.post(COMPLETE, json=body) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [201, 400, 400]
        answer = next(answer for answer in answers if answer.status_code == 201)
        me = (await server.get(ME, caller=bearer(answer))).json()
        assert (me["is_administrator"], me["email_verified_at"]) == (True, None)
        assert (await server.get("/api/v1/auth/options")).json()["setup_needed"] is False
        assert await make_setup_link(server.platform) is None

    serve(fresh_settings, story)


def test_nothing_secret_is_stored_in_clear(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        link = await make_setup_link(server.platform)
        assert link is not None
        token = link.partition("#")[2]
        body = {"token": token, "name": "Ann", "email": "ann@example.org", "password": PASSWORD}
        issued = (await server.post(COMPLETE, json=body)).json()
        async with server.platform.database.read() as reader:
            for table in ("users", "sessions", "one_time_tokens", "audit_entries"):
                rows = await reader.fetch(f"SELECT row_to_json({table})::text AS text FROM {table}")
                text = "".join(row["text"] for row in rows)
                assert rows
                for secret in (token, PASSWORD, issued["refresh_token"], issued["access_token"]):
                    assert secret not in text

    serve(fresh_settings, story)
