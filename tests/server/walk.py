"""The world of `test_every_route.py`: who is in it, what they own, and how they ask.

Requests go straight into the application, and whatever they change is rolled back.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.events import Outcome
from securestack.core.package import Package
from securestack.core.result import ScanResult
from securestack.inventory.manifest import Manifest
from securestack.inventory.walk import Inventory
from securestack.server.inventory.recording import record_packages, rows_of
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.models.accounts import OneTimeToken, Passkey, Session, TokenPurpose
from securestack.server.models.inventory import LicencePolicy
from securestack.server.models.projects import AllowedHost
from securestack.server.models.scans import Scan, ScanState
from tests.server.findings.made import finding, rows, see
from tests.server.people import Person, person
from tests.server.route_rights import SCOPES
from tests.server.support import Server, add_member, make_project, make_target, make_team

_UUID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Side:
    """A team with its owner and what belongs to it, of every kind that a path may name."""

    def __init__(self, server: Server, owner: Person, members: dict[str, Person]) -> None:
        self.server = server
        self.owner = owner
        self.members = members
        self.ids: dict[str, str] = {}

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send something as the owner and return what was made."""
        answer = await self.server.post(f"/api/v1{path}", caller=self.owner.headers, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made


async def make_team_things(side: Side) -> None:
    side.ids["team"] = (await make_team(side.server, side.owner.headers))["id"]
    for role, member in side.members.items():
        if member is not side.owner:
            await add_member(side.server, side.ids["team"], member.id, role)
    someone = await person(side.server, "someone")  # walks nowhere, and so never leaves a team by themselves
    await add_member(side.server, side.ids["team"], someone.id, "viewer")
    side.ids["member"] = str(someone.id)
    body = {"email": f"guest-{new_id()}@example.test"}
    side.ids["invitation"] = (await side.post(f"/teams/{side.ids['team']}/members", body))["invitation"]["id"]


async def make_project_things(side: Side) -> None:
    made = await make_project(side.server, side.owner.headers, side.ids["team"])
    side.ids["project"] = made["id"]
    # An address that an administrator allows, so that scans of it may be created.
    target = await make_target(side.server, side.owner.headers, made["id"], "http://192.0.2.1/")
    side.ids["target"] = target["id"]
    body = {"name": "ci", "scopes": ["read"]}
    side.ids["project_key"] = (await side.post(f"/projects/{made['id']}/keys", body))["id"]
    actor = {"name": "customer", "username": "ada", "password": "violet"}
    side.ids["actor"] = (await side.post(f"/targets/{target['id']}/actors", actor))["id"]
    described = await side.server.put(
        f"/api/v1/targets/{target['id']}/api-description",
        caller=side.owner.headers,
        json={"url": "https://api.example/openapi.json"},
    )
    assert described.status_code == 200, described.text


async def make_scans(side: Side) -> None:
    async with side.server.platform.database.transaction() as session:
        for name, state in (("scan", ScanState.RUNNING), ("ended_scan", ScanState.COMPLETED)):
            scan = Scan(
                id=new_id(),
                project_id=uuid.UUID(side.ids["project"]),
                target_id=uuid.UUID(side.ids["target"]),
                scanner="web",
                target_text="http://192.0.2.1/",
                status=state,
                finished_at=now() if state is ScanState.COMPLETED else None,
            )
            session.add(scan)
            side.ids[name] = str(scan.id)


_PACKAGE = Package(
    purl="pkg:npm/left-pad@1.0.0", name="left-pad", version="1.0.0", ecosystem="npm", licences=("MIT",)
)
_NOTHING_FOUND = ScanResult(
    securestack_version="",
    scanner="dependencies",
    target="",
    started=now(),
    finished=now(),
    outcome=Outcome.COMPLETED,
)


async def make_inventory(side: Side) -> None:
    sbom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": []}
    made = await side.post(f"/projects/{side.ids['project']}/uploads?file_name=bom.json", sbom)
    side.ids["upload"], side.ids["uploaded_target"] = made["id"], made["target_id"]
    project, target = uuid.UUID(side.ids["project"]), uuid.UUID(made["target_id"])
    inventory = Inventory(
        manifests=(Manifest(path="bom.json", kind="CycloneDX", packages=(_PACKAGE,)),), notices=()
    )
    seen = rows_of(inventory, _NOTHING_FOUND)
    async with side.server.platform.database.transaction() as session:
        scan = Scan(
            id=new_id(), project_id=project, target_id=target, scanner="dependencies", target_text="bom.json"
        )
        scan.status = ScanState.COMPLETED
        session.add(scan)
        await session.flush()
        await record_packages(session, project, target, scan.id, seen)
        for owner in ({"project_id": project}, {"team_id": uuid.UUID(side.ids["team"])}):
            if not await session.scalar(select(LicencePolicy.id).filter_by(**owner)):
                session.add(LicencePolicy(id=new_id(), policy={"deny": ["AGPL-3.0-only"]}, **owner))
    side.ids["package"] = str(seen[0][0])
    side.ids["sbom"] = (await side.post(f"/projects/{project}/sboms", {}))["id"]


async def make_findings(side: Side) -> None:
    project = uuid.UUID(side.ids["project"])
    await see(side.server, project, finding("a"))
    (row,) = await rows(side.server, "SELECT id FROM findings WHERE project_id = $1", project)
    side.ids["finding"] = str(row["id"])
    empty = {"version": "2.1.0", "runs": []}
    side.ids["import"] = (await side.post(f"/projects/{project}/imports", empty))["id"]
    view = {"name": "Ours", "query": {}, "project_id": str(project), "shared": True}
    side.ids["view"] = (await side.post("/views", view))["id"]


MAKERS: tuple[Callable[[Side], Awaitable[None]], ...] = (
    make_team_things,
    make_project_things,
    make_inventory,
    make_scans,
    make_findings,
)
"""What makes the things of a side, one after the other; each writes their ids into `side.ids`."""


async def make_own_things(server: Server, who: Person, team_id: str) -> dict[str, str]:
    """Return the ids of what one person alone has, of every kind that a path may name."""
    ids = {name: new_id() for name in ("session", "passkey", "my_invitation")}
    async with server.platform.database.transaction() as session:
        later = now() + timedelta(days=1)
        session.add(
            Session(
                id=ids["session"],
                user_id=who.id,
                refresh_family=ids["session"],
                refresh_hash=ids["session"].bytes,
                expires_at=later,
            )
        )
        session.add(
            Passkey(
                id=ids["passkey"],
                user_id=who.id,
                credential_id=ids["passkey"].bytes,
                public_key=b"",
                sign_count=0,
                name="A",
            )
        )
        data = {"email": who.email, "team_id": team_id, "role": "viewer", "invited_by": None}
        session.add(_invitation(ids["my_invitation"], data, later))
    key = await server.post(
        "/api/v1/auth/keys", caller=who.headers, json={"name": "mine", "scopes": ["read"]}
    )
    assert key.status_code == 201, key.text
    return {**{name: str(one) for name, one in ids.items()}, "my_key": key.json()["id"]}


async def make_platform_things(server: Server) -> dict[str, str]:
    """Return the ids of what belongs to no team, of every kind that a path may name."""
    host, invitation = new_id(), new_id()
    async with server.platform.database.transaction() as session:
        session.add(AllowedHost(id=host, host="192.0.2.0/24", reason=""))
        data = {"email": "late@example.test", "is_administrator": False, "invited_by": None}
        session.add(_invitation(invitation, data, now() + timedelta(days=1)))
    return {"host": str(host), "platform_invitation": str(invitation), "rule": "web.reflected-xss"}


def _invitation(identifier: uuid.UUID, data: dict[str, Any], expires_at: Any) -> OneTimeToken:
    return OneTimeToken(
        id=identifier,
        purpose=TokenPurpose.INVITE,
        token_hash=identifier.bytes,
        expires_at=expires_at,
        data=data,
    )


class Answer(NamedTuple):
    """What came back; `text` has the ids taken out, so that two answers compare, and `ids` has them."""

    status: int
    text: bytes
    ids: frozenset[str]

    def same(self, other: Answer) -> bool:
        """Return whether two answers say the same, but for the ids in them."""
        return self[:2] == other[:2]


class World:
    """Everybody and everything. `own`, `sibling` and `foreign` are the things of two projects and another team."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.people: dict[str, Person] = {}
        self.tokens: dict[str, str] = {}
        self.personal: dict[str, dict[str, str]] = {}
        self.own: dict[str, str] = {}
        self.sibling: dict[str, str] = {}
        self.foreign: dict[str, str] = {}
        self.missing: dict[str, str] = {}

    @classmethod
    async def make(cls, server: Server, missing: dict[str, str]) -> World:
        """Return the world."""
        world = cls(server)
        for name in ("viewer", "analyst", "maintainer", "owner", "stranger"):
            world.people[name] = await person(server, name)
        world.people["administrator"] = await person(server, "administrator", administrator=True)
        things = await make_platform_things(server)
        members = {name: world.people[name] for name in ("viewer", "analyst", "maintainer", "owner")}
        outsiders = {"viewer": await person(server, "outsider"), "owner": world.people["stranger"]}
        own = Side(server, world.people["owner"], members)
        foreign = Side(server, world.people["stranger"], outsiders)
        for maker in MAKERS:
            await maker(own)
            await maker(foreign)
        sibling = Side(server, own.owner, members)
        sibling.ids.update(own.ids)
        for maker in MAKERS[1:]:  # another project of the same team
            await maker(sibling)
        world.own, world.sibling = things | own.ids, things | sibling.ids
        world.foreign = things | foreign.ids
        nobody = await person(server, "nobody")
        third = (await make_team(server, nobody.headers))["id"]  # everybody is invited into it
        for name, who in {**world.people, "nobody": nobody}.items():
            world.personal[name] = await make_own_things(server, who, third)
        names = world.own.keys() | world.personal["owner"].keys()
        world.missing = {name: str(new_id()) for name in names} | missing
        await world._make_keys(own)
        return world

    async def _make_keys(self, own: Side) -> None:
        project = own.ids["project"]
        for scope in SCOPES:
            body = {"name": scope, "scopes": [scope]}
            self.tokens[f"key:{scope}"] = (await own.post("/auth/keys", body))["key"]
            self.tokens[f"project-key:{scope}"] = (await own.post(f"/projects/{project}/keys", body))["key"]
        body = {"name": "bound", "scopes": list(SCOPES), "project_id": project}
        self.tokens["bound-key"] = (await own.post("/auth/keys", body))["key"]

    def things(self, caller: str) -> dict[str, str]:
        """Return the things of the own side, and what the caller alone has."""
        return self.own | self.personal.get(caller, self.personal["owner"])

    def foreign_to(self, caller: str) -> dict[str, str]:
        """Return the things that are foreign to a caller."""
        if caller == "stranger":
            return self.own | self.personal["nobody"]
        bound = caller == "bound-key" or caller.startswith("project-key:")
        return (self.sibling if bound else self.foreign) | self.personal["nobody"]

    async def ask(self, caller: str, method: str, path: str, query: dict[str, str], body: Any) -> Answer:
        """Send a request and return its answer; of an endless one its beginning."""
        headers = [(b"host", b"127.0.0.1:8000"), (b"x-securestack", b"1")]
        content = b""
        if body is not None:
            content = json.dumps(body).encode()
            headers += [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(content)).encode()),
            ]
        if caller != "anonymous":
            headers.append((b"authorization", f"Bearer {self._token(caller)}".encode()))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode(query).encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8000),
        }
        return await _asked(self.server.app, scope, content)

    def _token(self, caller: str) -> str:
        if caller in self.tokens:
            return self.tokens[caller]
        who = self.people[caller]
        # A new session each time: some requests end the session they come in.
        return self.server.platform.tokens.make(who.id, new_id(), is_administrator=caller == "administrator")


async def _asked(app: Any, scope: dict[str, Any], content: bytes) -> Answer:
    status, parts, begun = 0, [], asyncio.Event()
    sent = False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": content, "more_body": False}
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            if (b"content-type", b"text/event-stream; charset=utf-8") in message["headers"]:
                begun.set()
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, send)
    body = b"".join(parts)
    ids = frozenset(found.decode() for found in _UUID.findall(body))
    return Answer(status, _UUID.sub(b"<id>", body), ids)


def roll_everything_back(server: Server) -> None:
    """Make every transaction of the application undo what it did."""
    database = server.platform.database

    @contextlib.asynccontextmanager
    async def undone(_caller: Caller | None = None) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(database.engine, expire_on_commit=False, autoflush=False) as session:
            await session.begin()
            try:
                yield session
            finally:
                session.expunge_all()  # so that what was read of rows stays readable, as after a commit
                await session.rollback()

    database.transaction = undone  # type: ignore[method-assign, assignment]
