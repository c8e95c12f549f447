"""The audit log is listed, filtered and exported, by administrators only."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import timedelta

import pytest

from securestack.server.audit import export as exporting
from securestack.server.audit.jobs import chain_entries
from securestack.server.audit.service import record
from securestack.server.kit.caller import ApiKeyGrant, Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings
from tests.server.support import Server, make_user, serve

AUDIT = "/api/v1/audit"


async def write(
    server: Server, count: int, *, team_id: uuid.UUID | None = None, project_id: uuid.UUID | None = None
) -> Caller:
    """Write entries of a caller of their own."""
    caller = Caller(
        user_id=new_id(),
        api_key=ApiKeyGrant(new_id(), frozenset()),
        ip="192.0.2.7",
        user_agent="=1+1",
        request_id="r",
    )
    for number in range(count):
        async with server.platform.database.transaction() as session:
            await record(
                session,
                caller,
                "thing.changed",
                "thing",
                str(number),
                after={"n": number},
                team_id=team_id,
                project_id=project_id,
            )
    return caller


def test_lists_pages_newest_first(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        caller = await write(server, 5)
        seen: list[str] = []
        query = {"actor": str(caller.user_id), "limit": "2"}
        while True:
            answer = await server.get(AUDIT, caller=administrator.headers, params=query)
            assert answer.status_code == 200, answer.text
            seen += [entry["object_id"] for entry in answer.json()["items"]]
            if answer.json()["next"] is None:
                break
            query["cursor"] = answer.json()["next"]
        assert seen == ["4", "3", "2", "1", "0"]
        oldest = await server.get(AUDIT, caller=administrator.headers, params={**query, "cursor": "x"})
        assert oldest.status_code == 422

    serve(settings, story)


def test_filters(settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True, name="Ada")
        team, project = new_id(), new_id()
        caller = await write(server, 2, team_id=team, project_id=project)
        assert caller.api_key is not None
        start = (now() - timedelta(minutes=1)).isoformat()
        mine = {"actor": str(caller.user_id)}
        for query, count in (
            ({"team_id": str(team)}, 2),
            ({"project_id": str(project)}, 2),
            ({"api_key": str(caller.api_key.id)}, 2),
            ({**mine, "object_type": "thing", "object_id": "1"}, 1),
            ({**mine, "action": "thing.changed"}, 2),
            ({**mine, "action": "thing."}, 2),
            ({**mine, "action": "thing"}, 0),
            ({**mine, "action": "%."}, 0),
            ({**mine, "ip": "192.0.2.7"}, 2),
            ({**mine, "since": start}, 2),
            ({**mine, "until": start}, 0),
        ):
            answer = await server.get(AUDIT, caller=administrator.headers, params=query)
            assert len(answer.json()["items"]) == count, query
        mine = {"actor": str(administrator.id), "action": "login.succeeded"}
        entry = (await server.get(AUDIT, caller=administrator.headers, params=mine)).json()["items"][0]
        assert (entry["actor_name"], entry["actor_email"]) == ("Ada", administrator.email)
        assert entry["after"]["method"] == "password"

    serve(settings, story)


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=0001-01-01T00:00:00%2B14:00",
        "since=2026-01-01T00:00:00",
        "actor=x",
        "action=%00",
        "action=",
        "sort=ip",
        "limit=0",
        "limit=201",
        "unknown=1",
    ],
)
def test_faulty_filters_are_refused(settings: Settings, query: str) -> None:
    async def story(server: Server) -> None:
        administrator = server.headers(new_id(), administrator=True)
        assert (await server.get(f"{AUDIT}?{query}", caller=administrator)).status_code == 422

    serve(settings, story)


def test_exports_every_entry_in_batches(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "_BATCH", 2)

    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        caller = await write(server, 5)
        query = {"actor": str(caller.user_id)}
        answer = await server.get(f"{AUDIT}/export", caller=administrator.headers, params=query)
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert [line["after"] for line in lines] == [{"n": number} for number in range(5)]
        assert "attachment" in answer.headers["content-disposition"]
        query["format"] = "csv"
        answer = await server.get(f"{AUDIT}/export", caller=administrator.headers, params=query)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        assert [row["object_id"] for row in rows] == ["0", "1", "2", "3", "4"]
        assert rows[0]["user_agent"] == "'=1+1"  # not a formula
        assert json.loads(rows[3]["after"]) == {"n": 3}
        query = {"actor": str(administrator.id), "action": "audit.exported"}
        told = (await server.get(AUDIT, caller=administrator.headers, params=query)).json()["items"]
        assert [entry["after"]["format"] for entry in told] == ["csv", "jsonl"]

    serve(settings, story)


@pytest.mark.parametrize("path", [AUDIT, f"{AUDIT}/export"])
def test_is_for_administrators_only(settings: Settings, path: str) -> None:
    async def story(server: Server) -> None:
        assert (await server.get(path)).status_code == 401
        assert (await server.get(path, caller=server.headers(new_id()))).status_code == 403
        assert (
            await server.get(path, caller=server.headers(new_id(), administrator=True))
        ).status_code == 200

    serve(settings, story)


def test_the_chain_is_verified_for_administrators(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        administrator = await make_user(server, administrator=True)
        await write(server, 3)
        await chain_entries(server.platform)
        await write(server, 1)
        told = (await server.get(f"{AUDIT}/verification", caller=administrator.headers)).json()
        assert told["intact"]
        assert told["from_position"] == 1
        assert told["entries"] == told["head_position"]
        assert told["waiting"] == 1
        assert told["head"].startswith(f"{told['head_position']}:")
        ann = await make_user(server)
        assert (await server.get(f"{AUDIT}/verification", caller=ann.headers)).status_code == 403

    serve(fresh_settings, story)
