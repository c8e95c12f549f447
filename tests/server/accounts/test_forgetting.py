"""What ended long ago is forgotten; what might still matter is not."""

from __future__ import annotations

from sqlalchemy import text

from securestack.server.accounts.jobs import forget_ended
from securestack.server.settings import Settings
from tests.server.support import Server, make_user, serve


def test_old_sessions_and_tokens_are_forgotten(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        ann = await make_user(server)
        old = await make_user(server)
        await server.post("/api/v1/auth/password/forgot", json={"email": old.email})
        async with server.platform.database.transaction() as session:
            ago = "now() - interval '31 days'"
            await session.execute(
                text(f"UPDATE sessions SET expires_at = {ago} WHERE user_id = :id"), {"id": old.id}
            )
            await session.execute(text(f"UPDATE one_time_tokens SET expires_at = {ago}"))
        await server.post("/api/v1/auth/password/forgot", json={"email": ann.email})
        await forget_ended(server.platform)
        async with server.platform.database.read() as reader:
            assert await reader.fetch_value("SELECT array_agg(user_id) FROM sessions") == [ann.id]
            assert await reader.fetch_value("SELECT array_agg(user_id) FROM one_time_tokens") == [ann.id]
        assert (await server.get("/api/v1/auth/me", caller=ann.headers)).status_code == 200

    serve(fresh_settings, story)
