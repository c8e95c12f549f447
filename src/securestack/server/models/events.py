"""Tables of the kit: events on their way from a feature to another, and idempotency keys."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, Created, Small


class OutboxEvent(Base):
    """Something that happened, written with the change it tells of, for a higher feature to act on."""

    __tablename__ = "outbox_events"
    __table_args__ = (
        Index("outbox_events_waiting_index", "seq", postgresql_where=text("published_at IS NULL")),
        Index(
            "outbox_events_published_index", "published_at", postgresql_where=text("published_at IS NOT NULL")
        ),
    )

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(unique=True)
    at: Mapped[Created]
    kind: Mapped[str]
    project_id: Mapped[uuid.UUID | None]
    data: Mapped[dict[str, Any]]
    published_at: Mapped[datetime | None]


class IdempotencyKey(Base):
    """A creation that a caller has named, and how it was answered."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("idempotency_keys_created_at_index", "created_at"),)

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str]
    body_hash: Mapped[bytes]
    status: Mapped[Small | None]
    response: Mapped[bytes | None]
    created_at: Mapped[Created]
