"""How tests of the server work with it: the application in this process, asked over HTTP.

def test_something(settings: Settings) -> None:
    async def story(server: Server) -> None:
        answer = await server.get("/api/v1/…", caller=server.caller(user_id))
        assert answer.status_code == 200

    serve(settings, story)
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr

from securestack.server.accounts.service.sessions import open_session
from securestack.server.app import create_app
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.passwords import hash_password
from securestack.server.kit.platform import Platform
from securestack.server.models.accounts import User
from securestack.server.settings import Settings

KEY = "only-for-tests-4Kq8vX2mZ7bT1nR6wY3pL9sD5fG0hJ"


def settings_of_a_test(**values: Any) -> Settings:
    """Return settings that read neither the environment nor a `.env` file."""
    defaults: dict[str, Any] = {
        "data_dir": Path("/nonexistent"),
        "secret_key": SecretStr(KEY),
        "log_level": "error",
        "requests_per_minute": 1_000_000,
        "statement_seconds": 30.0,
    }
    names = Settings.model_fields
    base = {
        name: field.get_default(call_default_factory=True, validated_data={}) for name, field in names.items()
    }
    return Settings.model_construct(**{**base, **defaults, **values})


class Server:
    """The application of one test, with a client that speaks to it."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient) -> None:
        self.app = app
        self.client = client

    @property
    def platform(self) -> Platform:
        """The open parts of the application: its database, its tokens and so on."""
        platform: Platform = self.app.state.platform
        return platform

    def headers(self, user_id: uuid.UUID, *, administrator: bool = False) -> dict[str, str]:
        """Return the header fields of a user who is logged in, whether or not the accounts know them."""
        token = self.platform.tokens.make(user_id, new_id(), is_administrator=administrator)
        return {"Authorization": f"Bearer {token}"}

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request. `caller=` takes header fields, such as from `headers`."""
        headers = {**options.pop("caller", {}), **options.pop("headers", {})}
        return await self.client.request(method, path, headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """Send a GET request."""
        return await self.request("GET", path, **options)

    async def post(self, path: str, **options: Any) -> httpx.Response:
        """Send a POST request."""
        return await self.request("POST", path, **options)

    async def patch(self, path: str, **options: Any) -> httpx.Response:
        """Send a PATCH request."""
        return await self.request("PATCH", path, **options)

    async def put(self, path: str, **options: Any) -> httpx.Response:
        """Send a PUT request."""
        return await self.request("PUT", path, **options)

    async def delete(self, path: str, **options: Any) -> httpx.Response:
        """Send a DELETE request."""
        return await self.request("DELETE", path, **options)


@contextlib.asynccontextmanager
async def running(settings: Settings, *routers: APIRouter) -> AsyncIterator[Server]:
    """Lend the application while it runs in this process; `routers` are further routes of the test's own."""
    app = _app(settings) if not routers else create_app(settings, extra_routers=routers)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=settings.public_url) as client:
            yield Server(app, client)


def serve(settings: Settings, story: Callable[[Server], Awaitable[None]], *routers: APIRouter) -> None:
    """Run the application for a test and tell it the story."""

    async def told() -> None:
        async with running(settings, *routers) as server:
            await story(server)

    asyncio.run(told())


_apps: dict[int, tuple[Settings, FastAPI]] = {}


def _app(settings: Settings) -> FastAPI:
    """Return the application of these settings; making all its routes takes longer than most tests."""
    known = _apps.get(id(settings))
    if known is None or known[0] is not settings:
        if len(_apps) > 20:
            _apps.clear()
        known = _apps[id(settings)] = (settings, create_app(settings))
    return known[1]


async def make_team(server: Server, caller: dict[str, str], name: str = "Payments") -> dict[str, Any]:
    """Return a new team, as the API shows it; the caller owns it."""
    return _made(await server.post("/api/v1/teams", caller=caller, json={"name": name}))


async def add_member(server: Server, team_id: str | uuid.UUID, user_id: uuid.UUID, role: str) -> None:
    """Make a user a member of a team, as an administrator of the platform may."""
    async with server.platform.database.read() as reader:
        email = await reader.fetch_value("SELECT email FROM users WHERE id = $1", user_id)
    administrator = server.headers(new_id(), administrator=True)
    body = {"email": email, "role": role}
    _made(await server.post(f"/api/v1/teams/{team_id}/members", caller=administrator, json=body))


async def make_project(
    server: Server, caller: dict[str, str], team_id: str | uuid.UUID | None = None, **fields: Any
) -> dict[str, Any]:
    """Return a new project, as the API shows it; without a team, in a new one that the caller owns."""
    team = team_id or (await make_team(server, caller))["id"]
    body = {"team_id": str(team), "name": "Shop", **fields}
    return _made(await server.post("/api/v1/projects", caller=caller, json=body))


async def make_target(
    server: Server,
    caller: dict[str, str],
    project_id: str | uuid.UUID,
    url: str = "https://shop.example.com/",
) -> dict[str, Any]:
    """Return a new web target of a project, as the API shows it; its control is not proven."""
    path = f"/api/v1/projects/{project_id}/targets"
    return _made(await server.post(path, caller=caller, json={"kind": "web", "locator": url}))


def _made(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


@dataclass(frozen=True)
class Person:
    """A user of a test. `headers` is what `caller=` takes."""

    id: uuid.UUID
    email: str
    headers: dict[str, str]
    password: str | None = None


async def make_user(
    server: Server,
    *,
    name: str = "Ann",
    email: str | None = None,
    password: str | None = None,
    administrator: bool = False,
) -> Person:
    """Return a new user, logged in. They have a password only when one is given: hashing it takes 40 ms."""
    identifier = new_id()
    address = email or f"user-{identifier.hex}@example.org"
    hashed = await hash_password(password) if password else None
    async with server.platform.database.transaction() as session:
        user = User(
            id=identifier,
            email=address,
            name=name,
            password_hash=hashed,
            is_administrator=administrator,
            email_verified_at=now(),
        )
        session.add(user)
        await session.flush()
        issued = await open_session(server.platform, session, Caller(user_id=identifier), user, "password")
    return Person(identifier, address, {"Authorization": f"Bearer {issued.access_token}"}, password)


async def login(server: Server, email: str, password: str) -> dict[str, str]:
    """Log in over HTTP and return the header fields of the user."""
    answer = await server.post("/api/v1/auth/login", json={"email": email, "password": password})
    assert answer.status_code == 200, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def make_api_key(
    server: Server, person: Person, *scopes: str, project_id: uuid.UUID | None = None
) -> dict[str, str]:
    """Return the header fields of a new API key of a user."""
    body = {"name": "test", "scopes": list(scopes), "project_id": str(project_id) if project_id else None}
    answer = await server.post("/api/v1/auth/keys", caller=person.headers, json=body)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['key']}"}
