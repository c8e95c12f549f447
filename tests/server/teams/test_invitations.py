"""Invitations: by mail, for one address, for a while, and without telling who has an account."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Any

from sqlalchemy import text

from securestack.server.settings import Settings
from tests.server.people import Person, person
from tests.server.support import Server, add_member, make_team, serve


def mails(settings: Settings, to: str) -> list[Any]:
    """Return the mails that were kept for an address, the oldest first."""
    files = sorted((settings.data_dir / "mail").glob("*.eml"))
    read = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return [mail for mail in read if mail["To"] == to]


def token_in(mail: Any) -> str:
    found = re.search(r"/invitation#(\S+)", mail.get_content())
    assert found
    return found[1]


async def invite(server: Server, owner: Person, team: dict[str, Any], to: str, role: str = "analyst") -> Any:
    body = {"email": to, "role": role}
    answer = await server.post(f"/api/v1/teams/{team['id']}/members", caller=owner.headers, json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["member"] is None
    return answer.json()["invitation"]


async def accept(server: Server, who: Person, token: str) -> Any:
    return await server.post("/api/v1/invitations/accept", caller=who.headers, json={"token": token})


def test_an_invitation_is_accepted_once_by_whom_it_was_sent_to(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob, eve = (
            await person(server),
            await person(server, "Bob", verified=False),
            await person(server, "Eve"),
        )
        team = await make_team(server, ada.headers, "Payments")
        invitation = await invite(server, ada, team, bob.email)
        (mail,) = mails(fresh_settings, bob.email)
        assert "Ada invites you to the team Payments" in mail["Subject"]
        token = token_in(mail)
        assert token not in str(invitation)
        stolen = await accept(server, eve, token)
        assert (stolen.status_code, "another e-mail address" in stolen.json()["detail"]) == (403, True)
        joined = await accept(server, bob, token)
        assert (joined.status_code, joined.json()) == (200, {"team_id": team["id"], "role": "analyst"})
        seen = (await server.get(f"/api/v1/teams/{team['id']}", caller=bob.headers)).json()
        assert (seen["role"], seen["member_count"]) == ("analyst", 2)
        assert (await accept(server, bob, token)).status_code == 404
        assert (await accept(server, bob, "x" * 43)).status_code == 404

    serve(fresh_settings, story)


def test_the_answer_is_the_same_whether_or_not_an_account_exists(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team = await make_team(server, ada.headers)
        known = await invite(server, ada, team, bob.email)
        unknown = await invite(server, ada, team, "nobody@example.test")
        assert known.keys() == unknown.keys()
        assert known["role"] == unknown["role"]
        texts = [mails(fresh_settings, to)[0].get_content() for to in (bob.email, "nobody@example.test")]
        assert re.sub(r"#\S+", "", texts[0]) == re.sub(r"#\S+", "", texts[1])

    serve(fresh_settings, story)


def test_invitations_to_a_verified_address_are_listed_accepted_and_declined(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        unverified = await person(server, "Una", verified=False)
        first, second = (
            await make_team(server, ada.headers, "One"),
            await make_team(server, ada.headers, "Two"),
        )
        one, two = await invite(server, ada, first, bob.email), await invite(server, ada, second, bob.email)
        mine = (await server.get("/api/v1/invitations", caller=bob.headers)).json()["items"]
        assert mine == [two, one]
        assert (one["team_name"], one["invited_by"]) == ("One", "Ada")
        for stranger in (ada, unverified):
            for what in ("accept", "decline"):
                path = f"/api/v1/invitations/{one['id']}/{what}"
                assert (await server.post(path, caller=stranger.headers)).status_code == 404
        hers = await invite(server, ada, first, unverified.email)
        assert (await server.get("/api/v1/invitations", caller=unverified.headers)).json()["items"] == []
        path = f"/api/v1/invitations/{hers['id']}/accept"
        assert (await server.post(path, caller=unverified.headers)).status_code == 404
        accepted = await server.post(f"/api/v1/invitations/{one['id']}/accept", caller=bob.headers)
        assert accepted.json() == {"team_id": first["id"], "role": "analyst"}
        declined = await server.post(f"/api/v1/invitations/{two['id']}/decline", caller=bob.headers)
        assert declined.status_code == 204
        assert (await server.get("/api/v1/invitations", caller=bob.headers)).json()["items"] == []

    serve(fresh_settings, story)


def test_a_new_invitation_replaces_the_one_before_and_any_may_be_revoked(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob = await person(server), await person(server, "Bob")
        team = await make_team(server, ada.headers)
        path = f"/api/v1/teams/{team['id']}/invitations"
        await invite(server, ada, team, bob.email, "viewer")
        newer = await invite(server, ada, team, bob.email.upper(), "maintainer")
        assert (await server.get(path, caller=ada.headers)).json()["items"] == [newer]
        old, new = (
            token_in(mail)
            for mail in mails(fresh_settings, bob.email) + mails(fresh_settings, bob.email.upper())
        )
        assert (await accept(server, bob, old)).status_code == 404
        other = await make_team(server, ada.headers)
        elsewhere = f"/api/v1/teams/{other['id']}/invitations/{newer['id']}"
        assert (await server.delete(elsewhere, caller=ada.headers)).status_code == 404
        assert (await server.delete(f"{path}/{newer['id']}", caller=ada.headers)).status_code == 204
        assert (await accept(server, bob, new)).status_code == 404
        assert (await server.get(path, caller=ada.headers)).json()["items"] == []

    serve(fresh_settings, story)


def test_nobody_comes_in_late_or_through_somebody_who_is_out(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ada, bob, mal = await person(server), await person(server, "Bob"), await person(server, "Mal")
        team = await make_team(server, ada.headers)
        await add_member(server, team["id"], mal.id, "owner")
        await invite(server, mal, team, bob.email, "owner")
        removed = await server.delete(f"/api/v1/teams/{team['id']}/members/{mal.id}", caller=ada.headers)
        assert removed.status_code == 204
        assert (await accept(server, bob, token_in(mails(fresh_settings, bob.email)[0]))).status_code == 404
        await invite(server, ada, team, bob.email)
        async with server.platform.database.transaction() as session:
            await session.execute(
                text("UPDATE one_time_tokens SET expires_at = now() WHERE purpose = 'invite'")
            )
        assert (await accept(server, bob, token_in(mails(fresh_settings, bob.email)[1]))).status_code == 404
        assert (await server.get("/api/v1/invitations", caller=bob.headers)).json()["items"] == []

    serve(fresh_settings, story)
