"""Lists of findings: filters, orders, pages, counts; of one project and of all."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from securestack.core.severity import Confidence, Severity
from securestack.server.findings.queries import ORDERS
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.findings.made import START, a_project, finding, rows, see
from tests.server.support import Server, serve

_SEVERITIES = list(Severity)


async def _items(server: Server, who: dict[str, str], path: str, **params: Any) -> list[dict[str, Any]]:
    answer = await server.get(path, caller=who, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _names(items: list[dict[str, Any]]) -> list[str]:
    return [item["location"].split("/")[3].split("?")[0] for item in items]


async def _filled(server: Server) -> tuple[uuid.UUID, Any, uuid.UUID]:
    project, people = await a_project(server)
    scan = new_id()
    await see(server, project, finding("a", Severity.CRITICAL), finding("b", Severity.LOW))
    await see(
        server,
        project,
        finding("c", Severity.INFORMATIONAL, confidence=Confidence.TENTATIVE),
        finding("a", Severity.CRITICAL),
        scan_id=scan,
        day=1,
        origin="other",
    )
    await see(server, project, finding("d", Severity.HIGH, summary="A zebra crossed the road."), day=5000)
    return project, people["owner"], scan


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, "adbc"),
        ({"sort": "severity"}, "cbda"),
        ({"sort": "first_seen_at"}, "abcd"),
        ({"severity": ["low", "high"]}, "db"),
        ({"state": "open"}, "adbc"),
        ({"state": "fixed"}, ""),
        ({"origin": "other"}, "ac"),
        ({"confidence": "tentative"}, "c"),
        ({"rule": "web.high"}, "d"),
        ({"overdue": "true"}, "ab"),
        ({"overdue": "false"}, "dc"),
        ({"first_seen_from": (START + timedelta(hours=1)).isoformat()}, "dc"),
        ({"last_seen_to": (START + timedelta(hours=1)).isoformat()}, "b"),
        ({"due_from": (START + timedelta(days=1000)).isoformat()}, "d"),
        ({"priority_from": 60}, "ad"),
        ({"priority_to": 59, "sort": "title"}, "cb"),
        ({"priority_level": "critical"}, "a"),
        ({"priority_level": ["high", "low"], "sort": "title"}, "db"),
        ({"cwe": 79}, "adbc"),
        ({"cwe": [89, 22]}, ""),
        ({"sort": "-priority"}, "adbc"),
        ({"assignee": "me"}, ""),
        ({"assignee": "none"}, "adbc"),
        ({"assignee": ["none", "me"]}, "adbc"),
        ({"assignee": str(uuid.UUID(int=1))}, ""),
        ({"target": str(uuid.UUID(int=1))}, ""),
        ({"scan": "SCAN"}, "ac"),
        ({"scan": "SCAN", "new_in_scan": "true"}, "c"),
        ({"scan": str(uuid.UUID(int=1))}, ""),
        ({"search": "zebras"}, "d"),
        ({"search": "shop -zebra"}, "abc"),
        ({"search": '"crossed the road"'}, "d"),
        ({"search": "' OR 1=1 -- & | ! ( ) <-> :*"}, ""),
    ],
)
def test_filters_and_orders(settings: Settings, params: dict[str, Any], expected: str) -> None:
    async def story(server: Server) -> None:
        project, owner, scan = await _filled(server)
        sent = {name: str(scan) if value == "SCAN" else value for name, value in params.items()}
        found = _names(await _items(server, owner.headers, f"/api/v1/projects/{project}/findings", **sent))
        assert found == list(expected)
        everywhere = await _items(server, owner.headers, "/api/v1/findings", **sent)
        assert _names(everywhere) == found

    serve(settings, story)


def test_what_a_row_shows(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, owner, _ = await _filled(server)
        items = await _items(server, owner.headers, f"/api/v1/projects/{project}/findings", limit=1)
        item = {name: value for name, value in items[0].items() if name not in ("id", "due_at")}
        assert item == {
            "project_id": str(project),
            "project_name": "Shop",
            "rule_id": "web.critical",
            "title": "Weakness of severity critical",
            "severity": "critical",
            "state": "open",
            "confidence": "certain",
            "location": "GET https://shop.example.com/a?q=1 query parameter q",
            "summary": "It came back.",
            "origin": "other",
            "target_id": None,
            "target_name": None,
            "first_seen_at": "2026-03-02T09:00:00Z",
            "last_seen_at": "2026-03-03T09:00:00Z",
            "times_seen": 2,
            "assignee_id": None,
            "assignee_name": None,
            "overdue": True,
            "priority": 93,
            "priority_level": "critical",
            "version": 2,
        }

    serve(settings, story)


def test_pages_in_every_order_hold_every_finding_once(settings: Settings) -> None:
    async def story(server: Server) -> None:
        people: Any = None
        project, people = await a_project(server)
        made = [finding(f"p{number}", _SEVERITIES[number % 3]) for number in range(23)]
        await see(server, project, *made)
        for path in (f"/api/v1/projects/{project}/findings", "/api/v1/findings"):
            for order in ORDERS:
                for sort in (order, f"-{order}"):
                    for extra in ({}, {"state": "open"}, {"search": "weakness"}):
                        seen, cursor = [], None
                        while True:
                            params = {
                                "sort": sort,
                                "limit": 10,
                                **extra,
                                **({"cursor": cursor} if cursor else {}),
                            }
                            answer = (
                                await server.get(path, caller=people["owner"].headers, params=params)
                            ).json()
                            seen += [item["id"] for item in answer["items"]]
                            cursor = answer["next"]
                            if cursor is None:
                                break
                        assert len(seen) == len(set(seen)) == 23, (sort, extra)

    serve(settings, story)


@pytest.mark.parametrize("rare", [0, 5])
def test_words_at_the_far_end_are_found(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    monkeypatch.setattr("securestack.server.findings.queries._WALK", 3)
    monkeypatch.setattr("securestack.server.findings.queries._RARE", rare)

    async def story(server: Server) -> None:
        project, people = await a_project(server)
        many = [finding(f"n{number}", Severity.HIGH, summary="Nothing.") for number in range(20)]
        await see(server, project, *many, finding("rare", Severity.LOW, summary="A zebra."))
        for path in (f"/api/v1/projects/{project}/findings", "/api/v1/findings"):
            for sort in ("-severity", "title", "-last_seen_at"):
                for extra in ({}, {"severity": "low"}):
                    params = {"search": "zebra", "sort": sort, **extra}
                    items = await _items(server, people["owner"].headers, path, **params)
                    assert _names(items) == ["rare"]
                none = await _items(server, people["owner"].headers, path, search="lion", sort=sort)
                assert none == []

    serve(settings, story)


def test_words_follow_the_text(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        path = f"/api/v1/projects/{project}/findings"
        await see(server, project, finding("a", summary="A zebra."))
        await see(server, project, finding("a", summary="A lion."), day=1)
        for words, expected in (("zebra", []), ("lion", ["a"])):
            items = await _items(server, people["owner"].headers, path, search=words)
            assert _names(items) == expected

    serve(settings, story)


def test_counts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(server: Server) -> None:
        project, owner, _ = await _filled(server)
        path = f"/api/v1/projects/{project}/findings/facets"
        told = (await server.get(path, caller=owner.headers)).json()
        assert (told["total"], told["exact"]) == (4, True)
        assert {one["value"]: one["count"] for one in told["origin"]} == {"other": 2, "web": 2}
        assert {one["value"]: one["count"] for one in told["severity"]} == {
            "critical": 1,
            "high": 1,
            "low": 1,
            "informational": 1,
        }
        assert told["assignee"] == [{"value": "none", "count": 4, "label": None}]
        assert told["cwe"] == [{"value": "79", "count": 4}]
        assert told["overdue"] == 2
        assert {one["value"]: one["count"] for one in told["priority_level"]}["critical"] == 1
        low = (await server.get(path, caller=owner.headers, params={"severity": "low"})).json()
        assert (low["total"], low["rule"]) == (
            1,
            [{"value": "web.low", "count": 1, "label": "Weakness of severity low"}],
        )
        everywhere = (await server.get("/api/v1/findings/facets", caller=owner.headers)).json()
        assert everywhere == told

        monkeypatch.setattr("securestack.server.findings.queries_facets.EXACT", 2)
        sampled = (await server.get(path, caller=owner.headers)).json()
        assert sampled["total"] == 4  # of a table so small the sample is the whole
        zebras = (await server.get(path, caller=owner.headers, params={"search": "zebra"})).json()
        assert (zebras["total"], zebras["exact"], zebras["rule"][0]["value"]) == (1, True, "web.high")
        all_of_them = (await server.get(path, caller=owner.headers, params={"search": "shop"})).json()
        assert all_of_them["total"] == 4

    serve(settings, story)


def test_a_filter_does_not_narrow_its_own_counts(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(server: Server) -> None:
        project, owner, _ = await _filled(server)
        path = f"/api/v1/projects/{project}/findings/facets"
        everything = (await server.get(path, caller=owner.headers)).json()
        params = {"severity": "low", "overdue": "false"}
        told = (await server.get(path, caller=owner.headers, params=params)).json()
        low = (await server.get(path, caller=owner.headers, params={"severity": "low"})).json()
        assert {one["value"] for one in low["severity"]} == {one["value"] for one in everything["severity"]}
        assert (low["total"], [one["value"] for one in low["rule"]]) == (1, ["web.low"])
        assert told["overdue"] == low["overdue"] == low["total"] - told["total"]
        assert all(len(told["severity"]) < len(one["severity"]) for one in (everything, low))

        monkeypatch.setattr("securestack.server.findings.queries_facets.EXACT", 2)
        monkeypatch.setattr("securestack.server.findings.queries_facets._SAMPLE", 0.5)
        sampled = (await server.get(path, caller=owner.headers, params={"severity": "low"})).json()
        assert (sampled["total"], sampled["exact"], sampled["estimated"]) == (1, True, ["severity"])

    serve(settings, story)


def test_statistics(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, owner, _ = await _filled(server)
        async with server.platform.database.transaction() as session:
            await (await session.connection()).exec_driver_sql(
                "UPDATE findings SET first_seen_at = now() - interval '2 days', fixed_at = now() - interval '1 day', "
                "state = 'fixed' WHERE project_id = $1 AND fingerprint = 'fp-b'",
                (project,),
            )
        told = (
            await server.get(f"/api/v1/projects/{project}/findings/statistics", caller=owner.headers)
        ).json()
        assert (told["open"], told["overdue"], told["unassigned"], told["accepted"]) == (3, 1, 3, 0)
        assert told["open_by_severity"] == {
            "critical": 1,
            "high": 1,
            "medium": 0,
            "low": 0,
            "informational": 1,
        }
        assert told["mean_seconds_to_fix"] == pytest.approx(86400)
        assert len(told["weeks"]) == 12
        assert sum(week["fixed"] for week in told["weeks"]) == 1

    serve(settings, story)


@pytest.mark.parametrize(
    "params",
    [
        {"sort": "evidence"},
        {"sort": "-"},
        {"state": "closed"},
        {"severity": "0"},
        {"cursor": "abc"},
        {"limit": 0},
        {"unknown": 1},
        {"target": "x"},
        {"assignee": "nobody"},
        {"search": "\x00"},
        {"rule": ["x"] * 51},
        {"priority_from": 101},
        {"first_seen_from": "yesterday"},
    ],
)
def test_what_makes_no_sense_is_refused(settings: Settings, params: dict[str, Any]) -> None:
    async def story(server: Server) -> None:
        project, people = await a_project(server)
        for path in (f"/api/v1/projects/{project}/findings", "/api/v1/findings"):
            answer = await server.get(path, caller=people["owner"].headers, params=params)
            assert answer.status_code == 422, answer.text
            assert answer.headers["content-type"] == "application/problem+json"

    serve(settings, story)


def test_lists_over_projects_show_only_what_one_may_read(settings: Settings) -> None:
    async def story(server: Server) -> None:
        mine, people = await a_project(server)
        theirs, others = await a_project(server)
        await see(server, mine, finding("a"))
        await see(server, theirs, finding("b"))
        assert _names(await _items(server, people["owner"].headers, "/api/v1/findings")) == ["a"]
        assert _names(await _items(server, others["owner"].headers, "/api/v1/findings")) == ["b"]
        asked = await _items(server, people["owner"].headers, "/api/v1/findings", project=[str(theirs)])
        assert asked == []
        # An administrator of the platform is in no team and reads no findings.
        administrator = server.headers(new_id(), administrator=True)
        assert len(await rows(server, "SELECT 1 FROM findings WHERE project_id = $1", mine)) == 1
        answer = await server.get("/api/v1/findings", caller=administrator)
        assert answer.status_code in (200, 401)

    serve(settings, story)
