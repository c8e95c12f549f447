"""Run by Alembic: applies the migrations on the connection that it is given."""

from __future__ import annotations

from alembic import context

from securestack.server.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=context.config.attributes.get("include_object"),
)
with context.begin_transaction():
    context.run_migrations()
