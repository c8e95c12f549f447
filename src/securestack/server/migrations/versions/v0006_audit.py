"""The audit log, which only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_audit"
down_revision = "0005_scans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_user_id", sa.Uuid(), nullable=True),
        sa.Column("actor_api_key_id", sa.Uuid(), nullable=True),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=True),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("audit_entries_pkey")),
        sa.UniqueConstraint("id", name=op.f("audit_entries_id_key")),
        sa.UniqueConstraint("position", name=op.f("audit_entries_position_key")),
    )
    op.create_index("audit_entries_action_index", "audit_entries", ["action", "seq"], unique=False)
    op.create_index("audit_entries_actor_index", "audit_entries", ["actor_user_id", "seq"], unique=False)
    op.create_index("audit_entries_at_index", "audit_entries", ["at", "seq"], unique=False)
    op.create_index(
        "audit_entries_object_index", "audit_entries", ["object_type", "object_id", "seq"], unique=False
    )
    op.create_index(
        "audit_entries_project_index",
        "audit_entries",
        ["project_id", "seq"],
        unique=False,
        postgresql_where=sa.text("project_id IS NOT NULL"),
    )
    op.create_index(
        "audit_entries_team_index",
        "audit_entries",
        ["team_id", "seq"],
        unique=False,
        postgresql_where=sa.text("team_id IS NOT NULL"),
    )
    op.create_index(
        "audit_entries_unchained_index",
        "audit_entries",
        ["seq"],
        unique=False,
        postgresql_where=sa.text("position IS NULL"),
    )
    op.execute(
        """
        CREATE FUNCTION audit_entries_only_grow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            -- The one change there is: chaining an entry, which fills in its place and its hashes once.
            IF TG_OP = 'UPDATE' AND OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.hash IS NOT NULL
                AND to_jsonb(NEW) - '{position,hash,previous_hash}'::text[]
                    = to_jsonb(OLD) - '{position,hash,previous_hash}'::text[] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'insufficient_privilege';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER audit_entries_only_grow BEFORE UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION audit_entries_only_grow()"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_never_emptied BEFORE TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_only_grow()"
    )
