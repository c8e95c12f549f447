"""Targets and the proof of their control, looked for on a real server and a real name server on loopback."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from securestack.server.kit.caller import Caller
from securestack.server.kit.problems import Problem
from securestack.server.projects.service_targets import require_scannable_target, still_scannable
from securestack.server.settings import Settings
from tests.net.dns_server import dns_server
from tests.server.people import Person, person
from tests.server.support import Server, add_member, make_project, make_target, serve


@asynccontextmanager
async def website(pages: dict[str, web.Response]) -> AsyncIterator[str]:
    """Lend the origin of a site with these pages; whatever else is asked for is not found."""

    async def answer(request: web.Request) -> web.StreamResponse:
        page = pages.get(request.path)
        if page is None:
            return web.Response(status=404, text="not here")
        return web.Response(status=page.status, headers=page.headers, body=page.body)

    app = web.Application()
    app.router.add_get("/{rest:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
    finally:
        await runner.cleanup()


def html(text: str, status: int = 200) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html")


async def verify(
    server: Server, who: Person, target: dict[str, Any], method: str | None = None
) -> dict[str, Any]:
    body = {"method": method} if method else {}
    answer = await server.post(f"/api/v1/targets/{target['id']}/verify", caller=who.headers, json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def allow(server: Server, host: str) -> str:
    root = await person(server, "Root", administrator=True)
    answer = await server.post("/api/v1/allowed-hosts", caller=root.headers, json={"host": host})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def test_one_address_is_one_target_however_it_is_written(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        target = await make_target(
            server, ada.headers, project["id"], "HTTPS://Shop.Example.com:443/a/../#top"
        )
        assert (target["locator"], target["name"]) == ("https://shop.example.com/", "shop.example.com")
        assert (target["verified_at"], target["allowed"], target["scannable"]) == (None, False, False)
        path = f"/api/v1/projects/{project['id']}/targets"
        again = await server.post(path, caller=ada.headers, json={"locator": "https://shop.example.com"})
        assert (again.status_code, again.json()["target_id"]) == (409, target["id"])
        api = await server.post(
            path, caller=ada.headers, json={"locator": "https://shop.example.com", "kind": "api"}
        )
        assert api.status_code == 201
        for wrong in (
            "shop",
            "ftp://a/",
            "javascript:alert(1)",
            "http://u:p@a.example/",
            "http://",
            "file:///etc",
        ):
            answer = await server.post(path, caller=ada.headers, json={"locator": wrong})
            assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, "body.locator"), wrong
        listed = (await server.get(path, caller=ada.headers, params={"kind": "web"})).json()["items"]
        assert listed == [target]

    serve(settings, story)


def test_a_target_says_how_to_prove_control_of_it(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        proof = (await make_target(server, ada.headers, project["id"], "https://shop.example.com:8443/app/"))[
            "proof"
        ]
        token = proof["file"]["content"]
        assert proof["file"]["url"] == f"https://shop.example.com:8443/.well-known/securestack-{token}.txt"
        assert proof["dns"] == {
            "name": "_securestack-challenge.shop.example.com",
            "value": f"securestack-verification={token}",
        }
        assert proof["meta"]["url"] == "https://shop.example.com:8443/"
        assert proof["meta"]["element"] == f'<meta name="securestack-verification" content="{token}">'
        address = await make_target(server, ada.headers, project["id"], "https://192.0.2.1/")
        assert address["proof"]["dns"] is None

    serve(settings, story)


@pytest.mark.parametrize("way", ["file", "meta"])
def test_a_file_or_an_element_in_the_head_proves_control(fresh_settings: Settings, way: str) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        pages: dict[str, web.Response] = {}
        async with website(pages) as origin:
            target = await make_target(server, ada.headers, project["id"], f"{origin}/app?x=1")
            await allow(server, "127.0.0.0/8")  # which is not what proves it below
            token, element = target["proof"]["file"]["content"], target["proof"]["meta"]["element"]
            well_known = f"/.well-known/securestack-{token}.txt"
            wrong: dict[str, list[web.Response]] = {
                "file": [
                    web.Response(text="another"),
                    web.Response(text=f"{token} and more"),
                    web.Response(text=token, status=404),
                    web.Response(status=302, headers={"Location": "http://localhost:1/"}),
                ],
                "meta": [
                    html(f"<html><body>{element}"),
                    html(f"<!-- {element} -->"),
                    html(f"<title>{element}</title>"),
                    html(f"<head>{element.replace(token, 'x')}</head>"),
                    html(f"<head>{element}</head>", status=500),
                ],
            }
            where = {"file": well_known, "meta": "/"}[way]
            for page in wrong[way]:
                pages[where] = page
                missed = await verify(server, ada, target, way)
                assert (missed["verified"], missed["target"]["verified_at"]) == (False, None)
                assert missed["target"]["verification_error"]
            pages[where] = {
                "file": web.Response(text=f"{token}\r\n"),
                "meta": html(f"<!doctype html><head><title>x</title>{element}</head><body>"),
            }[way]
            found = await verify(server, ada, target)
            assert found["verified"]
            assert (found["attempts"][-1]["method"], found["attempts"][-1]["proven"]) == (way, True)
            assert found["target"]["verification_method"] == way
            assert found["target"]["verification_error"] is None
            del pages[where]
            assert not (await verify(server, ada, target))["verified"]
            still = await server.get(f"/api/v1/targets/{target['id']}", caller=ada.headers)
            assert still.json()["verified_at"] == found["target"]["verified_at"]

    serve(fresh_settings, story)


def test_a_txt_record_proves_control(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        target = await make_target(server, ada.headers, project["id"], "http://shop.test:1/")
        dns = target["proof"]["dns"]
        assert "no TXT record" in (await verify(server, ada, target, "dns"))["attempts"][0]["seen"]
        records[dns["name"]] = ["v=spf1 -all", "securestack-verification=another"]
        missed = (await verify(server, ada, target, "dns"))["attempts"][0]
        assert (missed["looked_at"], missed["looked_for"]) == (dns["name"], f"a TXT record {dns['value']}")
        assert "'v=spf1 -all', 'securestack-verification=another'" in missed["seen"]
        records[dns["name"]].append(dns["value"])
        assert (await verify(server, ada, target, "dns"))["target"]["verification_method"] == "dns"

    records: dict[str, list[str]] = {}

    async def with_dns(server: Server) -> None:
        async with dns_server(records) as (host, port):
            object.__setattr__(
                server.platform, "settings", settings.changed(name_servers=(f"{host}:{port}",))
            )
            await story(server)

    serve(settings, with_dns)


def test_verifying_reaches_no_inner_address_and_says_so(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        asked: dict[str, web.Response] = {}
        async with website(asked) as origin:
            port = origin.rpartition(":")[2]
            for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"):
                target = await make_target(
                    server, ada.headers, project["id"], f"http://{host}:{port}/{host[0]}"
                )
                for attempt in (await verify(server, ada, target, "file"))["attempts"]:
                    assert "a loopback address, so nothing was sent" in attempt["seen"]
        metadata = await make_target(server, ada.headers, project["id"], "http://169.254.169.254/")
        assert "link-local" in (await verify(server, ada, metadata, "meta"))["attempts"][0]["seen"]

    serve(settings, story)


def test_another_origin_has_to_be_proven_anew_and_another_path_has_not(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        pages: dict[str, web.Response] = {}
        async with website(pages) as origin:
            target = await make_target(server, ada.headers, project["id"], origin)
            await allow(server, "127.0.0.1")
            token = target["proof"]["file"]["content"]
            pages[f"/.well-known/securestack-{token}.txt"] = web.Response(text=token)
            assert (await verify(server, ada, target))["verified"]
        path = f"/api/v1/targets/{target['id']}"
        moved = await server.patch(
            path, caller=ada.headers, json={"locator": f"{origin}/other", "name": "Other"}
        )
        assert moved.json()["verified_at"]
        away = (
            await server.patch(path, caller=ada.headers, json={"locator": "https://victim.example/"})
        ).json()
        assert (away["verified_at"], away["scannable"]) == (None, False)
        assert away["proof"]["file"]["content"] != token

    serve(fresh_settings, story)


def test_only_a_proven_or_allowed_target_may_be_scanned(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob, eve = await person(server), await person(server, "Bob"), await person(server, "Eve")
        project = await make_project(server, ada.headers)
        await add_member(server, project["team_id"], bob.id, "viewer")
        target = await make_target(server, ada.headers, project["id"], "http://127.0.0.1:8123/")
        identifier = uuid.UUID(target["id"])

        async def scannable(who: Person) -> str:
            async with server.platform.database.read() as reader:
                try:
                    caller = Caller(user_id=who.id)
                    found = await require_scannable_target(reader, caller, identifier, fresh_settings)
                except Problem as problem:
                    return f"{problem.status} {problem.type}"
                assert found.guard.allows_by_name("127.0.0.1", 8123)
                assert not found.guard.allows_by_name("127.0.0.1", 6379)
                assert await still_scannable(reader, identifier, fresh_settings) is not None
                return found.locator

        assert await scannable(ada) == "409 target-not-verified"
        assert await scannable(bob) == "403 forbidden"
        assert await scannable(eve) == "404 not-found"
        host = await allow(server, "127.0.0.1:8123")
        assert await scannable(ada) == "http://127.0.0.1:8123/"
        assert (await server.get(f"/api/v1/targets/{identifier}", caller=bob.headers)).json()["scannable"]
        root = await person(server, "Root", administrator=True)
        assert (await server.delete(f"/api/v1/allowed-hosts/{host}", caller=root.headers)).status_code == 204
        assert await scannable(ada) == "409 target-not-verified"
        async with server.platform.database.read() as reader:
            assert await still_scannable(reader, identifier, fresh_settings) is None

    serve(fresh_settings, story)


def test_allowed_hosts_are_for_administrators_and_said_once(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, root = await person(server), await person(server, "Root", administrator=True)
        path = "/api/v1/allowed-hosts"
        for method, where, body in (
            ("GET", path, None),
            ("POST", path, {"host": "a.test"}),
            ("DELETE", f"{path}/{ada.id}", None),
        ):
            options = {"json": body} if body else {}
            assert (await server.request(method, where, caller=ada.headers, **options)).status_code == 403
        for host, stored in (
            ("*.Corp.test", "*.corp.test"),
            ("10.0.0.0/8", "10.0.0.0/8"),
            ("127.1:80", "127.0.0.1:80"),
        ):
            made = await server.post(path, caller=root.headers, json={"host": host, "reason": "ours"})
            assert (made.status_code, made.json()["host"], made.json()["reason"]) == (201, stored, "ours")
            assert (await server.post(path, caller=root.headers, json={"host": stored})).status_code == 409
        for wrong in ("", "*", "http://a.test/", "10.0.0.1/8", "a b"):
            assert (await server.post(path, caller=root.headers, json={"host": wrong})).status_code == 422
        listed = (await server.get(path, caller=root.headers)).json()["items"]
        assert [one["host"] for one in listed] == ["*.corp.test", "10.0.0.0/8", "127.0.0.1:80"]
        assert (await server.delete(f"{path}/{listed[0]['id']}", caller=root.headers)).status_code == 204
        assert (await server.delete(f"{path}/{listed[0]['id']}", caller=root.headers)).status_code == 404

    serve(fresh_settings, story)


def test_roles_on_targets(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        project = await make_project(server, ada.headers)
        target = await make_target(server, ada.headers, project["id"])
        await add_member(server, project["team_id"], bob.id, "analyst")
        path = f"/api/v1/targets/{target['id']}"
        read = await server.get(path, caller=bob.headers)
        assert (read.status_code, read.json()) == (200, target)
        for method, where, body in (
            ("PATCH", path, {"name": "x"}),
            ("DELETE", path, None),
            ("POST", f"{path}/verify", {}),
            ("POST", f"/api/v1/projects/{project['id']}/targets", {"locator": "https://b.example/"}),
        ):
            options = {"json": body} if body is not None else {}
            assert (await server.request(method, where, caller=bob.headers, **options)).status_code == 403
        assert (await server.delete(path, caller=ada.headers, headers={"If-Match": '"9"'})).status_code == 412
        assert (
            await server.delete(path, caller=ada.headers, headers={"If-Match": read.headers["etag"]})
        ).status_code == 204
        assert (await server.get(path, caller=ada.headers)).status_code == 404

    serve(settings, story)
