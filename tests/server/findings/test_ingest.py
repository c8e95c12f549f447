"""Findings are merged over time: once each, however often and in whatever order scans tell of them."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import msgspec
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import event

from securestack.core.events import Outcome
from securestack.core.finding import Finding
from securestack.core.severity import Severity
from securestack.server.findings.ingest import IngestResult
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.findings.made import RULES, START, a_project, close, finding, rows, see
from tests.server.support import Server, running, serve

_ALL = "SELECT * FROM findings WHERE project_id = $1 ORDER BY fingerprint"


async def _project(server: Server) -> uuid.UUID:
    return (await a_project(server))[0]


def test_new_seen_and_delivered_twice(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, scan = await _project(server), new_id()
        batch = (finding("a"), finding("b", Severity.LOW), finding("a"))
        assert await see(server, project, *batch, scan_id=scan) == IngestResult(new=2, seen=2)
        before = await rows(server, _ALL, project)
        assert await see(server, project, *batch, scan_id=scan) == IngestResult()
        assert await rows(server, _ALL, project) == before
        assert await see(server, project, *batch, finding("c"), day=1) == IngestResult(new=1, seen=3)

        a, b, c = await rows(server, _ALL, project)
        assert (a["times_seen"], a["first_seen_at"], a["last_seen_at"]) == (
            2,
            START,
            START + timedelta(days=1),
        )
        assert a["location_text"] == "GET https://shop.example.com/a?q=1 query parameter q"
        assert (a["severity"], b["severity"], c["times_seen"]) == (3, 1, 1)
        assert a["due_at"] == START + timedelta(days=30)
        events = await rows(server, "SELECT kind FROM finding_events WHERE finding_id = $1", a["id"])
        assert events == [{"kind": "found"}]
        told = await rows(
            server, "SELECT kind, data FROM outbox_events WHERE project_id = $1 ORDER BY seq", project
        )
        kinds = [event["kind"] for event in told if event["kind"].startswith("findings.")]
        assert kinds == ["findings.seen", "findings.seen"]

    serve(settings, story)


def test_a_batch_takes_as_many_statements_whatever_its_size(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project = await _project(server)
        sent: list[str] = []
        engine = server.platform.database.engine.sync_engine

        def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            sent.append(statement)

        async def statements(batch: list[Finding], day: int) -> int:
            sent.clear()
            await see(server, project, *batch, day=day)
            return len(sent)

        few = [finding(f"few{number}", severity) for number, severity in enumerate(Severity)]
        many = [finding(f"many{number}", list(Severity)[number % 5]) for number in range(400)]
        event.listen(engine, "before_cursor_execute", count)
        try:
            new = [await statements(batch, 0) for batch in (few, many)]
            again = [await statements(batch, 1) for batch in (few, many)]
        finally:
            event.remove(engine, "before_cursor_execute", count)
        assert new[0] == new[1] < 15
        assert again[0] == again[1] < 15

    serve(settings, story)


def test_fixed_when_gone_and_reopened_when_back(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, first, second = await _project(server), new_id(), new_id()
        await see(server, project, finding("a"), finding("b"), finding("c", Severity.LOW), scan_id=first)
        await see(server, project, finding("a"), scan_id=second, day=1)
        high = RULES[Severity.HIGH].id
        for outcome in (Outcome.INCOMPLETE, Outcome.FAILED, Outcome.SKIPPED):
            assert await close(server, project, second, high, day=1, outcome=outcome) == 0
        assert await close(server, project, second, high, day=1, origin="other") == 0
        assert await close(server, project, second, high, day=1, target_id=new_id()) == 0
        assert await close(server, project, second, day=1) == 0
        assert await close(server, project, second, high, day=1) == 1  # not c, whose check did not complete
        assert await close(server, project, second, high, day=1) == 0
        assert [row["state"] for row in await rows(server, _ALL, project)] == ["open", "fixed", "open"]

        # What an older scan saw before the fix does not bring it back; what a later one sees does.
        assert (await see(server, project, finding("b"), day=0.5)).reopened == 0
        assert (await see(server, project, finding("b"), day=2)).reopened == 1
        b = (await rows(server, _ALL, project))[1]
        assert (b["state"], b["fixed_at"], b["times_seen"]) == ("reopened", None, 3)
        assert b["due_at"] == START + timedelta(days=32)
        events = await rows(
            server, "SELECT kind, after FROM finding_events WHERE finding_id = $1 ORDER BY id", b["id"]
        )
        assert [msgspec.json.decode(event["after"])["state"] for event in events] == [
            "open",
            "fixed",
            "reopened",
        ]

    serve(settings, story)


def test_a_later_scan_has_seen_it(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project, slow = await _project(server), new_id()
        await see(server, project, finding("a"))
        await see(server, project, finding("a"), day=2)
        assert await close(server, project, slow, RULES[Severity.HIGH].id, day=1) == 0

    serve(settings, story)


def test_decisions_stay(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project = await _project(server)
        await see(server, project, finding("a"), finding("b"))
        async with server.platform.database.transaction() as session:
            connection = await session.connection()
            for name, state in (("a", "false-positive"), ("b", "accepted")):
                await connection.exec_driver_sql(
                    "UPDATE findings SET state = $1 WHERE project_id = $2 AND fingerprint = $3",
                    (state, project, f"fp-{name}"),
                )
        scan = new_id()
        await see(server, project, finding("a"), scan_id=scan, day=1)
        assert await close(server, project, scan, RULES[Severity.HIGH].id, day=1) == 0
        assert [row["state"] for row in await rows(server, _ALL, project)] == ["false-positive", "accepted"]

    serve(settings, story)


def test_two_scans_at_once_make_one_finding(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project = await _project(server)
        names = [finding(f"p{number}") for number in range(50)]
        results = await asyncio.gather(*(see(server, project, *names, day=day) for day in range(4)))
        assert sum(result.new for result in results) == 50
        assert [row["times_seen"] for row in await rows(server, _ALL, project)] == [4] * 50

    serve(settings, story)


def test_hostile_text_is_stored_and_harmless(settings: Settings) -> None:
    async def story(server: Server) -> None:
        project = await _project(server)
        nasty = "\x00\ud800\u202e<script>" + "x" * 1_000_000
        bad = finding("a", summary=nasty, fingerprint=nasty, rule_id=nasty)
        assert await see(server, project, bad, finding("b")) == IngestResult(new=2, seen=2)
        assert await see(server, project, bad, day=1) == IngestResult(seen=1)
        stored = next(row for row in await rows(server, _ALL, project) if row["times_seen"] == 2)
        assert len(stored["summary"]) == 10_000
        assert stored["summary"].startswith("\ufffd\ufffd\u202e<script>")
        assert len(stored["fingerprint"]) == 64

    serve(settings, story)


_SEVERITIES = st.sampled_from([Severity.LOW, Severity.HIGH])
_SCANS = st.lists(
    st.lists(
        st.tuples(st.sampled_from("abc"), _SEVERITIES), min_size=1, max_size=4, unique_by=lambda pair: pair[0]
    ),
    min_size=1,
    max_size=4,
)


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(scans=_SCANS, data=st.data())
def test_neither_order_nor_repetition_matters(
    settings: Settings, scans: list[Any], data: st.DataObject
) -> None:
    """However batches are split, repeated and ordered, the findings of a project are the same."""
    batches = [(number, [pair]) for number, pairs in enumerate(scans) for pair in pairs]
    jumbled = data.draw(st.permutations(batches + data.draw(st.lists(st.sampled_from(batches), max_size=3))))

    async def told() -> None:
        async with running(settings) as server:
            identifiers = [new_id() for _ in scans]
            tables = []
            for order in ([*enumerate(scans)], jumbled):
                project = await _project(server)
                for number, pairs in order:
                    seen = [finding(name, severity, summary=f"{number}") for name, severity in pairs]
                    # Two scans a day, so that some were at the very same time.
                    await see(
                        server, project, *seen, scan_id=_own(identifiers[number], project), day=number // 2
                    )
                tables.append([_comparable(row) for row in await rows(server, _ALL, project)])
            assert tables[0] == tables[1]

    def _own(scan: uuid.UUID, project: uuid.UUID) -> uuid.UUID:
        """Return an identifier that is another in each project, and sorts as the scan does."""
        return uuid.UUID(int=scan.int ^ (project.int & 0xFFFF))

    def _comparable(row: dict[str, Any]) -> dict[str, Any]:
        left_out = {"id", "project_id", "updated_at", "version", "first_scan_id", "last_scan_id"}
        return {name: value for name, value in row.items() if name not in left_out}

    asyncio.run(told())
