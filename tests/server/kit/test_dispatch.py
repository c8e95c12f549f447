"""Routes are found as the framework finds them, and far quicker."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request

from securestack.server.app import create_app
from securestack.server.kit import dispatch
from securestack.server.settings import Settings
from tests.server.support import Server, serve


def _application() -> FastAPI:
    inner, outer, app = APIRouter(prefix="/inner"), APIRouter(prefix="/outer"), FastAPI()

    def answering(name: str) -> Any:
        async def answer(request: Request) -> dict[str, Any]:
            return {"route": name, "parameters": request.path_params}

        return answer

    inner.get("/{one}")(answering("one"))
    inner.get("/{one}/two/{three}")(answering("one two three"))
    inner.get("/{one}/{other}")(answering("one other"))
    inner.delete("/{one}")(answering("delete one"))
    outer.get("/fixed")(answering("fixed"))
    outer.get("/{any}")(answering("any"))
    outer.get("/{any}.json")(answering("json"))
    outer.post("/fixed")(answering("post fixed"))
    outer.delete("/{any}")(answering("delete any"))
    outer.get("/files/{path:path}")(answering("path"))
    outer.get("/number/{number:int}")(answering("number"))
    outer.include_router(inner)
    app.include_router(outer, prefix="/api")
    app.get("/direct")(answering("direct"))
    return app


REQUESTS = [
    ("GET", path)
    for path in (
        "/direct",
        "/api/outer/fixed",
        "/api/outer/other",
        "/api/outer/other.json",
        "/api/outer/inner/1",
        "/api/outer/inner/1/two/3",
        "/api/outer/inner/1/two",
        "/api/outer/inner/two/two/two",
        "/api/outer/inner/a%20b",
        "/api/outer/files/a/b/c",
        "/api/outer/number/12",
        "/api/outer/number/twelve",
        "/api/outer/inner/",
        "/api/outer/",
        "/api/outer",
        "/nowhere",
        "/",
    )
] + [
    ("POST", "/api/outer/fixed"),
    ("DELETE", "/api/outer/fixed"),
    ("DELETE", "/api/outer/inner/1"),
    ("PUT", "/api/outer/fixed"),
    ("HEAD", "/api/outer/fixed"),
    ("OPTIONS", "/api/outer/fixed"),
    ("STRANGE", "/api/outer/fixed"),
]


def _answer(app: FastAPI, method: str, path: str) -> tuple[int, str, str | None]:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path)

    answer = asyncio.run(ask())
    return answer.status_code, answer.text, answer.headers.get("allow")


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_answers_are_those_of_the_framework(method: str, path: str) -> None:
    plain, dispatched = _application(), _application()
    dispatch.install(dispatched)
    assert _answer(dispatched, method, path) == _answer(plain, method, path)


def test_every_route_of_the_platform_is_in_the_tree(settings: Settings) -> None:
    """Nothing of ours goes the slow way; each path of the description is found, with its own template."""

    async def story(server: Server) -> None:
        tree = server.app.router.middleware_stack
        assert isinstance(tree, dispatch.Dispatcher)
        for path, operations in server.app.openapi()["paths"].items():
            for method in operations:
                found = dispatch._find(tree._trees[method.upper()], path.split("/")[1:], 0, [])
                assert found is not None, path
                assert getattr(found.context or found.original, "path_format", "") == path

    serve(settings, story)


def test_an_application_with_routes_of_its_own_still_finds_them(settings: Settings) -> None:
    router = APIRouter()

    @router.get("/mine/{name}")
    async def mine(name: str) -> dict[str, str]:
        return {"name": name}

    app = create_app(settings, extra_routers=(router,))
    assert "/api/v1/mine/{name}" in app.openapi()["paths"]

    async def story(server: Server) -> None:
        assert (await server.get("/api/v1/mine/x")).json() == {"name": "x"}

    serve(settings, story, router)
