"""Teams: created, listed, changed and deleted, with an entry in the audit log for each."""

from __future__ import annotations

import asyncio

import msgspec

from securestack.server.settings import Settings
from tests.server.people import person
from tests.server.support import Server, add_member, make_project, make_team, serve

TEAMS = "/api/v1/teams"


def test_whoever_creates_a_team_owns_it_and_nobody_else_sees_it(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, eve = await person(server), await person(server, "Eve")
        made = await server.post(TEAMS, caller=ada.headers, json={"name": "Zürich Shop", "description": "x"})
        team = made.json()
        assert made.status_code == 201
        assert made.headers["location"] == f"{TEAMS}/{team['id']}"
        assert team["slug"].startswith("zurich-shop-")
        assert (team["role"], team["member_count"], team["version"]) == ("owner", 1, 1)
        assert (await server.get(f"{TEAMS}/{team['id']}", caller=ada.headers)).json() == team
        assert (await server.get(TEAMS, caller=ada.headers)).json() == {"items": [team], "next": None}
        assert (await server.get(TEAMS, caller=eve.headers)).json()["items"] == []
        assert (await server.get(f"{TEAMS}/{team['id']}", caller=eve.headers)).status_code == 404

    serve(settings, story)


def test_a_creation_sent_twice_happens_once(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        answers = [
            await server.post(
                TEAMS, caller=ada.headers, json={"name": "Once"}, headers={"Idempotency-Key": "a-key"}
            )
            for _ in range(2)
        ]
        assert answers[0].content == answers[1].content
        assert len((await server.get(TEAMS, caller=ada.headers)).json()["items"]) == 1

    serve(settings, story)


def test_teams_are_listed_page_by_page_in_any_order(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        for name in ("beta", "Alpha", "gamma", "100% alpha"):
            await make_team(server, ada.headers, name)
        for sort, expected in (
            ("name", ["100% alpha", "Alpha", "beta", "gamma"]),
            ("-name", ["gamma", "beta", "Alpha", "100% alpha"]),
            ("-created_at", ["100% alpha", "gamma", "Alpha", "beta"]),
        ):
            seen, cursor = [], None
            while True:
                query = {"sort": sort, "limit": "2", **({"cursor": cursor} if cursor else {})}
                page = (await server.get(TEAMS, caller=ada.headers, params=query)).json()
                seen += [team["name"] for team in page["items"]]
                if (cursor := page["next"]) is None:
                    break
            assert seen == expected
        found = await server.get(TEAMS, caller=ada.headers, params={"search": "% ALPHA"})
        assert [team["name"] for team in found.json()["items"]] == ["100% alpha"]
        assert (await server.get(TEAMS, caller=ada.headers, params={"sort": "slug"})).status_code == 422

    serve(settings, story)


def test_only_administrators_see_every_team_and_they_see_no_project_of_it(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, root = await person(server), await person(server, "Root", administrator=True)
        name = f"team of {ada.id}"
        team = await make_team(server, ada.headers, name)
        project = await make_project(server, ada.headers, team["id"])
        query = {"all": "true", "search": name}
        found = (await server.get(TEAMS, caller=root.headers, params=query)).json()["items"]
        assert [(one["id"], one["role"]) for one in found] == [(team["id"], None)]
        assert (await server.get(TEAMS, caller=root.headers)).json()["items"] == []
        assert (await server.get(TEAMS, caller=ada.headers, params=query)).status_code == 403
        assert (await server.get(f"{TEAMS}/{team['id']}", caller=root.headers)).status_code == 200
        assert (await server.get(f"/api/v1/projects/{project['id']}", caller=root.headers)).status_code == 404

    serve(settings, story)


def test_a_change_needs_the_version_that_was_read_where_one_is_named(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team = await make_team(server, ada.headers)
        path = f"{TEAMS}/{team['id']}"
        await add_member(server, team["id"], bob.id, "viewer")
        read = await server.get(path, caller=ada.headers)
        tag = {"If-Match": read.headers["etag"]}
        same = {"If-None-Match": read.headers["etag"]}
        assert (await server.get(path, caller=ada.headers, headers=same)).status_code == 304
        changed = await server.patch(path, caller=ada.headers, headers=tag, json={"name": "New"})
        assert (changed.status_code, changed.json()["name"], changed.json()["slug"]) == (
            200,
            "New",
            team["slug"],
        )
        late = await server.patch(path, caller=ada.headers, headers=tag, json={"name": "Late"})
        assert (late.status_code, late.json()["type"]) == (412, "urn:securestack:problem:changed-meanwhile")
        nothing = await server.patch(path, caller=ada.headers, json={})
        assert nothing.json()["version"] == changed.json()["version"]
        for body in ({"name": None}, {"name": " "}, {"slug": "x"}, {"name": "x" * 300}):
            assert (await server.patch(path, caller=ada.headers, json=body)).status_code == 422
        assert (await server.patch(path, caller=bob.headers, json={"name": "B"})).status_code == 403

    serve(settings, story)


def test_a_team_with_projects_goes_only_when_that_is_confirmed(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        team = await make_team(server, ada.headers)
        project = await make_project(server, ada.headers, team["id"])
        path = f"{TEAMS}/{team['id']}"
        for query in ({}, {"confirm": "something"}):
            refused = await server.delete(path, caller=ada.headers, params=query)
            assert (refused.status_code, refused.json()["projects"]) == (409, 1)
        done = await server.delete(path, caller=ada.headers, params={"confirm": team["slug"]})
        assert (done.status_code, done.content) == (204, b"")
        for gone in (path, f"/api/v1/projects/{project['id']}"):
            assert (await server.get(gone, caller=ada.headers)).status_code == 404
        empty = await make_team(server, ada.headers)
        assert (await server.delete(f"{TEAMS}/{empty['id']}", caller=ada.headers)).status_code == 204

    serve(settings, story)


def test_every_change_is_in_the_audit_log_with_before_and_after(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team = await make_team(server, ada.headers, "Old")
        path = f"{TEAMS}/{team['id']}"
        await server.patch(path, caller=ada.headers, json={"name": "New"})
        await add_member(server, team["id"], bob.id, "viewer")
        await server.patch(f"{path}/members/{bob.id}", caller=ada.headers, json={"role": "analyst"})
        await server.delete(f"{path}/members/{bob.id}", caller=bob.headers)
        await server.delete(path, caller=ada.headers)
        async with server.platform.database.read() as reader:
            rows = await reader.fetch(
                "SELECT action, actor_user_id, before, after FROM audit_entries WHERE team_id = $1::uuid ORDER BY seq",
                team["id"],
            )
        told = {row["action"]: row for row in rows}
        assert list(told) == [
            "team.created",
            "team.changed",
            "member.added",
            "member.changed",
            "member.left",
            "team.deleted",
        ]
        assert msgspec.json.decode(told["team.changed"]["before"]) == {"name": "Old"}
        assert msgspec.json.decode(told["team.changed"]["after"]) == {"name": "New"}
        assert msgspec.json.decode(told["member.changed"]["after"]) == {"role": "analyst"}
        assert told["member.left"]["actor_user_id"] == bob.id

    serve(settings, story)


def test_two_changes_at_once_do_not_overwrite_each_other(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        team = await make_team(server, ada.headers)
        answers = await asyncio.gather(
            *(
                server.patch(
                    f"{TEAMS}/{team['id']}",
                    caller=ada.headers,
                    headers={"If-Match": '"1"'},
                    json={"name": f"name {number}"},
                )
                for number in range(4)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]

    serve(settings, story)
