"""Teams and their members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_teams"
down_revision = "0001_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("teams_pkey")),
        sa.UniqueConstraint("slug", name=op.f("teams_slug_key")),
    )
    op.create_table(
        "memberships",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "maintainer",
                "analyst",
                "viewer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("memberships_team_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("memberships_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("memberships_pkey")),
    )
    op.create_index(
        "memberships_user_id_index",
        "memberships",
        ["user_id", "team_id"],
        unique=False,
        postgresql_include=["role"],
    )
    for name, expression in (
        ("one_time_tokens_invited_team_index", "(data ->> 'team_id')"),
        ("one_time_tokens_invited_email_index", "lower(data ->> 'email')"),
    ):
        op.create_index(
            name,
            "one_time_tokens",
            [sa.text(expression)],
            unique=False,
            postgresql_where=sa.text("purpose = 'invite'"),
        )
