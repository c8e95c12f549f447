"""Passwords are changed and reset, and addresses changed and verified."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from securestack.server.accounts.service import mails
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.accounts.mailbox import Mailbox
from tests.server.support import Server, login, make_user, serve

PASSWORD, OTHER = "violet-tractor-9-harbour", "brass-lantern-4-meadow"
AUTH = "/api/v1/auth"


async def try_login(server: Server, email: str, password: str) -> httpx.Response:
    return await server.post(f"{AUTH}/login", json={"email": email, "password": password})


def test_a_changed_password_logs_other_devices_out(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        here = await login(server, ann.email, PASSWORD)
        body = {"current_password": PASSWORD, "new_password": OTHER}
        assert (await server.post(f"{AUTH}/password/change", caller=here, json=body)).status_code == 204
        assert (await server.get(f"{AUTH}/me", caller=here)).status_code == 200
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).status_code == 401
        assert (await try_login(server, ann.email, PASSWORD)).status_code == 401
        assert (await try_login(server, ann.email, OTHER)).status_code == 200
        assert "was changed" in mailed[0].last_text(ann.email)

    serve(mailed[1], story)


def test_changing_the_password_takes_the_one_until_now(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        path = f"{AUTH}/password/change"
        wrong = {"current_password": "not the password", "new_password": OTHER}
        assert (await server.post(path, caller=ann.headers, json=wrong)).status_code == 403
        assert (await server.post(path, caller=ann.headers, json={"new_password": OTHER})).status_code == 422
        same_rules = {"current_password": PASSWORD, "new_password": "password1234"}
        assert (await server.post(path, caller=ann.headers, json=same_rules)).status_code == 422
        assert (await try_login(server, ann.email, PASSWORD)).status_code == 200

    serve(settings, story)


def test_guessing_the_own_password_is_limited(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        for _ in range(10):
            body = {"current_password": "not the password", "new_password": OTHER}
            await server.post(f"{AUTH}/password/change", caller=ann.headers, json=body)
        body = {"current_password": PASSWORD, "new_password": OTHER}
        answer = await server.post(f"{AUTH}/password/change", caller=ann.headers, json=body)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0

    serve(settings, story)


def test_a_forgotten_password_is_set_anew(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        assert (await server.post(f"{AUTH}/password/forgot", json={"email": ann.email})).status_code == 202
        token = mailed[0].token(ann.email)
        weak = {"token": token, "new_password": "password1234"}
        assert (await server.post(f"{AUTH}/password/reset", json=weak)).status_code == 422
        body = {"token": token, "new_password": OTHER}
        assert (await server.post(f"{AUTH}/password/reset", json=body)).status_code == 204
        assert (await server.post(f"{AUTH}/password/reset", json=body)).status_code == 400
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).status_code == 401
        assert (await try_login(server, ann.email, OTHER)).status_code == 200

    serve(mailed[1], story)


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        stranger = f"{new_id()}@example.org"
        answers = [
            await server.post(f"{AUTH}/password/forgot", json={"email": email})
            for email in (ann.email, stranger)
        ]
        assert {(answer.status_code, answer.text) for answer in answers} == {(202, answers[0].text)}
        assert len(mailed[0].to(ann.email)) == 1
        assert not mailed[0].to(stranger)

    serve(mailed[1], story)


def test_the_reset_mail_goes_to_the_stored_address_only(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        part = new_id().hex
        await make_user(server, email=f"mike-{part}@github.example", password=PASSWORD)
        # The Kelvin sign and the dotless i become k and i in some spellings.
        for alike in (f"mi\u212ae-{part}@github.example", f"m\u0131ke-{part}@github.example"):
            assert (await server.post(f"{AUTH}/password/forgot", json={"email": alike})).status_code == 202
        assert {recipient for recipient, _ in mailed[0].mails} <= {f"mike-{part}@github.example"}

    serve(mailed[1], story)


def test_mails_to_one_address_are_limited(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        for email in ((await make_user(server)).email, f"{new_id()}@example.org"):
            answers = [
                (await server.post(f"{AUTH}/password/forgot", json={"email": email})).status_code
                for _ in range(6)
            ]
            assert answers == [202] * 5 + [429]

    serve(mailed[1], story)


def test_an_address_is_changed_by_a_link_to_the_new_one(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        new = f"{new_id()}@example.net"
        path = f"{AUTH}/email/change"
        wrong = {"email": new, "password": "not the password"}
        assert (await server.post(path, caller=ann.headers, json=wrong)).status_code == 403
        body = {"email": new, "password": PASSWORD}
        assert (await server.post(path, caller=ann.headers, json=body)).status_code == 202
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).json()["email"] == ann.email
        token = mailed[0].token(new)
        described = (await server.post(f"{AUTH}/links/describe", json={"token": token})).json()
        assert (described["email"], described["makes_account"]) == (new, False)
        taken = {"token": token, "name": "Eve", "password": OTHER}
        assert (await server.post(f"{AUTH}/register/complete", json=taken)).status_code == 400
        assert (await server.post(f"{AUTH}/email/verify", json={"token": token})).status_code == 204
        assert (await server.post(f"{AUTH}/email/verify", json={"token": token})).status_code == 400
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).json()["email"] == new
        assert new in mailed[0].last_text(ann.email)  # the old address is told

    serve(mailed[1], story)


def test_two_accounts_never_have_one_address(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        bea = await make_user(server, password=PASSWORD)
        body = {"email": bea.email.upper(), "password": PASSWORD}
        assert (await server.post(f"{AUTH}/email/change", caller=ann.headers, json=body)).status_code == 202
        answer = await server.post(f"{AUTH}/email/verify", json={"token": mailed[0].token(bea.email)})
        assert answer.status_code == 409

    serve(mailed[1], story)


def test_the_own_address_is_verified_by_a_link(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        path = f"{AUTH}/email/send-verification"
        assert (await server.post(path, caller=ann.headers)).status_code == 202
        assert not mailed[0].mails  # it is verified
        async with server.platform.database.transaction() as session:
            await session.execute(
                text("UPDATE users SET email_verified_at = NULL WHERE id = :id"), {"id": ann.id}
            )
        assert (await server.post(path, caller=ann.headers)).status_code == 202
        verified = await server.post(f"{AUTH}/email/verify", json={"token": mailed[0].token(ann.email)})
        assert verified.status_code == 204
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).json()["email_verified_at"] is not None

    serve(mailed[1], story)


def test_a_mail_server_that_is_away_breaks_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mails, "_PAUSES", (0.0, 0.0))

    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        assert (await server.post(f"{AUTH}/password/forgot", json={"email": ann.email})).status_code == 202

    serve(settings.changed(mail_url=SecretStr("smtp://127.0.0.1:9")), story)
