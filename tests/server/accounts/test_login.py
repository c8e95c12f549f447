"""Logging in by password, staying logged in, and logging out."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import uuid
from datetime import timedelta

import httpx
import jwt
import msgspec
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import text

from securestack.server.kit.clock import now
from securestack.server.kit.crypto import derive_key
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.support import KEY, Person, Server, make_user, serve

PASSWORD = "violet-tractor-9-harbour"
LOGIN, REFRESH, ME = "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/me"


async def log_in(server: Server, person: Person, **more: str) -> httpx.Response:
    return await server.post(LOGIN, json={"email": person.email, "password": PASSWORD, **more})


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_logs_in_and_knows_who_asks(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD, name="Ann")
        answer = await log_in(server, ann)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["expires_in"] == 900
        me = await server.get(ME, caller=bearer(answer))
        assert (me.json()["email"], me.json()["name"], me.json()["is_administrator"]) == (
            ann.email,
            "Ann",
            False,
        )
        assert "hash" not in me.text

    serve(settings, story)


def test_wrong_password_and_unknown_account_are_answered_alike(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        signed_on = await make_user(server)  # has no password
        gone = await make_user(server, password=PASSWORD)
        async with server.platform.database.transaction() as session:
            await session.execute(text("UPDATE users SET is_active = false WHERE id = :id"), {"id": gone.id})
        bodies = [
            {"email": ann.email, "password": "not the password"},
            {"email": f"{uuid.uuid4()}@example.org", "password": PASSWORD},
            {"email": signed_on.email, "password": PASSWORD},
            {"email": gone.email, "password": PASSWORD},
        ]
        answers = [await server.post(LOGIN, json=body) for body in bodies]
        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.text for answer in answers}) == 1
        assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1

    serve(settings, story)


@pytest.mark.parametrize("spelling", ["ANN-{}@Example.ORG", " ann-{}@example.org ", "Ann-{}@EXAMPLE.org"])
def test_addresses_are_compared_in_one_spelling(settings: Settings, spelling: str) -> None:
    async def story(server: Server) -> None:
        part = new_id().hex
        await make_user(server, email=f"ann-{part}@example.org", password=PASSWORD)
        answer = await server.post(LOGIN, json={"email": spelling.format(part), "password": PASSWORD})
        assert answer.status_code == 200

    serve(settings, story)


def test_unicode_addresses_and_passwords(settings: Settings) -> None:
    async def story(server: Server) -> None:
        part = new_id().hex
        await make_user(server, email=f"jürgen-{part}@xn--mller-kva.example", password="größe-Ångström-42")
        for email, password in (
            (f"JÜRGEN-{part}@Müller.example", "größe-Ångström-42"),
            (f"ju\u0308rgen-{part}@mu\u0308ller.example", "gro\u0308ße-A\u030angstro\u0308m-42"),
        ):
            answer = await server.post(LOGIN, json={"email": email, "password": password})
            assert answer.status_code == 200, email

    serve(settings, story)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "ann@example.org"},
        {"email": "no address", "password": "x"},
        {"email": "ann@-.example", "password": "x"},
        {"email": "ann@example.org", "password": "x" * 1001},
        {"email": "ann@example.org", "password": "\ud800"},
        {"email": "ann@example.org", "password": ["x"]},
        {"email": "a\u0000b@example.org", "password": "x"},
        {"email": "ann@example.org", "password": "x", "is_administrator": True},
    ],
)
def test_faulty_logins_are_refused_and_not_repeated(settings: Settings, body: dict[str, object]) -> None:
    async def story(server: Server) -> None:
        answer = await server.post(
            LOGIN, content=json.dumps(body), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert "xxxx" not in answer.text

    serve(settings, story)


def test_refresh_tokens_are_good_once_and_a_copy_ends_the_session(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        first = (await log_in(server, ann)).json()["refresh_token"]
        second = (await server.post(REFRESH, json={"refresh_token": first})).json()["refresh_token"]
        answer = await server.post(REFRESH, json={"refresh_token": second})
        third = answer.json()["refresh_token"]
        assert (await server.get(ME, caller=bearer(answer))).status_code == 200
        assert (
            await server.post(REFRESH, json={"refresh_token": first})
        ).status_code == 401  # two generations old
        assert (await server.post(REFRESH, json={"refresh_token": third})).status_code == 401
        assert (await server.get(ME, caller=bearer(answer))).status_code == 401
        assert (await server.get(ME, caller=ann.headers)).status_code == 200  # their other device stays
        async with server.platform.database.read() as reader:
            found = await reader.fetch_value(
                "SELECT count(*) FROM audit_entries WHERE action = 'session.replayed' AND actor_user_id = $1",
                ann.id,
            )
        assert found == 1

    serve(settings, story)


def test_made_up_refresh_tokens_are_refused_and_end_nothing(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        answer = await log_in(server, ann)
        token = answer.json()["refresh_token"]
        session_id = uuid.UUID(answer.json()["session_id"])
        forged = base64.urlsafe_b64encode(session_id.bytes + bytes(40)).rstrip(b"=").decode()
        flipped = ("A" if token[0] != "A" else "B") + token[1:]
        for made_up in (forged, flipped, token + "A", token[:-4], "x" * 74):
            assert (await server.post(REFRESH, json={"refresh_token": made_up})).status_code == 401
        assert (await server.post(REFRESH, json={"refresh_token": token})).status_code == 200

    serve(settings, story)


def test_the_cookie_is_for_this_site_only(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        answer = await log_in(server, ann, remember="cookie")
        cookie = answer.headers["set-cookie"]
        assert answer.json()["refresh_token"] is None
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Path=/api/v1/auth" in cookie
        assert (await server.post(REFRESH, json={})).status_code == 403  # another site could send that
        answer = await server.post(REFRESH, json={}, headers={"X-Requested-With": "page"})
        assert answer.status_code == 200
        assert answer.json()["refresh_token"] is None
        assert (await server.post("/api/v1/auth/logout", caller=bearer(answer))).status_code == 204
        assert not server.client.cookies
        assert (await server.post(REFRESH, json={})).status_code == 401

    serve(settings, story)


def test_the_cookie_demands_https_where_the_platform_has_it(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        cookie = (await log_in(server, ann, remember="cookie")).headers["set-cookie"]
        assert cookie.startswith("__Secure-securestack_refresh=")
        assert "; Secure" in cookie

    serve(settings.changed(public_url="https://securestack.example"), story)


def test_logging_out_ends_both_tokens(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        answer = await log_in(server, ann)
        assert (await server.post("/api/v1/auth/logout", caller=bearer(answer))).status_code == 204
        assert (await server.get(ME, caller=bearer(answer))).status_code == 401
        refreshed = await server.post(REFRESH, json={"refresh_token": answer.json()["refresh_token"]})
        assert refreshed.status_code == 401

    serve(settings, story)


def _signed(claims: dict[str, object], key: bytes) -> str:
    return jwt.encode(claims, key, algorithm="HS256")


def _by_hand(claims: dict[str, object], algorithm: str, key: bytes | None = None) -> str:
    parts = [msgspec.json.encode({"alg": algorithm, "typ": "JWT"}), msgspec.json.encode(claims)]
    text = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    signature = b"" if key is None else hmac.digest(key, text.encode(), "sha512")
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def test_forged_and_expired_access_tokens_are_refused(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        right = derive_key(KEY, "access tokens")
        moment = int(now().timestamp())
        claims: dict[str, object] = {
            "iss": "securestack",
            "sub": str(ann.id),
            "sid": str(new_id()),
            "adm": True,
            "iat": moment,
            "exp": moment + 600,
        }
        good = _signed(claims, right)
        assert (await server.get(ME, caller={"Authorization": f"Bearer {good}"})).status_code == 200
        expired = server.platform.tokens.make(
            ann.id, new_id(), is_administrator=False, at=now() - timedelta(minutes=16)
        )
        for token in (
            expired,
            _signed(claims, b"another key of enough bytes, really"),
            _by_hand(claims, "HS512", right),
            _by_hand(claims, "none"),
            _by_hand(claims, "None"),
            _by_hand(claims, "HS256"),
            _signed({**claims, "iss": "other"}, right),
            _signed({name: claims[name] for name in claims if name != "exp"}, right),
            _signed({name: claims[name] for name in claims if name != "sid"}, right),
            _signed({**claims, "sub": "not an id"}, right),
            good[:-2],
            good + "x",
            "x",
            "ssk_" + "a" * 55,
        ):
            answer = await server.get(ME, caller={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401, token
            assert answer.headers["www-authenticate"] == "Bearer"
        for header in ("Bearer", "Bearer ", "Basic YTpi", good):
            assert (await server.get(ME, caller={"Authorization": header})).status_code == 401

    serve(settings, story)


def test_logins_are_told_to_the_audit_log(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        await log_in(server, ann)
        await server.post(LOGIN, json={"email": ann.email, "password": "hunter2 hunter2"})
        stranger = f"{uuid.uuid4()}@example.org"
        await server.post(LOGIN, json={"email": stranger, "password": "hunter2 hunter2"})
        async with server.platform.database.read() as reader:
            rows = await reader.fetch(
                "SELECT action, actor_user_id, object_id, after::text, ip FROM audit_entries "
                "WHERE object_id = $1 OR after ->> 'email' = $2 ORDER BY seq",
                str(ann.id),
                stranger,
            )
        assert [row["action"] for row in rows] == ["login.succeeded"] * 2 + ["login.failed"] * 2
        assert [row["actor_user_id"] for row in rows] == [ann.id, ann.id, None, None]
        assert {row["ip"] for row in rows[1:]} == {"127.0.0.1"}
        assert not any("hunter2" in row["after"] for row in rows)

    serve(settings, story)


def test_other_sites_cannot_log_somebody_in_with_a_form(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        body = json.dumps({"email": ann.email, "password": PASSWORD, "remember": "cookie"})
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            answer = await server.post(LOGIN, content=body, headers={"Content-Type": kind})
            assert answer.status_code == 422, kind
            assert "set-cookie" not in answer.headers

    serve(settings, story)


def test_passwords_are_hashed_anew_when_the_way_of_hashing_grows_weak(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)
        async with server.platform.database.transaction() as session:
            update = text("UPDATE users SET password_hash = :hash WHERE id = :id")
            await session.execute(update, {"hash": weak, "id": ann.id})
        assert (await log_in(server, ann)).status_code == 200
        async with server.platform.database.read() as reader:
            stored = await reader.fetch_value("SELECT password_hash FROM users WHERE id = $1", ann.id)
        assert stored != weak
        assert "m=19456" in stored
        assert (await log_in(server, ann)).status_code == 200

    serve(settings, story)


def test_refreshing_at_the_same_time_leaves_one_chain_at_most(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        token = (await log_in(server, ann)).json()["refresh_token"]
        answers = await asyncio.gather(
            *(server.post(REFRESH, json={"refresh_token": token}) for _ in range(4))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]
        won = next(answer.json()["refresh_token"] for answer in answers if answer.status_code == 200)
        assert (
            await server.post(REFRESH, json={"refresh_token": won})
        ).status_code == 401  # the others were copies

    serve(settings, story)
