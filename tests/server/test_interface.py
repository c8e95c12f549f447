"""The interface's files: who gets which, how long they are kept, and that the API stays what it is."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse

from securestack.server.app import create_app
from securestack.server.interface import POLICY, Interface, read_files
from tests.server.support import settings_of_a_test

NAVIGATION = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = b"console.log('hello');" * 40


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>page</title>", "utf-8")
    (tmp_path / "icon.svg").write_text("<svg/>", "utf-8")
    script = tmp_path / "assets" / "index-4f2a.js"
    script.write_bytes(SCRIPT)
    script.with_name(script.name + ".gz").write_bytes(gzip.compress(SCRIPT))
    script.with_name(script.name + ".br").write_bytes(b"as brotli")
    return tmp_path


def ask(folder: Path, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    async def story() -> httpx.Response:
        app = Interface(PlainTextResponse("the API", 418), folder=folder)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            plain = {"Accept": "*/*", "Accept-Encoding": "identity"}
            return await client.request(method, path, headers={**plain, **headers})

    return asyncio.run(story())


@pytest.mark.parametrize("path", ["/", "/projects", "/findings/0190?from=mail", "/setup"])
def test_a_person_who_navigates_gets_the_page_under_every_address(built: Path, path: str) -> None:
    answer = ask(built, path, **NAVIGATION)
    assert answer.status_code == 200
    assert "<title>page</title>" in answer.text
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/api/v1/projects", "/api", "/health/live", "/metrics", "/openapi.json", "/api/v1/nothing"]
)
def test_the_api_answers_its_own_addresses_even_to_a_browser(built: Path, path: str) -> None:
    assert ask(built, path, **NAVIGATION).text == "the API"


def test_a_program_and_a_missing_script_do_not_get_the_page(built: Path) -> None:
    assert ask(built, "/projects").text == "the API"
    assert ask(built, "/assets/gone-1234.js", **NAVIGATION).text == "the API"
    assert ask(built, "/projects", "POST", **NAVIGATION).text == "the API"


def test_an_address_that_only_begins_like_the_api_is_the_interface_s(built: Path) -> None:
    assert "<title>page</title>" in ask(built, "/apiary", **NAVIGATION).text


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None)],
)
def test_a_script_is_kept_for_good_and_sent_as_small_as_the_browser_takes_it(
    built: Path, accepted: str, coding: str | None
) -> None:
    async def raw() -> tuple[httpx.Headers, bytes]:
        transport = httpx.ASGITransport(app=Interface(PlainTextResponse("the API"), folder=built))
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
            client.stream("GET", "/assets/index-4f2a.js", headers={"Accept-Encoding": accepted}) as response,
        ):
            return response.headers, b"".join([piece async for piece in response.aiter_raw()])

    headers, body = asyncio.run(raw())
    assert headers.get("content-encoding") == coding
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"].startswith("text/javascript")
    assert headers["vary"] == "Accept-Encoding"
    wanted = {"br": b"as brotli", "gzip": gzip.compress(SCRIPT), None: SCRIPT}[coding]
    assert (gzip.decompress(body) if coding == "gzip" else body) == (SCRIPT if coding == "gzip" else wanted)


def test_what_the_browser_has_already_is_not_sent_again(built: Path) -> None:
    tag = ask(built, "/icon.svg").headers["etag"]
    again = ask(built, "/icon.svg", **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_the_compressed_twins_and_the_folders_outside_cannot_be_asked_for(built: Path) -> None:
    assert "/assets/index-4f2a.js.gz" not in read_files(built)
    assert ask(built, "/../secrets").text == "the API"
    assert ask(built, "/assets/%2e%2e/%2e%2e/etc/passwd").text == "the API"


def test_without_a_build_the_first_page_says_so_and_links_the_api(tmp_path: Path) -> None:
    answer = ask(tmp_path / "missing", "/")
    assert answer.status_code == 200
    assert "make frontend" in answer.text
    assert 'href="/openapi.json"' in answer.text
    assert ask(tmp_path / "missing", "/setup", **NAVIGATION).status_code == 404
    assert ask(tmp_path / "missing", "/setup").text == "the API"


def test_another_build_can_be_served(built: Path) -> None:
    app = create_app(settings_of_a_test(interface_dir=built))

    async def story() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/projects", headers=NAVIGATION)

    assert "<title>page</title>" in asyncio.run(story()).text
