"""Policies of teams: tried on their own findings, saved as versions, and followed by every score."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from securestack.core.severity import Confidence, Severity
from securestack.server.models.teams import Role
from securestack.server.priorities import jobs
from securestack.server.settings import Settings
from tests.server.findings.made import a_project, finding, rows, see
from tests.server.people import Person
from tests.server.support import Server, serve


async def _team_of(server: Server, project: uuid.UUID) -> str:
    (row,) = await rows(server, "SELECT team_id FROM projects WHERE id = $1", project)
    return str(row["team_id"])


async def _shop(server: Server) -> tuple[uuid.UUID, str, dict[str, Person]]:
    project, people = await a_project(server, viewer=Role.VIEWER, maintainer=Role.MAINTAINER)
    await see(
        server,
        project,
        *(finding(f"proven-{number}") for number in range(3)),
        finding("sign", confidence=Confidence.TENTATIVE),
        finding("low", Severity.LOW),
    )
    return project, f"/api/v1/teams/{await _team_of(server, project)}/priority-policy", people


async def _numbers(server: Server, project: uuid.UUID) -> dict[str, int]:
    found = await rows(server, "SELECT fingerprint, priority FROM findings WHERE project_id = $1", project)
    return {row["fingerprint"]: row["priority"] for row in found}


def test_what_a_policy_would_change_is_shown_and_then_happens(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, path, people = await _shop(server)
        before = await _numbers(server, project)
        points = {"internet": -20, "tentative": -60}
        trial = await server.post(f"{path}/preview", caller=people["viewer"].headers, json={"points": points})
        assert trial.status_code == 200, trial.text
        told: dict[str, Any] = trial.json()
        assert (told["findings"], told["waiting"], told["exact"], told["changed"]) == (5, 0, True, 5)
        assert await _numbers(server, project) == before  # nothing was written

        saved = await server.put(
            path, caller=people["maintainer"].headers, json={"points": points, "note": "Inside only."}
        )
        assert saved.status_code == 200, saved.text
        policy = saved.json()
        assert (policy["version"], policy["points"]["internet"], policy["note"]) == (1, -20, "Inside only.")
        assert policy["points"]["critical"] == 80  # what was left out keeps its default
        assert [one["state"] for one in policy["scoring"]] == ["queued"]

        await jobs.score(server.platform)
        after = await _numbers(server, project)
        largest = told["movers"][0]
        assert largest["title"] == "Weakness of severity high"
        assert (largest["before"], largest["after"]) == (before["fp-sign"], after["fp-sign"])
        moved = {(one["before"], one["after"]): one["count"] for one in told["movers"]}
        assert moved[before["fp-proven-1"], after["fp-proven-1"]] == 3
        assert sum(told["after"].values()) == 5

        progress = await server.get(
            f"/api/v1/projects/{project}/priorities/progress", caller=people["viewer"].headers
        )
        assert progress.json()["state"] == "completed"
        assert (progress.json()["done"], progress.json()["changed"]) == (5, 5)
        (identifier,) = (
            row["id"] for row in await rows(server, "SELECT id FROM findings WHERE fingerprint = 'fp-low'")
        )
        reasons = await server.get(f"/api/v1/findings/{identifier}/priority", caller=people["viewer"].headers)
        assert reasons.json()["policy"].startswith("version 1/")

    serve(fresh_settings, story)


def test_saving_leaves_an_audit_entry_and_a_version(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, path, people = await _shop(server)
        owner = people["owner"].headers
        first = await server.put(path, caller=owner, json={"points": {"proven": 20}, "note": "Proof first."})
        await server.put(path, caller=owner, json={"points": {"proven": 20}})  # the same: no new version
        await server.put(path, caller=owner, json={"points": {}})
        versions = (await server.get(f"{path}/versions", caller=owner)).json()["items"]
        assert [(one["version"], one["points"]) for one in versions] == [(2, {}), (1, {"proven": 20})]
        first_page = await server.get(f"{path}/versions?limit=1", caller=owner)
        second = await server.get(f"{path}/versions?limit=1&cursor={first_page.json()['next']}", caller=owner)
        assert [one["version"] for one in second.json()["items"]] == [1]
        entries = await rows(
            server,
            "SELECT before, after FROM audit_entries WHERE action = 'priority-policy.saved' AND team_id = $1",
            uuid.UUID(first.json()["team_id"]),
        )
        assert len(entries) == 2

    serve(settings, story)


def test_who_read_an_older_version_overwrites_nobody(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, path, people = await _shop(server)
        owner = people["owner"].headers
        tag = (await server.get(path, caller=owner)).headers["ETag"]
        mine = await server.put(
            path, caller=owner, json={"points": {"proven": 20}}, headers={"If-Match": tag}
        )
        assert mine.status_code == 200
        late = await server.put(
            path, caller=owner, json={"points": {"proven": 30}}, headers={"If-Match": tag}
        )
        assert late.status_code == 412
        again = await server.put(
            path,
            caller=owner,
            json={"points": {"proven": 30}},
            headers={"If-Match": mine.headers["ETag"]},
        )
        assert again.status_code == 200

    serve(settings, story)


@pytest.mark.parametrize(
    "points",
    [
        {"internet": 101},
        {"internet": -101},
        {"internet": "much"},
        {"name": 3},
        {"nothing": 1},
        {"low": None},
        [],
    ],
)
def test_points_beyond_their_bounds_and_unknown_rules_are_refused(settings: Settings, points: Any) -> None:
    async def story(server: Server) -> None:
        _, path, people = await _shop(server)
        for method, place in (("PUT", path), ("POST", f"{path}/preview")):
            answer = await server.request(
                method, place, caller=people["owner"].headers, json={"points": points}
            )
            assert answer.status_code == 422, answer.text

    serve(settings, story)


def test_not_a_number_is_refused(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, path, people = await _shop(server)
        headers = {**people["owner"].headers, "Content-Type": "application/json"}
        answer = await server.put(path, caller=headers, content=b'{"points": {"low": NaN}}')
        assert answer.status_code in (400, 422)

    serve(settings, story)


def test_a_viewer_may_try_but_not_save(settings: Settings) -> None:
    async def story(server: Server) -> None:
        _, path, people = await _shop(server)
        viewer = people["viewer"].headers
        body = {"points": {"proven": 20}}
        assert (await server.post(f"{path}/preview", caller=viewer, json=body)).status_code == 200
        assert (await server.put(path, caller=viewer, json=body)).status_code == 403
        assert (await server.get(path, caller=viewer)).json()["version"] == 0

    serve(settings, story)
