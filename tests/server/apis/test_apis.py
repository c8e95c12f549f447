"""Descriptions and actors of APIs, and scans with them: from the upload to a finding, and to the next scan that closes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text

from securestack.server.retests import jobs as retests
from securestack.server.scans import jobs
from securestack.server.settings import Settings
from tests.server.support import Server, make_project, make_target, make_user, serve
from tests.targets.gallery import serve as serve_site
from tests.targets.graphql_library import SCHEMA
from tests.targets.library import FLAWS, Library, application
from tests.targets.library_description import DESCRIPTION

WEAK = "notes-read"
RULE = FLAWS[WEAK][0]


class World:
    """A project with a target, and somebody who owns it."""

    def __init__(self, server: Server, headers: dict[str, str], target: str, project: str) -> None:
        self.server, self.headers, self.target, self.project = server, headers, target, project

    async def ask(self, method: str, path: str, status: int, body: Any = None) -> Any:
        send = getattr(self.server, method)
        answer = await (
            send(f"/api/v1{path}", caller=self.headers)
            if body is None
            else send(f"/api/v1{path}", caller=self.headers, json=body)
        )
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    async def describe(self, status: int = 200, **body: Any) -> Any:
        return await self.ask("put", f"/targets/{self.target}/api-description", status, body)

    async def setup(self) -> Any:
        return await self.ask("get", f"/targets/{self.target}/api", 200)

    async def scan(self, **options: Any) -> dict[str, Any]:
        body = {"target_id": self.target, "scanner": "api", "options": options}
        made = await self.ask("post", "/scans", 201, body)
        await jobs.run_next(self.server.platform)
        ended: dict[str, Any] = await self.ask("get", f"/scans/{made['id']}", 200)
        return ended

    async def states(self) -> dict[str, str]:
        page = await self.ask("get", f"/projects/{self.project}/findings", 200)
        return {one["rule_id"]: one["state"] for one in page["items"]}


async def make_world(server: Server, url: str) -> World:
    person = await make_user(server)
    project = await make_project(server, person.headers)
    target = await make_target(server, person.headers, project["id"], url)
    return World(server, person.headers, target["id"], project["id"])


def tell(settings: Settings, story: Any, library: Library | None = None) -> None:
    async def told(server: Server) -> None:
        if library is None:
            await story(await make_world(server, "http://127.0.0.1:1/"))
            return
        async with serve_site(application(library)) as url:
            await story(await make_world(server, f"{url}/"))

    serve(settings.model_copy(update={"allow_private_targets": True}), told)


def test_a_scan_with_an_uploaded_description_finds_and_the_next_one_closes(fresh_settings: Settings) -> None:
    library = Library([WEAK])

    async def story(world: World) -> None:
        kept = await world.describe(content=json.dumps(DESCRIPTION), file_name="library.json")
        assert (kept["format"], kept["title"]) == ("OpenAPI 3.1.0", "Library")
        assert kept["operation_count"] > 10
        ended = await world.scan(only=[RULE])
        assert ended["status"] == "completed", ended["reason"]
        assert await world.states() == {RULE: "open"}
        library.flaws = frozenset()
        assert (await world.scan(only=[]))["status"] == "completed"
        assert (await world.states())[RULE] == "fixed"
        again = await world.ask("post", f"/scans/{ended['id']}/retry", 201, {})
        assert again["options"]["only"] == [RULE]

    tell(fresh_settings, story, library)


def test_a_finding_of_an_api_is_looked_at_again(fresh_settings: Settings) -> None:
    library = Library([WEAK])

    async def story(world: World) -> None:
        await world.describe(content=json.dumps(DESCRIPTION))
        await world.scan(only=[RULE])
        page = await world.ask("get", f"/projects/{world.project}/findings", 200)
        finding = page["items"][0]["id"]
        for flaws, outcome, state in ((library.flaws, "still-there", "open"), (frozenset(), "gone", "fixed")):
            library.flaws = flaws
            await world.ask("post", f"/findings/{finding}/retest", 202, {})
            await retests.run_next(world.server.platform)
            looks = await world.ask("get", f"/findings/{finding}/retests", 200)
            assert looks["items"][0]["outcome"] == outcome, looks
            assert await world.states() == {RULE: state}

    tell(fresh_settings, story, library)


def test_actors_are_logged_in_and_their_secrets_stay_secret(fresh_settings: Settings) -> None:
    library = Library()

    async def story(world: World) -> None:
        await world.describe(content=json.dumps(DESCRIPTION))
        actor = {"name": "ghost", "username": "nobody-here", "password": "a-very-secret-word"}
        made = await world.ask("post", f"/targets/{world.target}/actors", 201, actor)
        assert "a-very-secret-word" not in json.dumps(made)
        ended = await world.scan()
        assert ended["status"] == "failed"
        assert "a-very-secret-word" not in json.dumps(ended)
        assert (await world.scan(use_actors=False, only=[RULE]))["status"] == "completed"
        async with world.server.platform.database.transaction() as session:
            rows = (await session.execute(text("SELECT * FROM api_actors, audit_entries"))).all()
        assert "a-very-secret-word" not in repr(rows)

    tell(fresh_settings, story, library)


def test_actors_are_changed_and_removed(settings: Settings) -> None:
    async def story(world: World) -> None:
        place = f"/targets/{world.target}/actors"
        header = {"name": "Authorization", "value": "Bearer abc"}
        made = await world.ask("post", place, 201, {"name": "robot", "headers": [header]})
        assert made["header_names"] == ["Authorization"]
        await world.ask("post", place, 409, {"name": "robot", "headers": [header]})
        for wrong in (
            {"name": "x"},
            {"name": "x", "username": "ada"},
            {"name": "x", "headers": [{"name": "a b", "value": "c"}]},
        ):
            await world.ask("post", place, 422, wrong)
        changed = await world.ask(
            "patch",
            f"/actors/{made['id']}",
            200,
            {"role": "administrator", "headers": [header, {"name": "X-Key", "value": "1"}]},
        )
        assert (changed["role"], changed["header_names"], changed["version"]) == (
            "administrator",
            ["Authorization", "X-Key"],
            2,
        )
        await world.ask("patch", f"/actors/{made['id']}", 422, {"username": "ada"})
        assert len((await world.setup())["actors"]) == 1
        await world.ask("delete", f"/actors/{made['id']}", 204)
        assert (await world.setup())["actors"] == []

    tell(settings, story)  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"content": "{"}, 422),
        ({"content": "just words"}, 422),
        ({"content": '{"openapi": "3.0.0", "paths": {}}'}, 422),
        ({"content": "type Query {"}, 422),
        ({}, 422),
        ({"content": "x", "url": "https://a.example/"}, 422),
        ({"url": "file:///etc/passwd"}, 422),
        ({"content": "\x00"}, 422),
        ({"url": "https://a.example/openapi.json"}, 200),
        ({"content": SCHEMA}, 200),
    ],
)
def test_what_describes_nothing_is_refused_in_a_sentence(
    settings: Settings, body: dict[str, Any], status: int
) -> None:
    async def story(world: World) -> None:
        await world.describe(status, **body)
        assert ((await world.setup())["description"] is not None) == (status == 200)
        if status == 200:
            await world.ask("delete", f"/targets/{world.target}/api-description", 204)
            assert (await world.setup())["description"] is None
            await world.ask("delete", f"/targets/{world.target}/api-description", 404)

    tell(settings, story)


def test_without_a_description_the_usual_places_are_asked(fresh_settings: Settings) -> None:
    async def story(world: World) -> None:
        ended = await world.scan(only=[RULE])
        assert ended["status"] == "completed", ended["reason"]
        assert await world.states() == {RULE: "open"}

    tell(fresh_settings, story, Library([WEAK]))


def test_a_description_elsewhere_is_fetched_through_the_guard(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        person = await make_user(server, administrator=True)
        async with serve_site(application(Library())) as url:
            allowed = {"host": url.removeprefix("http://"), "reason": "ours"}
            answer = await server.post("/api/v1/allowed-hosts", caller=person.headers, json=allowed)
            assert answer.status_code == 201, answer.text
            project = await make_project(server, person.headers)
            target = await make_target(server, person.headers, project["id"], f"{url}/")
            world = World(server, person.headers, target["id"], project["id"])
            await world.describe(url="http://127.0.0.1:1/openapi.json")
            ended = await world.scan()
            assert ended["status"] == "failed"
            assert "cannot be fetched" in ended["reason"]
            assert "an administrator may allow the host" in ended["reason"]

    serve(fresh_settings, story)
