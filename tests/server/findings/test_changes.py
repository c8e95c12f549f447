"""Decisions about findings: what may be decided, by whom, and what is kept of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from securestack.core.location import PackageLocation
from securestack.core.severity import Severity
from securestack.server.findings.service import expire_accepted
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.models.teams import Role
from securestack.server.settings import Settings
from tests.server.findings.made import a_project, finding, rows, see
from tests.server.people import Person
from tests.server.support import Server, serve

_SOON = (now() + timedelta(days=30)).isoformat()


async def _one(server: Server) -> tuple[uuid.UUID, dict[str, Person], dict[str, Any]]:
    """Return a project, its people and its only finding as it is shown."""
    project, people = await a_project(server, analyst=Role.ANALYST, viewer=Role.VIEWER)
    await see(server, project, finding("a"))
    items = (await server.get(f"/api/v1/projects/{project}/findings", caller=people["viewer"].headers)).json()
    answer = await server.get(f"/api/v1/findings/{items['items'][0]['id']}", caller=people["viewer"].headers)
    assert answer.status_code == 200, answer.text
    return project, people, answer.json()


async def _change(server: Server, who: Person, shown: dict[str, Any], **body: Any) -> Any:
    return await server.patch(f"/api/v1/findings/{shown['id']}", caller=who.headers, json=body)


def test_a_finding_is_shown_with_all_that_is_known(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, people, shown = await _one(server)
        assert shown["rule"]["fix"] == "What to do."
        assert shown["rule"]["cwe"] == [79]
        assert shown["place"]["parameter"] == "q"
        assert shown["evidence"]["exchanges"][0]["response"]["body"] == "body of a"
        assert [entry["kind"] for entry in shown["history"]] == ["found"]
        assert [(seen["kind"], seen["is_new"]) for seen in shown["seen_by"]] == [("forgotten", True)]
        path = f"/api/v1/findings/{shown['id']}"
        tag = (await server.get(path, caller=people["viewer"].headers)).headers["etag"]
        again = await server.get(path, caller=people["viewer"].headers, headers={"If-None-Match": tag})
        assert again.status_code == 304
        merge = (await server.get(f"{path}/merge", caller=people["viewer"].headers)).json()
        assert merge["fingerprint"] == "fp-a"
        assert {"name": "parameter", "value": "q"} in merge["parts"]

    serve(settings, story)


def test_why_observations_of_a_package_are_one(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        place = PackageLocation(
            purl="pkg:npm/left-pad@1.0.0",
            name="left-pad",
            version="1.0.0",
            ecosystem="npm",
            path="package-lock.json",
        )
        await see(server, project, finding("a", location=place))
        headers = people["owner"].headers
        items = (await server.get(f"/api/v1/projects/{project}/findings", caller=headers)).json()["items"]
        path = f"/api/v1/findings/{items[0]['id']}/merge"
        answer = await server.get(path, caller=headers)
        assert {"name": "name", "value": "left-pad"} in answer.json()["parts"]
        assert "version may change" in answer.json()["explanation"]
        known = {**headers, "If-None-Match": answer.headers["etag"]}
        assert (await server.get(path, caller=known)).status_code == 304

    serve(settings, story)


def test_every_decision_is_kept(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people, shown = await _one(server)
        analyst = people["analyst"]
        steps: list[tuple[dict[str, Any], str, str]] = [
            ({"state": "confirmed", "reason": "Seen it myself."}, "confirmed", "state"),
            ({"state": "false-positive", "reason": "A test page."}, "false-positive", "state"),
            ({"state": "reopened"}, "reopened", "state"),
            ({"state": "accepted", "reason": "Old.", "accepted_until": _SOON}, "accepted", "state"),
            ({"state": "fixed"}, "fixed", "state"),
            ({"assignee_id": str(people["viewer"].id)}, "fixed", "assignment"),
            ({"severity": "low"}, "fixed", "severity"),
            ({"due_at": _SOON}, "fixed", "due"),
            ({"comment": "Looked again."}, "fixed", "comment"),
        ]
        for number, (body, state, kind) in enumerate(steps):
            answer = await _change(server, analyst, shown, **body)
            assert answer.status_code == 200, answer.text
            told = answer.json()
            assert (told["state"], told["version"]) == (state, number + 2)
            newest = told["history"][0]
            assert (newest["kind"], newest["user"]["id"]) == (kind, str(analyst.id))
        assert told["assignee_name"] == "Viewer"
        given = next(entry for entry in told["history"] if entry["kind"] == "assignment")
        assert given["after"] == {"assignee_id": str(people["viewer"].id), "assignee_name": "Viewer"}
        assert (told["severity"], told["rule_severity"], told["severity_by_person"]) == ("low", "high", True)
        kept = await rows(
            server,
            "SELECT action FROM audit_entries WHERE project_id = $1 AND actor_user_id = $2",
            project,
            analyst.id,
        )
        assert kept == [{"action": "finding.changed"}] * len(steps)
        told_on = await rows(
            server, "SELECT 1 FROM outbox_events WHERE project_id = $1 AND kind = 'findings.changed'", project
        )
        assert len(told_on) == len(steps)

        # Seeing it again leaves what people decided about severity and date, and reopens it.
        await see(server, project, finding("a"), day=9000)
        told = (await server.get(f"/api/v1/findings/{shown['id']}", caller=analyst.headers)).json()
        assert (told["state"], told["severity"], told["due_by_person"]) == ("reopened", "low", False)
        back = (await _change(server, analyst, shown, severity=None, assignee_id=None)).json()
        assert (back["severity"], back["severity_by_person"], back["assignee_id"]) == ("high", False, None)

    serve(settings, story)


def test_a_decision_is_taken_back(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, people, shown = await _one(server)
        await _change(server, people["analyst"], shown, state="false-positive", reason="A test page.")
        told = (await _change(server, people["analyst"], shown, state="open")).json()
        assert (told["state"], told["state_reason"], told["due_at"]) == ("open", None, shown["due_at"])

    serve(settings, story)


def test_the_same_decision_twice_changes_nothing(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, people, shown = await _one(server)
        body = {"state": "false-positive", "reason": "A test page."}
        first = (await _change(server, people["analyst"], shown, **body)).json()
        second = (await _change(server, people["analyst"], shown, **body)).json()
        assert first["version"] == second["version"] == 2
        assert len(second["history"]) == 2

    serve(settings, story)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"state": "lost"}, 422),
        ({"state": None}, 422),
        ({"state": "false-positive"}, 422),
        ({"state": "false-positive", "reason": "  "}, 422),
        ({"state": "accepted", "reason": "x"}, 422),
        ({"state": "accepted", "accepted_until": _SOON}, 422),
        ({"state": "accepted", "reason": "x", "accepted_until": "2020-01-01T00:00:00Z"}, 422),
        ({"state": "accepted", "reason": "x", "accepted_until": "2030-01-01"}, 422),
        ({"state": "fixed", "accepted_until": _SOON}, 422),
        ({"reason": "x"}, 422),
        ({"assignee_id": str(uuid.UUID(int=5))}, 422),
        ({"severity": "worst"}, 422),
        ({"comment": "\x00"}, 422),
        ({"comment": "x" * 5001}, 422),
        ({"title": "Mine"}, 422),
        ({"state": "reopened"}, 409),
    ],
)
def test_what_cannot_be_decided(settings: Settings, body: dict[str, Any], status: int) -> None:
    async def story(server: Server) -> None:
        _, people, shown = await _one(server)
        answer = await _change(server, people["analyst"], shown, **body)
        assert answer.status_code == status, answer.text
        after = await server.get(f"/api/v1/findings/{shown['id']}", caller=people["analyst"].headers)
        assert after.json()["version"] == 1

    serve(settings, story)


def test_who_may_decide(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people, shown = await _one(server)
        _, others = await a_project(server)
        outsider, path = others["owner"], f"/api/v1/findings/{shown['id']}"
        viewer = people["viewer"]
        missing = f"/api/v1/findings/{new_id()}"
        changes = {"change": {"comment": "x"}, "ids": [shown["id"]]}
        assert (await _change(server, viewer, shown, comment="x")).status_code == 403
        assert (
            await server.post(f"{path}/comments", caller=viewer.headers, json={"text": "x"})
        ).status_code == 403
        bulk = f"/api/v1/projects/{project}/findings/bulk"
        assert (await server.post(bulk, caller=viewer.headers, json=changes)).status_code == 403
        assert (await server.post(bulk, caller=outsider.headers, json=changes)).status_code == 404
        for suffix in ("", "/history", "/merge"):
            foreign = await server.get(path + suffix, caller=outsider.headers)
            none = await server.get(missing + suffix, caller=outsider.headers)
            assert (foreign.status_code, foreign.content) == (404, none.content)
            assert (await server.get(path + suffix, caller=viewer.headers)).status_code == 200
            assert (await server.get(path + suffix)).status_code == 401
        for suffix in ("", "/facets", "/statistics"):
            assert (
                await server.get(f"/api/v1/projects/{project}/findings{suffix}", caller=outsider.headers)
            ).status_code == 404
        assert (await _change(server, outsider, shown, comment="x")).status_code == 404
        # A person of another team is no assignee.
        taken = await _change(server, people["analyst"], shown, assignee_id=str(outsider.id))
        assert taken.status_code == 422

    serve(settings, story)


def test_a_change_of_what_was_read_before_is_refused(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, people, shown = await _one(server)
        analyst, path = people["analyst"], f"/api/v1/findings/{shown['id']}"
        tag = (await server.get(path, caller=analyst.headers)).headers["etag"]
        first = await server.patch(
            path, caller=analyst.headers, headers={"If-Match": tag}, json={"comment": "1"}
        )
        second = await server.patch(
            path, caller=analyst.headers, headers={"If-Match": tag}, json={"comment": "2"}
        )
        assert (first.status_code, second.status_code) == (200, 412)

    serve(settings, story)


def test_comments_and_history(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, people, shown = await _one(server)
        analyst, path = people["analyst"], f"/api/v1/findings/{shown['id']}"
        for number in range(3):
            for _ in range(2):
                answer = await server.post(
                    f"{path}/comments",
                    caller=analyst.headers,
                    json={"text": f"Number {number} \u202e<b>"},
                    headers={"Idempotency-Key": f"{shown['id']}-{number}"},
                )
                assert answer.status_code == 201, answer.text
        first = (await server.get(f"{path}/history?limit=2", caller=analyst.headers)).json()
        second = (
            await server.get(f"{path}/history?limit=2&cursor={first['next']}", caller=analyst.headers)
        ).json()
        texts = [entry["text"] for entry in first["items"] + second["items"]]
        assert texts == ["Number 2 \u202e<b>", "Number 1 \u202e<b>", "Number 0 \u202e<b>", None]
        assert second["next"] is None

    serve(settings, story)


def test_many_at_once(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        owner = people["owner"].headers
        await see(
            server, project, *(finding(f"p{number}", Severity.LOW) for number in range(5)), finding("a")
        )
        path = f"/api/v1/projects/{project}/findings"
        accept = {"state": "accepted", "reason": "Old.", "accepted_until": _SOON}
        low = {"filter": {"severity": ["low"]}, "change": accept}
        told = (await server.post(f"{path}/bulk", caller=owner, json=low)).json()
        assert told == {"matched": 5, "changed": 5, "unchanged": 0, "refused": 0, "missing": 0}
        told = (await server.post(f"{path}/bulk", caller=owner, json=low)).json()
        assert told == {"matched": 5, "changed": 0, "unchanged": 5, "refused": 0, "missing": 0}

        reopen = {"filter": {}, "change": {"state": "reopened"}}
        told = (await server.post(f"{path}/bulk", caller=owner, json=reopen)).json()
        assert told == {"matched": 6, "changed": 5, "unchanged": 0, "refused": 1, "missing": 0}

        ids = [item["id"] for item in (await server.get(path, caller=owner)).json()["items"]]
        foreign, _ = await a_project(server)
        await see(server, foreign, finding("x"))
        other = (await rows(server, "SELECT id FROM findings WHERE project_id = $1", foreign))[0]["id"]
        body = {"ids": [*ids[:2], str(new_id()), str(other)], "change": {"comment": "All of them."}}
        told = (await server.post(f"{path}/bulk", caller=owner, json=body)).json()
        assert told == {"matched": 2, "changed": 2, "unchanged": 0, "refused": 0, "missing": 2}
        for wrong in (
            {"change": {"comment": "x"}},
            {**body, "filter": {}},
            {"ids": [], "change": {"comment": "x"}},
        ):
            assert (await server.post(f"{path}/bulk", caller=owner, json=wrong)).status_code == 422

    serve(settings, story)


def test_too_many_at_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("securestack.server.findings.service.MOST_AT_ONCE", 2)

    async def story(server: Server) -> None:
        project, people = await a_project(server)
        await see(server, project, *(finding(f"p{number}") for number in range(3)))
        body = {"filter": {}, "change": {"comment": "x"}}
        answer = await server.post(
            f"/api/v1/projects/{project}/findings/bulk", caller=people["owner"].headers, json=body
        )
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:securestack:problem:too-many")

    serve(settings, story)


def test_accepted_risk_ends(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people, shown = await _one(server)
        await _change(server, people["analyst"], shown, state="accepted", reason="Old.", accepted_until=_SOON)
        async with server.platform.database.transaction() as session:
            assert await expire_accepted(session) == 0
            await (await session.connection()).exec_driver_sql(
                "UPDATE findings SET accepted_until = now() - interval '1 hour' WHERE project_id = $1",
                (project,),
            )
        async with server.platform.database.transaction() as session:
            assert await expire_accepted(session) == 1
        told = (await server.get(f"/api/v1/findings/{shown['id']}", caller=people["analyst"].headers)).json()
        assert (told["state"], told["accepted_until"]) == ("open", None)
        assert (told["history"][0]["kind"], told["history"][0]["user"]) == ("state", None)

    serve(settings, story)
