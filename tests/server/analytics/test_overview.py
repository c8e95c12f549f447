"""The overview: what is counted, what needs attention, how days are recorded, and who sees which projects."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from securestack.core.severity import Severity
from securestack.server.analytics import jobs
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.findings.made import START, a_project, close, finding, rows, see
from tests.server.people import person
from tests.server.support import Server, make_project, make_target, make_team, serve


async def _overview(server: Server, caller: dict[str, str], **query: Any) -> dict[str, Any]:
    answer = await server.get("/api/v1/analytics/overview", caller=caller, params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _since_start(days: float = 0) -> float:
    """Return today plus some days, counted from the day on which the findings of tests begin."""
    return (now() - START) / timedelta(days=1) + days


def test_counts_what_is_open_new_and_overdue_over_all_projects(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = (await person(server, "Ann")).headers
        team = (await make_team(server, ann))["id"]
        shop = await make_project(server, ann, team, name="Shop")
        api = await make_project(server, ann, team, name="API")
        await see(server, shop["id"], finding("old", Severity.HIGH), day=_since_start(-100))
        await see(server, shop["id"], finding("new", Severity.CRITICAL), day=_since_start(-1))
        await see(server, api["id"], finding("low", Severity.LOW), day=_since_start(-1))
        told = await _overview(server, ann)
        assert told["project_count"] == 2
        assert told["open_by_severity"] == {
            "critical": 1,
            "high": 1,
            "medium": 0,
            "low": 1,
            "informational": 0,
        }
        assert told["overdue_by_severity"]["high"] == 1
        assert told["overdue_by_severity"]["critical"] == 0
        assert told["new_by_severity"] == {
            "critical": 1,
            "high": 0,
            "medium": 0,
            "low": 1,
            "informational": 0,
        }
        assert [(one["severity"], one["project_name"]) for one in told["new_findings"]] == [
            ("critical", "Shop")
        ]
        assert [(one["name"], one["critical"], one["overdue"]) for one in told["projects"]] == [
            ("Shop", 1, 1),
            ("API", 0, 0),
        ]
        assert (await _overview(server, ann, project=api["id"]))["open_by_severity"]["low"] == 1
        assert (await _overview(server, ann, project=api["id"]))["new_findings"] == []
        assert (await _overview(server, ann, team=team))["project_count"] == 2
        await server.post(f"/api/v1/projects/{shop['id']}/archive", caller=ann)
        assert (await _overview(server, ann))["open_by_severity"]["critical"] == 0

    serve(settings, story)


def test_shows_nothing_of_what_is_foreign_or_missing(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, _ = await a_project(server)
        await see(server, project, finding("one", Severity.CRITICAL), day=_since_start(-1))
        stranger = (await person(server, "Eve")).headers
        told = await _overview(server, stranger)
        assert told["project_count"] == 0
        assert sum(told["open_by_severity"].values()) == 0
        foreign = await _overview(server, stranger, project=str(project))
        assert foreign == await _overview(server, stranger, project=str(uuid.uuid4()))
        refused = await server.get("/api/v1/analytics/overview?porject=1", caller=stranger)
        assert refused.status_code == 422

    serve(settings, story)


def test_names_targets_without_proof_and_scans_that_failed_until_one_succeeds(settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = (await person(server, "Ann")).headers
        project = await make_project(server, ann)
        target = await make_target(server, ann, project["id"])
        told = await _overview(server, ann)
        assert [one["id"] for one in told["unproven_targets"]] == [target["id"]]
        assert (told["unproven_target_count"], told["troubled_scan_count"]) == (1, 0)
        await _execute(
            server, "UPDATE targets SET verified_at = now() WHERE id = $1", uuid.UUID(target["id"])
        )
        await _scan(server, project["id"], target["id"], "failed", hours=2)
        told = await _overview(server, ann)
        assert told["unproven_targets"] == []
        assert [(one["status"], one["reason"]) for one in told["troubled_scans"]] == [
            ("failed", "No answer.")
        ]
        assert told["troubled_scan_count"] == 1
        await _scan(server, project["id"], target["id"], "completed", hours=1)
        assert (await _overview(server, ann))["troubled_scans"] == []

    serve(settings, story)


def test_days_that_nobody_recorded_are_told_from_the_findings(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        ann = people["owner"].headers
        scan = new_id()
        await see(
            server, project, finding("a", Severity.HIGH), finding("b", Severity.HIGH), day=_since_start(-20)
        )
        await see(server, project, finding("a", Severity.HIGH), scan_id=scan, day=_since_start(-10))
        assert await close(server, project, scan, "web.high", day=_since_start(-10)) == 1
        await jobs.record_days(server.platform)
        told = await _overview(server, ann)
        by_day = {one["day"]: one for one in told["days"]}

        def on(days: int) -> tuple[int, int, int]:
            one = by_day[(now().astimezone(UTC).date() + timedelta(days=days)).isoformat()]
            return one["high"], one["appeared"], one["fixed"]

        assert (on(-20), on(-11), on(-10), on(-9), on(0)) == (
            (2, 2, 0),
            (2, 0, 0),
            (1, 0, 1),
            (1, 0, 0),
            (1, 0, 0),
        )
        assert len(by_day) == 22  # from the day before the first
        assert told["mean_seconds_to_fix"] == timedelta(days=10).total_seconds()
        assert told["mean_seconds_to_fix_before"] is None

    serve(fresh_settings, story)


def test_a_day_that_is_over_stays_as_it_was_recorded(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, _ = await a_project(server)
        await see(server, project, finding("a", Severity.HIGH), day=_since_start(-30))
        await jobs.record_days(server.platform, at=now() - timedelta(days=3))
        # Set aside now, as of the time before it was recorded: the days that are over do not change.
        await _execute(
            server,
            "UPDATE findings SET state = 'false-positive', state_changed_at = $1 WHERE project_id = $2",
            now() - timedelta(days=10),
            project,
        )
        await jobs.record_days(server.platform)
        await jobs.record_days(server.platform)
        sql = "SELECT current_date - day AS ago, high, overdue FROM project_days WHERE project_id = $1 AND day > current_date - 6"
        assert {row["ago"]: row["high"] for row in await rows(server, sql, project)} == {
            5: 1,
            4: 1,
            3: 0,
            2: 0,
            1: 0,
            0: 0,
        }

    serve(fresh_settings, story)


def test_what_was_late_on_a_day_is_counted_on_it(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, _ = await a_project(server)
        await see(
            server, project, finding("a", Severity.CRITICAL), day=_since_start(-20)
        )  # due within 7 days
        await jobs.record_days(server.platform)
        sql = "SELECT current_date - day AS ago, overdue FROM project_days WHERE project_id = $1"
        late = {row["ago"]: row["overdue"] for row in await rows(server, sql, project)}
        assert (late[21], late[14], late[12], late[0]) == (0, 0, 1, 1)

    serve(fresh_settings, story)


async def _execute(server: Server, sql: str, *arguments: Any) -> None:
    async with server.platform.database.transaction() as session:
        await (await session.connection()).exec_driver_sql(sql, arguments)


async def _scan(server: Server, project_id: str, target_id: str, status: str, *, hours: int) -> None:
    at = datetime.now(UTC) - timedelta(hours=hours)
    await _execute(
        server,
        "INSERT INTO scans (id, project_id, target_id, scanner, queue, target_text, options, status, priority, created_at, "
        "queued_at, finished_at, attempt, progress, statistics, reason, checks, notices, version) VALUES ($1, $2, $3, 'web', "
        "'network', 'https://shop.example.com/', '{}', $4, 0, $5, $5, $5, 1, '{}', '{}', 'No answer.', '[]', '[]', 1)",
        new_id(),
        uuid.UUID(project_id),
        uuid.UUID(target_id),
        status,
        at,
    )
