"""Codes of an authenticator, and recovery codes."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pyotp

from securestack.server.settings import Settings
from tests.server.accounts.mailbox import Mailbox
from tests.server.support import Person, Server, make_user, serve

PASSWORD = "violet-tractor-9-harbour"
AUTH = "/api/v1/auth"


async def enable(server: Server, person: Person) -> tuple[pyotp.TOTP, list[str]]:
    """Set an authenticator up, with the code of the step before, and return it and the recovery codes."""
    enrolled = await server.post(f"{AUTH}/totp", caller=person.headers, json={"password": PASSWORD})
    assert enrolled.status_code == 200, enrolled.text
    totp = pyotp.parse_uri(enrolled.json()["uri"])
    assert isinstance(totp, pyotp.TOTP)
    assert totp.secret == enrolled.json()["secret"]
    confirmed = await server.post(
        f"{AUTH}/totp/confirm", caller=person.headers, json={"code": code(totp, -1)}
    )
    assert confirmed.status_code == 200, confirmed.text
    return totp, confirmed.json()["recovery_codes"]


def code(totp: pyotp.TOTP, steps: int = 0) -> str:
    return totp.at(int(time.time()) + 30 * steps)


async def first_step(server: Server, person: Person) -> str:
    answer = await server.post(f"{AUTH}/login", json={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 202, answer.text
    assert "access_token" not in answer.text
    token: str = answer.json()["token"]
    return token


async def second_step(server: Server, token: str, text: str, **more: Any) -> httpx.Response:
    return await server.post(f"{AUTH}/login/second-factor", json={"token": token, "code": text, **more})


def test_logs_in_with_a_code_which_is_good_once(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        totp, _ = await enable(server, ann)
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).json()["totp_enabled"] is True
        assert "authenticator" in mailed[0].last_text(ann.email)
        token = await first_step(server, ann)
        right = code(totp)
        assert (await second_step(server, token, right)).status_code == 200
        assert (await second_step(server, token, code(totp, 1))).status_code == 401  # the token was used
        assert (
            await second_step(server, await first_step(server, ann), right)
        ).status_code == 401  # so was the code
        assert (await second_step(server, await first_step(server, ann), code(totp, 1))).status_code == 200

    serve(mailed[1], story)


def test_codes_of_other_times_and_made_up_tokens_are_refused(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        totp, _ = await enable(server, ann)
        token = await first_step(server, ann)
        for wrong in (code(totp, -10), code(totp, 10), code(totp, -1), "000 000"):
            assert (await second_step(server, token, wrong)).status_code == 401
        assert (await second_step(server, "x" * 43, code(totp))).status_code == 401
        assert (await second_step(server, token, code(totp))).status_code == 200

    serve(mailed[1], story)


def test_a_token_bears_five_codes_and_an_account_ten(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        totp, _ = await enable(server, ann)
        for _ in range(9 // 5 + 1):
            token = await first_step(server, ann)
            for _ in range(5):
                await second_step(server, token, "000000")
            assert (await second_step(server, token, code(totp))).status_code in (401, 429)
        answer = await second_step(server, await first_step(server, ann), code(totp))
        assert answer.status_code == 429
        assert "retry-after" in answer.headers

    serve(mailed[1], story)


def test_recovery_codes_are_good_once_each(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        totp, codes = await enable(server, ann)
        assert len(set(codes)) == 10
        spelled = codes[0].upper().replace("-", " ")
        assert (await second_step(server, await first_step(server, ann), spelled)).status_code == 200
        assert (await second_step(server, await first_step(server, ann), codes[0])).status_code == 401
        assert (await server.get(f"{AUTH}/me", caller=ann.headers)).json()["recovery_codes_left"] == 9
        renewed = await server.post(f"{AUTH}/recovery-codes", caller=ann.headers, json={"password": PASSWORD})
        assert (await second_step(server, await first_step(server, ann), codes[1])).status_code == 401
        fresh = renewed.json()["recovery_codes"][0]
        assert (await second_step(server, await first_step(server, ann), fresh)).status_code == 200
        del totp

    serve(mailed[1], story)


def test_an_authenticator_counts_only_once_it_is_confirmed(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        await server.post(f"{AUTH}/totp", caller=ann.headers, json={"password": PASSWORD})
        wrong = await server.post(f"{AUTH}/totp/confirm", caller=ann.headers, json={"code": "000000"})
        assert wrong.status_code == 403
        answer = await server.post(f"{AUTH}/login", json={"email": ann.email, "password": PASSWORD})
        assert answer.status_code == 200

    serve(mailed[1], story)


def test_disabling_takes_the_password_and_a_code(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        totp, _ = await enable(server, ann)
        path = f"{AUTH}/totp/disable"
        assert (await server.post(path, caller=ann.headers, json={"code": code(totp)})).status_code == 422
        for body, status in (
            ({"password": "wrong", "code": code(totp)}, 403),
            ({"password": PASSWORD, "code": "000000"}, 403),
            ({"password": PASSWORD, "code": code(totp)}, 204),
            ({"password": PASSWORD, "code": code(totp, 1)}, 409),
        ):
            assert (await server.post(path, caller=ann.headers, json=body)).status_code == status
        answer = await server.post(f"{AUTH}/login", json={"email": ann.email, "password": PASSWORD})
        assert answer.status_code == 200

    serve(mailed[1], story)


def test_enrolling_takes_the_password_and_no_second_authenticator(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        assert (await server.post(f"{AUTH}/totp", caller=ann.headers, json={})).status_code == 422
        wrong = {"password": "wrong"}
        assert (await server.post(f"{AUTH}/totp", caller=ann.headers, json=wrong)).status_code == 403
        await enable(server, ann)
        again = await server.post(f"{AUTH}/totp", caller=ann.headers, json={"password": PASSWORD})
        assert again.status_code == 409

    serve(mailed[1], story)


def test_the_secret_is_not_stored_in_clear(mailed: tuple[Mailbox, Settings]) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        totp, codes = await enable(server, ann)
        async with server.platform.database.read() as reader:
            stored = await reader.fetch_one("SELECT * FROM users WHERE id = $1", ann.id)
            kept = await reader.fetch("SELECT code_hash FROM recovery_codes WHERE user_id = $1", ann.id)
            told = await reader.fetch(
                "SELECT after::text FROM audit_entries WHERE object_id = $1", str(ann.id)
            )
        assert stored is not None
        assert totp.secret not in str(stored)
        assert totp.secret.encode() not in stored["totp_secret_encrypted"]
        assert not any(text.replace("-", "").encode() in row["code_hash"] for text in codes for row in kept)
        assert totp.secret not in str(told)

    serve(mailed[1], story)
