"""`securestack audit verify` says whether the log is whole, and where it is not."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from securestack.cli.main import run
from securestack.server.audit.jobs import chain_entries
from securestack.server.audit.service import SYSTEM, record
from securestack.server.kit.platform import open_platform
from securestack.server.settings import Settings


@pytest.fixture
def log(fresh_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Return settings with a log of three entries and one that waits; the environment says the same."""

    async def write() -> None:
        async with open_platform(fresh_settings) as platform:
            for number in range(4):
                async with platform.database.transaction() as session:
                    await record(session, SYSTEM, "thing.changed", "thing", str(number))
                if number == 2:
                    await chain_entries(platform)

    asyncio.run(write())
    monkeypatch.setenv("DATABASE_URL", str(fresh_settings.database_url))
    monkeypatch.setenv("SECURESTACK_SECRET_KEY", fresh_settings.key)
    monkeypatch.setenv("SECURESTACK_DATA_DIR", str(fresh_settings.data_dir))
    return fresh_settings


def tamper(settings: Settings, sql: str) -> None:
    async def story() -> None:
        connection = await asyncpg.connect(settings.database_url)
        await connection.execute("ALTER TABLE audit_entries DISABLE TRIGGER USER")
        await connection.execute(sql)
        await connection.close()

    asyncio.run(story())


def test_a_whole_log(log: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "verify"]) == 0
    told = capsys.readouterr().out
    assert "3 entries verified: none was changed, none is missing." in told
    assert "1 entries since" in told
    head = next(line.removeprefix("Head: ") for line in told.splitlines() if line.startswith("Head: "))
    assert run(["audit", "verify", "--head", head]) == 0
    tamper(log, "DELETE FROM audit_entries WHERE position = 3")
    assert run(["audit", "verify"]) == 0  # nothing within shows that the end is gone
    assert run(["audit", "verify", "--head", head]) == 1
    assert "1 entries up to the known head are missing" in capsys.readouterr().out


def test_a_changed_entry_is_named(log: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(log, "UPDATE audit_entries SET action = 'thing.read' WHERE position = 2")
    assert run(["audit", "verify"]) == 1
    told = capsys.readouterr().out
    assert "Entry 2 (" in told
    assert "thing.read): Its content is not what was written." in told
    assert "tampered with in 1 places" in told


def test_another_key_is_told(
    log: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECURESTACK_SECRET_KEY", "another-key-of-enough-characters-1234")
    assert run(["audit", "verify"]) == 1
    assert "SECURESTACK_SECRET_KEY" in capsys.readouterr().out


def test_a_wrong_head_is_refused(log: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", "verify", "--head", "3:abc"]) == 2
    assert "--head is wrong" in capsys.readouterr().err
