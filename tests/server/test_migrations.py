"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

import asyncio
import re

import pytest

from securestack.server import migrations
from securestack.server.models import Base
from tests.server.cluster import Cluster


def _described(cluster: Cluster, database: str) -> dict[str, str]:
    """Return the statements that make the objects of a database, by their first line, with columns in order."""
    url = cluster.postgres.url(database)
    text = cluster.postgres.run("pg_dump", "--schema-only", "--no-owner", "--no-comments", url)
    text = re.sub(r"^(--.*|SET .*|SELECT .*|\\.*)$", "", text, flags=re.M)
    statements = {}
    # Functions and triggers are in the migrations alone: models cannot say them.
    for statement in re.split(r";\n\n", text):
        clean = statement.strip()
        if clean and not re.match(r"CREATE (FUNCTION|TRIGGER)|AS \$|.*alembic_version", clean, re.S):
            head, *lines = clean.splitlines()
            statements[head + "".join(lines[:1] if head.startswith("ALTER") else [])] = "\n".join(
                sorted(line.rstrip(",") for line in lines)
            )
    return statements


def test_models_and_migrations_agree(cluster: Cluster) -> None:
    cluster.new_database("from_migrations")
    cluster.postgres.create_database("from_models")

    async def create() -> None:
        engine = migrations.engine_for(cluster.postgres.url("from_models"))
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await engine.dispose()

    asyncio.run(create())
    migrated, modelled = _described(cluster, "from_migrations"), _described(cluster, "from_models")
    assert migrated.keys() == modelled.keys()
    for head, body in modelled.items():
        assert migrated[head] == body, f"the migration and the model differ in {head}"
    assert any("finding_words_index" in head for head in modelled)


def test_migrating_twice_changes_nothing(cluster: Cluster) -> None:
    cluster.postgres.create_database("twice")
    url = cluster.postgres.url("twice")
    assert migrations.migrate(url)[0] == "0001_accounts"
    assert migrations.migrate(url) == []
    assert asyncio.run(migrations.is_current(url))


def test_refuses_a_database_of_a_newer_version(cluster: Cluster) -> None:
    cluster.new_database("newer")
    cluster.postgres.query("UPDATE alembic_version SET version_num = '9999_future'", "newer")
    with pytest.raises(migrations.MigrationError, match="newer version of SecureStack"):
        migrations.migrate(cluster.postgres.url("newer"))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"],
)
def test_the_audit_log_only_grows(cluster: Cluster, statement: str) -> None:
    if "audit" not in cluster.postgres.query("SELECT datname FROM pg_database").splitlines():
        cluster.new_database("audit")
        cluster.postgres.query(
            "INSERT INTO audit_entries (id, at, ip, user_agent, request_id, action, object_type) "
            "VALUES (gen_random_uuid(), now(), '', '', '', 'user.login', 'user')",
            "audit",
        )
    with pytest.raises(Exception, match="never changed or deleted"):
        cluster.postgres.query(statement, "audit")
