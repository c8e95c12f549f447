"""Members of teams: their roles, and how they come and go."""

from __future__ import annotations

import asyncio
import uuid

from securestack.server.settings import Settings
from tests.server.people import Person, person
from tests.server.support import Server, add_member, make_team, serve


def members(team: dict[str, object], user: uuid.UUID | None = None) -> str:
    return f"/api/v1/teams/{team['id']}/members" + (f"/{user}" if user else "")


def test_members_are_listed_by_name_role_or_date(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada = await person(server)
        team = await make_team(server, ada.headers)
        for name, role in (("Zoe", "maintainer"), ("Bob", "viewer"), ("Cyd", "analyst")):
            await add_member(server, team["id"], (await person(server, name)).id, role)

        async def names(**query: str) -> list[str]:
            answer = await server.get(members(team), caller=ada.headers, params=query)
            return [one["name"] for one in answer.json()["items"]]

        assert await names() == ["Ada", "Bob", "Cyd", "Zoe"]
        assert await names(sort="role") == ["Ada", "Zoe", "Cyd", "Bob"]
        assert await names(sort="-joined_at") == ["Cyd", "Bob", "Zoe", "Ada"]
        assert await names(role="analyst") == ["Cyd"]
        assert await names(search="ZOE-") == ["Zoe"]
        first = (await server.get(members(team), caller=ada.headers, params={"limit": "3"})).json()
        assert set(first["items"][0]) == {"user_id", "name", "email", "role", "is_active", "joined_at"}
        assert await names(cursor=first["next"]) == ["Zoe"]

    serve(settings, story)


def test_only_owners_change_roles_and_remove_members(settings: Settings) -> None:
    async def story(server: Server) -> None:
        people: dict[str, Person] = {"owner": await person(server)}
        team = await make_team(server, people["owner"].headers)
        for role in ("maintainer", "analyst", "viewer"):
            people[role] = await person(server, role)
            await add_member(server, team["id"], people[role].id, role)
        viewer = people["viewer"].id
        for role in ("maintainer", "analyst", "viewer"):
            me = people[role].headers
            assert (
                await server.patch(members(team, viewer), caller=me, json={"role": "owner"})
            ).status_code == 403
            other = people["analyst" if role == "viewer" else "viewer"].id
            assert (await server.delete(members(team, other), caller=me)).status_code == 403
            added = await server.post(members(team), caller=me, json={"email": "x@example.test"})
            assert added.status_code == 403
        me = people["owner"].headers
        promoted = await server.patch(members(team, viewer), caller=me, json={"role": "maintainer"})
        assert (promoted.status_code, promoted.json()["role"]) == (200, "maintainer")
        assert (await server.delete(members(team, viewer), caller=me)).status_code == 204
        assert (await server.delete(members(team, viewer), caller=me)).status_code == 404
        gone = await server.get(f"/api/v1/teams/{team['id']}", caller=people["viewer"].headers)
        assert gone.status_code == 404

    serve(settings, story)


def test_everybody_may_leave_but_the_last_owner(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team = await make_team(server, ada.headers)
        await add_member(server, team["id"], bob.id, "viewer")
        for answer in (
            await server.delete(members(team, ada.id), caller=ada.headers),
            await server.patch(members(team, ada.id), caller=ada.headers, json={"role": "viewer"}),
        ):
            assert (answer.status_code, answer.json()["type"]) == (409, "urn:securestack:problem:last-owner")
        await server.patch(members(team, bob.id), caller=ada.headers, json={"role": "owner"})
        assert (await server.delete(members(team, ada.id), caller=ada.headers)).status_code == 204
        assert (await server.get(members(team), caller=bob.headers)).status_code == 200

    serve(settings, story)


def test_two_owners_who_leave_at_once_do_not_both_get_away(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team = await make_team(server, ada.headers)
        await add_member(server, team["id"], bob.id, "owner")
        answers = await asyncio.gather(
            *(server.delete(members(team, one.id), caller=one.headers) for one in (ada, bob))
        )
        assert sorted(answer.status_code for answer in answers) == [204, 409]

    serve(settings, story)


def test_people_of_a_common_team_are_added_at_once_and_nobody_twice(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        first, second = await make_team(server, ada.headers), await make_team(server, ada.headers)
        await add_member(server, first["id"], bob.id, "viewer")
        body = {"email": bob.email.upper(), "role": "analyst"}
        added = await server.post(members(second), caller=ada.headers, json=body)
        assert added.status_code == 201
        assert added.json()["invitation"] is None
        assert (added.json()["member"]["user_id"], added.json()["member"]["role"]) == (str(bob.id), "analyst")
        again = await server.post(members(second), caller=ada.headers, json=body)
        assert (again.status_code, again.json()["type"]) == (409, "urn:securestack:problem:already-member")

    serve(settings, story)
