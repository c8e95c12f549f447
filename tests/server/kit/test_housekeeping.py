"""The kit forgets old idempotency keys and events that were read, and nothing else."""

from __future__ import annotations

from sqlalchemy import text

from securestack.server.kit.housekeeping import forget
from securestack.server.kit.outbox import write_event
from securestack.server.settings import Settings
from tests.server.support import Server, serve

KEYS = """
INSERT INTO idempotency_keys (caller, key, operation, body_hash, created_at)
VALUES ('a', 'old', '', '', now() - interval '25 hours'), ('a', 'new', '', '', now() - interval '23 hours')
"""


def test_forgets_what_is_old_and_done(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        platform = server.platform
        async with platform.database.transaction() as session:
            await session.execute(text(KEYS))
            old, recent, waiting = [await write_event(session, "test.event", {"n": n}) for n in range(3)]
            publish = text(
                "UPDATE outbox_events SET published_at = now() - make_interval(days => :days) WHERE id = :id"
            )
            await session.execute(publish, {"days": 31, "id": old})
            await session.execute(publish, {"days": 1, "id": recent})
        await forget(platform)
        async with platform.database.read() as reader:
            assert [row["key"] for row in await reader.fetch("SELECT key FROM idempotency_keys")] == ["new"]
            left = {row["id"] for row in await reader.fetch("SELECT id FROM outbox_events")}
        assert left == {recent, waiting}

    serve(fresh_settings, story)
