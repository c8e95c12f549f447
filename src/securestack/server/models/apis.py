"""Tables of what API scans need to know of a target: its description, and the people as whom it is asked."""

from __future__ import annotations

import enum
import uuid

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, Created, Identifier, Updated, belongs_to, mentions, words


class ActorRole(enum.StrEnum):
    """What somebody as whom an API is asked may be expected to do."""

    USER = "user"
    ADMINISTRATOR = "administrator"


class ApiDescription(Base):
    """The description of the API at a target: a document that was uploaded, or the address of one."""

    __tablename__ = "api_descriptions"

    target_id: Mapped[uuid.UUID] = mapped_column(belongs_to("targets.id"), primary_key=True)
    url: Mapped[str] = mapped_column(default="")  # empty where it was uploaded
    file_name: Mapped[str] = mapped_column(default="")
    format: Mapped[str] = mapped_column(default="")  # such as "OpenAPI 3.1.0"
    title: Mapped[str] = mapped_column(default="")
    operation_count: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(default=0)  # bytes
    sha256: Mapped[bytes] = mapped_column(default=b"")
    content: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]


class ApiActor(Base):
    """Somebody as whom the API at a target is asked. `secret` holds password and headers, encrypted."""

    __tablename__ = "api_actors"
    __table_args__ = (
        UniqueConstraint("target_id", "name"),
        Index("api_actors_target_id_index", "target_id", "id"),
    )

    id: Mapped[Identifier]
    target_id: Mapped[uuid.UUID] = mapped_column(belongs_to("targets.id"))
    name: Mapped[str]
    role: Mapped[ActorRole] = mapped_column(words(ActorRole, "role"))
    username: Mapped[str] = mapped_column(default="")
    header_names: Mapped[str] = mapped_column(default="")  # for people; the values are part of the secret
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_by: Mapped[uuid.UUID | None] = mapped_column(mentions("users.id"))
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)
