"""Entries are chained, and tampering with any of them shows."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import asyncpg
import pytest

from securestack.server.audit.chain import Head, Sealer
from securestack.server.audit.jobs import chain_entries
from securestack.server.audit.service import Verification, record, verify
from securestack.server.kit.caller import Caller
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform, open_platform
from securestack.server.settings import Settings
from tests.server.support import KEY

_CALLER = Caller(user_id=new_id(), ip="192.0.2.1", user_agent="test", request_id="request-1")


async def _write(platform: Platform, count: int) -> None:
    for number in range(count):
        async with platform.database.transaction() as session:
            await record(
                session,
                _CALLER,
                "thing.changed",
                "thing",
                str(number),
                before={"size": number},
                after={"size": number + 1.5, "name": "Ä \u2028"},
                team_id=new_id(),
                project_id=new_id(),
            )


async def _verified(platform: Platform, key: str = KEY, known: Head | None = None) -> Verification:
    async with platform.database.read() as reader:
        return await verify(reader, Sealer(key), known=known)


async def _tamper(settings: Settings, sql: str) -> None:
    """Do as the owner of the database can: switch the trigger off first."""
    connection = await asyncpg.connect(settings.database_url)
    try:
        await connection.execute("ALTER TABLE audit_entries DISABLE TRIGGER USER")
        await connection.execute(sql)
        await connection.execute("ALTER TABLE audit_entries ENABLE TRIGGER USER")
    finally:
        await connection.close()


def _after_tampering(settings: Settings, sql: str) -> list[tuple[int, str]]:
    async def story() -> list[tuple[int, str]]:
        async with open_platform(settings) as platform:
            await _write(platform, 5)
            await chain_entries(platform)
            assert not (await _verified(platform)).faults
            await _tamper(settings, sql)
            return [(fault.position, fault.what) for fault in (await _verified(platform)).faults]

    return asyncio.run(story())


def test_an_untouched_log_verifies(fresh_settings: Settings) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            assert (await _verified(platform)).head == Head()
            await _write(platform, 3)
            assert (await _verified(platform)).waiting == 3
            await chain_entries(platform)
            await _write(platform, 2)
            await chain_entries(platform)
            result = await _verified(platform)
            assert (result.entries, result.faults, result.waiting, result.head.position) == (5, [], 0, 5)
            assert not (await _verified(platform, known=result.head)).faults
            assert Head.parse(str(result.head)) == result.head

    asyncio.run(story())


_CHANGES = {
    "seq": "seq + 100",
    "id": "gen_random_uuid()",
    "at": "at + interval '1 microsecond'",
    "actor_user_id": "NULL",
    "actor_api_key_id": "gen_random_uuid()",
    "ip": "'192.0.2.2'",
    "user_agent": "'other'",
    "request_id": "'request-2'",
    "action": "'thing.deleted'",
    "object_type": "'other'",
    "object_id": "NULL",
    "team_id": "NULL",
    "project_id": "gen_random_uuid()",
    "before": "NULL",
    "after": """'{"size": 3.51, "name": "Ä \u2028"}'""",
    "hash": "sha256('forged')",
}


@pytest.mark.parametrize("column", _CHANGES)
def test_a_changed_column_is_noticed_where_it_is(fresh_settings: Settings, column: str) -> None:
    setting = f"{column} = {_CHANGES[column]}"
    sql = f"UPDATE audit_entries SET {setting} WHERE position = 3"
    if column == "seq":  # an identity column cannot be updated; it can be made an ordinary one
        sql = "ALTER TABLE audit_entries ALTER seq DROP IDENTITY; " + sql
    faults = _after_tampering(fresh_settings, sql)
    assert (3, "Its content is not what was written.") in faults
    assert {position for position, _ in faults} <= {3, 4}


def test_every_column_is_tampered_with_above() -> None:
    from securestack.server.models.audit import AuditEntry

    columns = set(AuditEntry.__table__.columns.keys())
    assert columns - set(_CHANGES) == {"position", "previous_hash"}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("DELETE FROM audit_entries WHERE position = 3", (3, "Entry 3 is missing.")),
        ("DELETE FROM audit_entries WHERE position IN (1, 2)", (1, "Entries 1 to 2 are missing.")),
        (
            "UPDATE audit_entries SET previous_hash = sha256('x') WHERE position = 3",
            (3, "It is not chained to the entry before it."),
        ),
        (
            "UPDATE audit_entries SET position = 9 WHERE position = 3",
            (3, "Entry 3 is missing."),
        ),
        (
            "UPDATE audit_entries SET position = NULL, hash = NULL, previous_hash = NULL WHERE position = 3",
            (3, "Entry 3 is missing."),
        ),
        (
            "UPDATE audit_entries SET position = -position WHERE position IN (3, 4); "
            "UPDATE audit_entries SET position = 7 + position WHERE position < 0",
            (3, "Its content is not what was written."),
        ),
    ],
)
def test_missing_and_moved_entries_are_noticed(
    fresh_settings: Settings, sql: str, expected: tuple[int, str]
) -> None:
    assert expected in _after_tampering(fresh_settings, sql)


def test_a_forged_entry_is_noticed(fresh_settings: Settings) -> None:
    forged = (
        "INSERT INTO audit_entries (id, at, ip, user_agent, request_id, action, object_type, position, previous_hash, hash) "
        "SELECT gen_random_uuid(), now(), '', '', '', 'thing.made-up', 'thing', 6, hash, sha256('forged') "
        "FROM audit_entries WHERE position = 5"
    )
    assert _after_tampering(fresh_settings, forged) == [(6, "Its content is not what was written.")]


def test_a_cut_off_end_is_noticed_by_who_knows_the_head(fresh_settings: Settings) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            await _write(platform, 5)
            await chain_entries(platform)
            known = (await _verified(platform)).head
            await _tamper(fresh_settings, "DELETE FROM audit_entries WHERE position > 3")
            assert not (await _verified(platform)).faults
            assert "2 entries" in (await _verified(platform, known=known)).faults[0].what

    asyncio.run(story())


@pytest.mark.parametrize(("newest", "looked_at", "faults"), [(3, 3, 0), (4, 4, 1), (5, 5, 1), (9, 5, 1)])
def test_the_newest_entries_can_be_looked_at_alone(
    fresh_settings: Settings, newest: int, looked_at: int, faults: int
) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            await _write(platform, 5)
            await chain_entries(platform)
            await _tamper(fresh_settings, "UPDATE audit_entries SET action = 'forged' WHERE position = 2")
            async with platform.database.read() as reader:
                result = await verify(reader, Sealer(KEY), newest=newest)
            assert (result.entries, result.head.position, len(result.faults)) == (looked_at, 5, faults)

    asyncio.run(story())


def test_another_secret_key_verifies_nothing(fresh_settings: Settings) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            await _write(platform, 2)
            await chain_entries(platform)
            assert len((await _verified(platform, key="another key of enough characters")).faults) == 2

    asyncio.run(story())


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entries SET action = 'x'",
        "UPDATE audit_entries SET hash = sha256('x')",
        "UPDATE audit_entries SET position = NULL, hash = NULL",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
    ],
)
@pytest.mark.parametrize("chained", [True, False])
def test_the_database_refuses_changes(fresh_settings: Settings, sql: str, chained: bool) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            await _write(platform, 1)
            if chained:
                await chain_entries(platform)
            connection: Any = await asyncpg.connect(fresh_settings.database_url)
            try:
                with pytest.raises(asyncpg.InsufficientPrivilegeError, match="never changed or deleted"):
                    await connection.execute(sql)
            finally:
                await connection.close()

    asyncio.run(story())


def test_chaining_at_the_same_time_never_forks(fresh_settings: Settings) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            await asyncio.gather(
                *(_write(platform, 20) for _ in range(4)), *(chain_entries(platform) for _ in range(12))
            )
            await chain_entries(platform)
            result = await _verified(platform)
            assert (result.entries, result.faults, result.waiting) == (80, [], 0)

    asyncio.run(story())


def test_nothing_is_recorded_of_what_was_rolled_back_and_no_secret(fresh_settings: Settings) -> None:
    async def story() -> None:
        async with open_platform(fresh_settings) as platform:
            with contextlib.suppress(ZeroDivisionError):
                async with platform.database.transaction() as session:
                    await record(session, _CALLER, "thing.changed", "thing", None)
                    raise ZeroDivisionError
            async with platform.database.transaction() as session:
                told = {
                    "password": "hunter2",
                    "nested": {"api_key": "ssk_abcdefgh_123"},
                    "name": "ssk_abcdefgh_123",
                }
                await record(session, _CALLER, "thing.made", "thing", None, after=told)
            async with platform.database.read() as reader:
                rows = await reader.fetch("SELECT after::text FROM audit_entries")
            assert len(rows) == 1
            assert "hunter2" not in rows[0]["after"]
            assert "ssk_" not in rows[0]["after"]

    asyncio.run(story())
