"""Devices are listed and logged out; administrators manage users, and never run out."""

from __future__ import annotations

import asyncio

import pytest

from securestack.server.accounts.authentication import Authentication
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.support import Server, login, make_user, running, serve

PASSWORD = "violet-tractor-9-harbour"
SESSIONS, USERS, ME = "/api/v1/auth/sessions", "/api/v1/users", "/api/v1/auth/me"


def test_devices_are_listed_and_logged_out_one_by_one(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann, eve = await make_user(server, password=PASSWORD), await make_user(server)
        phone = await login(server, ann.email, PASSWORD)
        listed = (await server.get(SESSIONS, caller=phone)).json()["items"]
        assert [device["is_current"] for device in listed] == [True, False]
        assert listed[0]["ip"] == "127.0.0.1"
        other = f"{SESSIONS}/{listed[1]['id']}"
        foreign = await server.delete(other, caller=eve.headers)
        missing = await server.delete(f"{SESSIONS}/{new_id()}", caller=eve.headers)
        assert (foreign.status_code, foreign.text) == (404, missing.text)
        assert (await server.delete(other, caller=phone)).status_code == 204
        assert (await server.get(ME, caller=ann.headers)).status_code == 401
        assert (await server.get(ME, caller=phone)).status_code == 200
        assert (await server.delete(other, caller=phone)).status_code == 404

    serve(settings, story)


def test_all_other_devices_are_logged_out(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, password=PASSWORD)
        phone = await login(server, ann.email, PASSWORD)
        assert (await server.delete(SESSIONS, caller=phone)).status_code == 204
        assert (await server.get(ME, caller=ann.headers)).status_code == 401
        assert (await server.get(ME, caller=phone)).status_code == 200

    serve(settings, story)


def test_other_processes_learn_of_it(settings: Settings) -> None:
    async def story() -> None:
        async with running(settings) as here:
            ann = await make_user(here)
        async with running(settings) as here:
            authentication = here.platform.authenticate
            assert isinstance(authentication, Authentication)
            assert (await here.get(ME, caller=ann.headers)).status_code == 200
            other = Authentication()  # of another process
            here.platform.authenticate = other
            assert (await here.post("/api/v1/auth/logout", caller=ann.headers)).status_code == 204
            here.platform.authenticate = authentication
            authentication._looked = 0.0  # two seconds later
            assert (await here.get(ME, caller=ann.headers)).status_code == 401
            here.platform.authenticate = Authentication()  # of a process that starts now
            assert (await here.get(ME, caller=ann.headers)).status_code == 401

    asyncio.run(story())


def test_profiles_are_changed(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        change = {"name": "Ann Ö", "locale": "de-CH", "timezone": "Europe/Zurich"}
        changed = await server.patch(ME, caller=ann.headers, json=change)
        assert {name: changed.json()[name] for name in change} == change
        for wrong in (
            {"name": ""},
            {"name": None},
            {"timezone": "Moon/Sea"},
            {"locale": "../x"},
            {"email": "a@b.c"},
        ):
            assert (await server.patch(ME, caller=ann.headers, json=wrong)).status_code == 422
        tag = (await server.get(ME, caller=ann.headers)).headers["etag"]
        again = await server.get(ME, caller=ann.headers, headers={"If-None-Match": tag})
        assert again.status_code == 304

    serve(settings, story)


def test_users_are_listed_and_found(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        part = new_id().hex
        people = [await make_user(server, name=f"Zoë {part} {number}") for number in range(3)]
        for sort in ("name", "email", "created_at", "-name"):
            seen, query = list[str](), {"text": f"zoë {part}".upper(), "limit": "2", "sort": sort}
            while True:
                answer = (await server.get(USERS, caller=administrator.headers, params=query)).json()
                seen += [user["id"] for user in answer["items"]]
                if answer["next"] is None:
                    break
                query["cursor"] = answer["next"]
            assert sorted(seen) == sorted(str(person.id) for person in people)
        query = {"text": administrator.email, "is_administrator": "false"}
        assert not (await server.get(USERS, caller=administrator.headers, params=query)).json()["items"]
        query["is_administrator"] = "true"
        assert (await server.get(USERS, caller=administrator.headers, params=query)).json()["items"]
        assert not (await server.get(USERS, caller=administrator.headers, params={"text": "%"})).json()[
            "items"
        ]

    serve(settings, story)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", USERS),
        ("GET", f"{USERS}/invitations"),
        ("POST", f"{USERS}/invitations"),
        ("DELETE", f"{USERS}/invitations/0197a000-0000-7000-8000-000000000000"),
        ("GET", f"{USERS}/0197a000-0000-7000-8000-000000000000"),
        ("PATCH", f"{USERS}/0197a000-0000-7000-8000-000000000000"),
        ("DELETE", f"{USERS}/0197a000-0000-7000-8000-000000000000/sessions"),
        ("DELETE", f"{USERS}/0197a000-0000-7000-8000-000000000000/totp"),
    ],
)
def test_administration_is_for_administrators(settings: Settings, method: str, path: str) -> None:
    async def story(server: Server) -> None:
        body = {"email": "x@example.org"} if method == "POST" else {}
        nobody = await server.request(method, path, json=body)
        anybody = await server.request(method, path, json=body, caller=server.headers(new_id()))
        assert (nobody.status_code, anybody.status_code) == (401, 403)

    serve(settings, story)


def test_a_deactivated_user_is_out_at_once(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        ann = await make_user(server, password=PASSWORD)
        path = f"{USERS}/{ann.id}"
        answer = await server.patch(path, caller=administrator.headers, json={"is_active": False})
        assert (answer.status_code, answer.json()["is_active"]) == (200, False)
        assert (await server.get(ME, caller=ann.headers)).status_code == 401
        body = {"email": ann.email, "password": PASSWORD}
        assert (await server.post("/api/v1/auth/login", json=body)).status_code == 401
        await server.patch(path, caller=administrator.headers, json={"is_active": True})
        assert (await server.post("/api/v1/auth/login", json=body)).status_code == 200

    serve(settings, story)


def test_rights_change_with_the_next_login(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        ann = await make_user(server, password=PASSWORD)
        path = f"{USERS}/{ann.id}"
        await server.patch(path, caller=administrator.headers, json={"is_administrator": True})
        now_administrator = await login(server, ann.email, PASSWORD)
        assert (await server.get(USERS, caller=now_administrator)).status_code == 200
        await server.patch(path, caller=administrator.headers, json={"is_administrator": False})
        assert (await server.get(USERS, caller=now_administrator)).status_code == 401
        demoted = await login(server, ann.email, PASSWORD)
        assert (await server.get(USERS, caller=demoted)).status_code == 403

    serve(settings, story)


def test_the_last_administrator_stays_one(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server, administrator=True)
        for change in ({"is_administrator": False}, {"is_active": False}):
            answer = await server.patch(f"{USERS}/{ann.id}", caller=ann.headers, json=change)
            assert answer.status_code == 409
            assert answer.json()["type"] == "urn:securestack:problem:last-administrator"
        assert (await server.get(USERS, caller=ann.headers)).status_code == 200
        bea = await make_user(server, administrator=True)
        answers = await asyncio.gather(
            *(
                server.patch(f"{USERS}/{other.id}", caller=caller.headers, json={"is_administrator": False})
                for caller, other in ((ann, bea), (bea, ann))
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]

    serve(fresh_settings, story)


def test_a_change_of_an_old_version_is_refused(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        ann = await make_user(server)
        path = f"{USERS}/{ann.id}"
        tag = (await server.get(path, caller=administrator.headers)).headers["etag"]
        headers = {"If-Match": tag}
        first = await server.patch(path, caller=administrator.headers, json={"name": "A"}, headers=headers)
        second = await server.patch(path, caller=administrator.headers, json={"name": "B"}, headers=headers)
        assert (first.status_code, second.status_code) == (200, 412)
        query = {"object_id": str(ann.id), "action": "user.changed"}
        told = (await server.get("/api/v1/audit", caller=administrator.headers, params=query)).json()["items"]
        assert [(entry["before"], entry["after"]) for entry in told] == [({"name": "Ann"}, {"name": "A"})]

    serve(settings, story)


def test_an_administrator_logs_out_and_takes_a_lost_second_factor(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator, ann = await make_user(server, administrator=True), await make_user(server)
        path = f"{USERS}/{ann.id}"
        assert (await server.delete(f"{path}/totp", caller=administrator.headers)).status_code == 409
        assert (await server.delete(f"{path}/sessions", caller=administrator.headers)).status_code == 204
        assert (await server.get(ME, caller=ann.headers)).status_code == 401
        missing = f"{USERS}/{new_id()}"
        for method, target in (("GET", missing), ("PATCH", missing), ("DELETE", f"{missing}/sessions")):
            answer = await server.request(method, target, caller=administrator.headers, json={})
            assert answer.status_code == 404

    serve(settings, story)
