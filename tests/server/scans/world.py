"""A small world for tests of scans: a project with a target that really runs, and findings that can be counted."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from securestack.server.kit.platform import Platform
from securestack.server.scans import jobs
from tests.server.support import Person, Server, make_project, make_target, make_user
from tests.targets.case import html
from tests.targets.gallery import serve as serve_site


class Site:
    """A site with one reflected script, until it is repaired; it can be made to hold its answers back."""

    def __init__(self) -> None:
        self.repaired = False
        self.open = asyncio.Event()  # while it is not set, the search does not answer
        self.open.set()
        self.asked = asyncio.Event()
        self.url = ""

    def application(self) -> web.Application:
        """Return the application."""
        app = web.Application()
        app.router.add_get("/", self._start)
        app.router.add_get("/search", self._search)
        return app

    async def _start(self, _: web.Request) -> web.Response:
        return html("<h1>Teas</h1><a href='/search?q=oolong'>Oolong</a>")

    async def _search(self, request: web.Request) -> web.Response:
        self.asked.set()
        await self.open.wait()
        words = request.query.get("q", "")
        return html(f"<p>{web_escape(words) if self.repaired else words}</p>")


def web_escape(text: str) -> str:
    """Return text for HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").replace("'", "&#39;")


@dataclass
class World:
    """What a test of scans works with."""

    server: Server
    person: Person
    project: dict[str, Any]
    target: dict[str, Any]
    site: Site = field(default_factory=Site)

    @property
    def platform(self) -> Platform:
        """The open parts of the application."""
        return self.server.platform

    async def start(self, **body: Any) -> dict[str, Any]:
        """Start a scan over the API and return it as it was answered."""
        answer = await self.server.post(
            "/api/v1/scans",
            caller=self.person.headers,
            json={"target_id": self.target["id"], "options": {"only": ["web.reflected-xss"]}, **body},
        )
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def get(self, scan_id: str | uuid.UUID) -> dict[str, Any]:
        """Return a scan."""
        answer = await self.server.get(f"/api/v1/scans/{scan_id}", caller=self.person.headers)
        assert answer.status_code == 200, answer.text
        got: dict[str, Any] = answer.json()
        return got

    async def work(self) -> None:
        """Do what a worker does: run scans until none waits."""
        await jobs.run_next(self.platform)

    async def findings(self) -> list[dict[str, Any]]:
        """Return the rows of the project's findings."""
        async with self.platform.database.read() as reader:
            rows = await reader.fetch(
                "SELECT id, rule_id, state, times_seen FROM findings WHERE project_id = $1 ORDER BY id",
                uuid.UUID(self.project["id"]),
            )
        return [dict(row.items()) for row in rows]


@asynccontextmanager
async def world(server: Server) -> AsyncIterator[World]:
    """Lend a world. Its settings must allow private targets."""
    site = Site()
    async with serve_site(site.application()) as url:
        site.url = url
        person = await make_user(server)
        project = await make_project(server, person.headers)
        target = await make_target(server, person.headers, project["id"], f"{url}/")
        yield World(server, person, project, target, site)
        site.open.set()
