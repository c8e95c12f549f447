"""Projects: created, found, changed, put away, moved and deleted."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.models.findings import Finding, FindingState
from securestack.server.settings import Settings
from securestack.server.teams.jobs import delete as delete_put_away
from securestack.server.teams.queries_deletion import delete_some
from tests.server.people import person
from tests.server.support import Server, add_member, make_project, make_target, make_team, serve

PROJECTS = "/api/v1/projects"
NO_FINDINGS = {"critical": 0, "high": 0, "medium": 0, "low": 0, "informational": 0, "total": 0}


async def write_findings(server: Server, project_id: str, *found: tuple[int, FindingState]) -> None:
    async with server.platform.database.transaction() as session:
        for severity, state in found:
            session.add(
                Finding(
                    project_id=uuid.UUID(project_id),
                    fingerprint=str(new_id()),
                    rule_id="web.reflected-xss",
                    title="x",
                    severity=severity,
                    rule_severity=severity,
                    state=state,
                    confidence="proven",
                    location={},
                    location_text="",
                    summary="",
                    origin="web",
                    first_seen_at=now(),
                    last_seen_at=now(),
                )
            )


def test_a_project_is_created_with_what_was_said_and_sensible_rest(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        team = await make_team(server, ada.headers, "Payments")
        body = {
            "team_id": team["id"],
            "name": "Web Shop",
            "importance": "critical",
            "sla_days": {"critical": 2},
        }
        made = await server.post(PROJECTS, caller=ada.headers, json=body)
        project = made.json()
        assert (made.status_code, made.headers["location"]) == (201, f"{PROJECTS}/{project['id']}")
        assert project["sla_days"] == {"critical": 2, "high": 30, "medium": 90, "low": 180}
        assert (project["slug"], project["team_name"], project["role"]) == ("web-shop", "Payments", "owner")
        assert (project["importance"], project["exposure"]) == ("critical", "internet")
        assert project["open_findings"] == NO_FINDINGS
        assert (await server.get(f"{PROJECTS}/{project['id']}", caller=ada.headers)).json() == project
        second = await make_project(server, ada.headers, team["id"], name="Web  Shop!")
        assert second["slug"] == "web-shop-2"
        for wrong in (
            {"name": ""},
            {"sla_days": {"high": 0}},
            {"max_concurrent_scans": 0},
            {"importance": "huge"},
            {"team_id": "x"},
            {"colour": "red"},
        ):
            assert (
                await server.post(PROJECTS, caller=ada.headers, json={**body, **wrong})
            ).status_code == 422

    serve(settings, story)


def test_only_maintainers_create_projects_and_only_in_their_teams(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob, eve = await person(server), await person(server, "Bob"), await person(server, "Eve")
        team = await make_team(server, ada.headers)
        await add_member(server, team["id"], bob.id, "analyst")
        body = {"team_id": team["id"], "name": "x"}
        assert (await server.post(PROJECTS, caller=bob.headers, json=body)).status_code == 403
        foreign = await server.post(PROJECTS, caller=eve.headers, json=body)
        missing = await server.post(PROJECTS, caller=eve.headers, json={**body, "team_id": str(new_id())})
        assert (foreign.status_code, foreign.content) == (404, missing.content)

    serve(settings, story)


def test_projects_are_filtered_sorted_and_searched(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, eve = await person(server), await person(server, "Eve")
        team = await make_team(server, ada.headers)
        other = await make_team(server, ada.headers)
        await make_project(server, ada.headers, team["id"], name="beta", importance="low")
        await make_project(
            server, ada.headers, team["id"], name="Alpha", importance="critical", exposure="private"
        )
        await make_project(server, ada.headers, other["id"], name="gamma", description="the alpha of all")
        await make_project(server, eve.headers, name="foreign")

        async def names(**query: str) -> list[str]:
            seen: list[str] = []
            cursor = None
            while True:
                params = {**query, "limit": "1", **({"cursor": cursor} if cursor else {})}
                page = (await server.get(PROJECTS, caller=ada.headers, params=params)).json()
                seen += [one["name"] for one in page["items"]]
                if (cursor := page["next"]) is None:
                    return seen

        assert await names() == ["Alpha", "beta", "gamma"]
        assert await names(sort="-importance") == ["Alpha", "gamma", "beta"]
        assert await names(sort="created_at") == ["beta", "Alpha", "gamma"]
        assert await names(team_id=team["id"]) == ["Alpha", "beta"]
        assert await names(search="ALPHA") == ["Alpha", "gamma"]
        assert await names(exposure="private") == ["Alpha"]
        assert await names(importance="low") == ["beta"]
        assert await names(team_id=str(new_id())) == []

    serve(settings, story)


def test_open_findings_are_counted_by_severity(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        await write_findings(
            server,
            project["id"],
            (4, FindingState.OPEN),
            (4, FindingState.REOPENED),
            (4, FindingState.FIXED),
            (2, FindingState.CONFIRMED),
            (3, FindingState.FALSE_POSITIVE),
            (0, FindingState.OPEN),
            (1, FindingState.ACCEPTED),
        )
        expected = {**NO_FINDINGS, "critical": 2, "medium": 1, "informational": 1, "total": 4}
        listed = (await server.get(PROJECTS, caller=ada.headers)).json()["items"][0]
        assert listed["open_findings"] == expected
        one = await server.get(f"{PROJECTS}/{project['id']}", caller=ada.headers)
        assert one.json()["open_findings"] == expected
        assert one.json()["version"] == 1
        tag = one.headers["etag"]
        await write_findings(server, project["id"], (3, FindingState.OPEN))
        again = await server.get(
            f"{PROJECTS}/{project['id']}", caller=ada.headers, headers={"If-None-Match": tag}
        )
        assert (again.status_code, again.json()["open_findings"]["high"]) == (200, 1)
        changed = await server.patch(
            f"{PROJECTS}/{project['id']}", caller=ada.headers, headers={"If-Match": tag}, json={"name": "y"}
        )
        assert changed.status_code == 200, "nobody changed the project itself"

    serve(settings, story)


def test_a_change_is_told_to_the_audit_log_and_to_the_features_above(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers, name="Old")
        path = f"{PROJECTS}/{project['id']}"
        body = {
            "name": "New",
            "sla_days": {"critical": 1, "high": 2, "medium": 3, "low": 4},
            "exposure": "internal",
        }
        changed = await server.patch(path, caller=ada.headers, json=body)
        assert changed.status_code == 200
        assert {name: changed.json()[name] for name in body} == body
        assert (changed.json()["version"], changed.headers["etag"]) == (2, '"2"')
        stale = await server.patch(path, caller=ada.headers, headers={"If-Match": '"1"'}, json={"name": "z"})
        assert stale.status_code == 412
        async with server.platform.database.read() as reader:
            entry = await reader.fetch_one(
                "SELECT before, after, team_id FROM audit_entries WHERE action = 'project.changed' "
                "AND project_id = $1::uuid",
                project["id"],
            )
            event = await reader.fetch_value(
                "SELECT data FROM outbox_events WHERE kind = 'project.changed' AND project_id = $1::uuid",
                project["id"],
            )
        assert entry is not None
        assert msgspec.json.decode(entry["before"])["name"] == "Old"
        assert msgspec.json.decode(entry["after"]) == body
        assert str(entry["team_id"]) == project["team_id"]
        assert msgspec.json.decode(event)["changed"] == ["exposure", "name", "sla_days"]

    serve(settings, story)


def test_an_archived_project_is_out_of_the_list_and_unchangeable_until_restored(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        project = await make_project(server, ada.headers)
        path = f"{PROJECTS}/{project['id']}"
        archived = await server.post(f"{path}/archive", caller=ada.headers)
        assert archived.status_code == 200
        assert archived.json()["archived_at"]
        assert (await server.post(f"{path}/archive", caller=ada.headers)).json() == archived.json()

        async def listed(archived: str) -> int:
            answer = await server.get(PROJECTS, caller=ada.headers, params={"archived": archived})
            return len(answer.json()["items"])

        assert [await listed(which) for which in ("no", "only", "also")] == [0, 1, 1]
        for method, where, body in (
            ("PATCH", path, {"name": "x"}),
            ("POST", f"{path}/targets", {"locator": "https://a.example/"}),
            ("POST", f"{path}/move", {"team_id": project["team_id"]}),
        ):
            refused = await server.request(method, where, caller=ada.headers, json=body)
            assert (refused.status_code, refused.json()["type"]) == (
                409,
                "urn:securestack:problem:project-archived",
            )
        assert (await server.get(path, caller=ada.headers)).status_code == 200
        restored = await server.post(f"{path}/restore", caller=ada.headers)
        assert restored.json()["archived_at"] is None
        assert (await server.patch(path, caller=ada.headers, json={"name": "x"})).status_code == 200

    serve(settings, story)


def test_moving_needs_the_one_team_owned_and_the_other_maintained(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team, other = await make_team(server, ada.headers), await make_team(server, bob.headers)
        project = await make_project(server, ada.headers, team["id"], name="Shop")
        await make_project(server, bob.headers, other["id"], name="Shop")
        path, body = f"{PROJECTS}/{project['id']}/move", {"team_id": other["id"]}
        foreign = await server.post(path, caller=ada.headers, json=body)
        missing = await server.post(path, caller=ada.headers, json={"team_id": str(new_id())})
        assert (foreign.status_code, foreign.content) == (404, missing.content)
        await add_member(server, other["id"], ada.id, "analyst")
        assert (await server.post(path, caller=ada.headers, json=body)).status_code == 403
        await add_member(server, team["id"], bob.id, "maintainer")
        assert (await server.post(path, caller=bob.headers, json=body)).status_code == 403
        changed = await server.patch(
            f"/api/v1/teams/{other['id']}/members/{ada.id}", caller=bob.headers, json={"role": "maintainer"}
        )
        assert changed.status_code == 200
        moved = await server.post(path, caller=ada.headers, json=body)
        assert (moved.status_code, moved.json()["team_id"], moved.json()["slug"]) == (
            200,
            other["id"],
            "shop-2",
        )

    serve(settings, story)


def test_deleting_is_for_owners_who_confirm_it_and_takes_everything_along(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        project = await make_project(server, ada.headers)
        await add_member(server, project["team_id"], bob.id, "maintainer")
        target = await make_target(server, ada.headers, project["id"])
        await write_findings(server, project["id"], (4, FindingState.OPEN))
        key = {"name": "ci", "scopes": ["read"]}
        made: Any = await server.post(f"{PROJECTS}/{project['id']}/keys", caller=bob.headers, json=key)
        assert made.status_code == 201
        path = f"{PROJECTS}/{project['id']}"
        assert (await server.delete(path, caller=ada.headers)).status_code == 409
        confirmed = {"confirm": project["slug"]}
        assert (await server.delete(path, caller=bob.headers, params=confirmed)).status_code == 403
        assert (await server.delete(path, caller=ada.headers, params=confirmed)).status_code == 204
        for gone in (path, f"/api/v1/targets/{target['id']}"):
            assert (await server.get(gone, caller=ada.headers)).status_code == 404
        await delete_put_away(server.platform)
        async with server.platform.database.transaction() as session:
            for table in ("findings", "api_keys", "targets"):
                left = await session.scalar(
                    text(f"SELECT count(*) FROM {table} WHERE project_id = :project"),
                    {"project": project["id"]},
                )
                assert left == 0, table

    serve(settings, story)


def test_a_huge_project_is_gone_at_once_and_deleted_in_small_steps(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("securestack.server.teams.queries_deletion.AT_ONCE", 2)

    async def story(server: Server) -> None:
        ada, root = await person(server), await person(server, "Root", administrator=True)
        project = await make_project(server, ada.headers)
        await write_findings(server, project["id"], *((3, FindingState.OPEN) for _ in range(5)))
        await delete_put_away(server.platform)  # what other tests left
        path = f"{PROJECTS}/{project['id']}"
        confirmed = {"confirm": project["slug"]}
        assert (await server.delete(path, caller=ada.headers, params=confirmed)).status_code == 204
        findings, teams = f"{path}/findings", "/api/v1/teams?all=true&limit=200"
        assert (await server.get(findings, caller=ada.headers)).status_code == 404
        assert (await server.get(findings, caller=root.headers)).status_code == 404
        everywhere = (await server.get("/api/v1/findings", caller=ada.headers)).json()
        assert everywhere["items"] == []
        seen = (await server.get(teams, caller=root.headers)).json()["items"]
        assert all(team["name"] for team in seen)
        again = await make_project(server, ada.headers, project["team_id"], name=project["name"])
        assert again["slug"] == project["slug"]

        steps = []
        async with server.platform.database.read() as reader:
            for _ in range(20):
                async with server.platform.database.transaction() as session:
                    more = await delete_some(session)
                if not more:
                    break
                count = "SELECT count(*) FROM findings WHERE project_id = $1::uuid"
                steps.append(await reader.fetch_value(count, project["id"]))
            hidden = await reader.fetch_value("SELECT count(*) FROM teams WHERE deleted_at IS NOT NULL")
        assert steps == [3, 1, 0, 0, 0]
        assert hidden == 0
        assert (await server.get(f"{PROJECTS}/{again['id']}", caller=ada.headers)).status_code == 200

    serve(settings, story)


def test_a_key_of_a_project_works_there_and_nowhere_else_until_it_is_revoked(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        project, other = await make_project(server, ada.headers), await make_project(server, ada.headers)
        await add_member(server, project["team_id"], bob.id, "analyst")
        path = f"{PROJECTS}/{project['id']}/keys"
        body = {"name": "ci", "scopes": ["read"]}
        assert (await server.post(path, caller=bob.headers, json=body)).status_code == 403
        made = (await server.post(path, caller=ada.headers, json=body)).json()
        program = {"Authorization": f"Bearer {made['key']}"}
        seen = await server.get(f"{PROJECTS}/{project['id']}", caller=program)
        assert (seen.status_code, seen.json()["role"]) == (200, None)
        assert [one["id"] for one in (await server.get(PROJECTS, caller=program)).json()["items"]] == [
            project["id"]
        ]
        assert (await server.get(f"{PROJECTS}/{other['id']}", caller=program)).status_code == 404
        assert (await server.get(f"/api/v1/teams/{project['team_id']}", caller=program)).status_code == 404
        for method, where in (("GET", path), ("DELETE", f"{path}/{made['id']}"), ("POST", path)):
            refused = await server.request(
                method, where, caller=program, **({"json": body} if method == "POST" else {})
            )
            assert refused.status_code == 403
        listed = (await server.get(path, caller=ada.headers)).json()["items"]
        assert [one["id"] for one in listed] == [made["id"]]
        assert "key" not in listed[0]
        elsewhere = f"{PROJECTS}/{other['id']}/keys/{made['id']}"
        assert (await server.delete(elsewhere, caller=ada.headers)).status_code == 404
        assert (await server.delete(f"{path}/{made['id']}", caller=ada.headers)).status_code == 204
        assert (await server.get(f"{PROJECTS}/{project['id']}", caller=program)).status_code == 401

    serve(settings, story)
