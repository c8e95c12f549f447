"""Saved views: one's own, and those shared with a project."""

from __future__ import annotations

import uuid
from typing import Any

from securestack.server.kit.identifiers import new_id
from securestack.server.models.teams import Role
from securestack.server.settings import Settings
from tests.server.findings.made import a_project
from tests.server.people import Person
from tests.server.support import Server, serve


async def _save(server: Server, who: Person, project: uuid.UUID | None, **fields: Any) -> Any:
    body = {
        "name": "Urgent",
        "query": {"severity": ["critical"], "sort": "-due_at"},
        "project_id": str(project) if project else None,
        **fields,
    }
    return await server.post("/api/v1/views", caller=who.headers, json=body)


async def _names(server: Server, who: Person, **params: Any) -> list[str]:
    answer = await server.get("/api/v1/views", caller=who.headers, params=params)
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


def test_own_and_shared_views(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server, analyst=Role.ANALYST, viewer=Role.VIEWER)
        _, others = await a_project(server)
        analyst, viewer, outsider = people["analyst"], people["viewer"], others["owner"]
        for name, place, shared in (
            ("Mine", None, False),
            ("Private", project, False),
            ("Shared", project, True),
        ):
            assert (await _save(server, analyst, place, name=name, shared=shared)).status_code == 201
        assert await _names(server, analyst) == ["Mine", "Private", "Shared"]
        assert await _names(server, analyst, project=str(project)) == ["Private", "Shared"]
        assert await _names(server, viewer) == ["Shared"]
        assert await _names(server, outsider) == []

        shown = (await server.get("/api/v1/views", caller=viewer.headers)).json()["items"][0]
        assert (shown["mine"], shown["owner_name"]) == (False, "Analyst")
        assert shown["query"] == {"severity": ["critical"], "sort": "-due_at"}
        path = f"/api/v1/views/{shown['id']}"
        found = await server.get(
            f"/api/v1/projects/{project}/findings", caller=viewer.headers, params=shown["query"]
        )
        assert found.status_code == 200
        assert (await server.get(path, caller=viewer.headers)).status_code == 200
        assert (await server.patch(path, caller=viewer.headers, json={"name": "x"})).status_code == 403
        assert (await server.delete(path, caller=viewer.headers)).status_code == 403
        for method in ("GET", "PATCH", "DELETE"):
            options = {"json": {"name": "x"}} if method == "PATCH" else {}
            foreign = await server.request(method, path, caller=outsider.headers, **options)
            missing = await server.request(
                method, f"/api/v1/views/{new_id()}", caller=outsider.headers, **options
            )
            assert (foreign.status_code, foreign.content) == (404, missing.content)

        changed = await server.patch(
            path, caller=analyst.headers, json={"shared": False, "query": {}}, headers={"If-Match": '"1"'}
        )
        assert (changed.status_code, changed.json()["query"], changed.json()["version"]) == (200, {}, 2)
        assert await _names(server, viewer) == []
        late = await server.patch(
            path, caller=analyst.headers, json={"name": "x"}, headers={"If-Match": '"1"'}
        )
        assert late.status_code == 412
        assert (await server.delete(path, caller=analyst.headers)).status_code == 204
        assert (await server.get(path, caller=analyst.headers)).status_code == 404

    serve(settings, story)


def test_what_cannot_be_saved(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server, viewer=Role.VIEWER)
        foreign, _ = await a_project(server)
        viewer = people["viewer"]
        assert (await _save(server, viewer, project)).status_code == 201
        assert (await _save(server, viewer, project, shared=True)).status_code == 403
        assert (await _save(server, viewer, None, shared=True)).status_code == 403
        assert (await _save(server, viewer, foreign)).status_code == 404
        wrong: tuple[Any, ...] = ({"sort": "evidence"}, {"color": "red"}, {"state": ["shut"]}, [])
        for query in wrong:
            assert (await _save(server, viewer, project, query=query)).status_code == 422

    serve(settings, story)
