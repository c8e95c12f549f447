"""What all tables have in common: names of constraints, types of columns, identifiers and times."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, Enum, ForeignKey, Integer, LargeBinary, MetaData, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id

Identifier = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=new_id)]
Created = Annotated[datetime, mapped_column(DateTime(timezone=True), default=now)]
Updated = Annotated[datetime, mapped_column(DateTime(timezone=True), default=now, onupdate=now)]
Small = Annotated[int, mapped_column(SmallInteger)]


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "%(table_name)s_%(column_0_N_name)s_index",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- read by SQLAlchemy
        str: Text,
        int: Integer,
        bytes: LargeBinary,
        datetime: DateTime(timezone=True),
        uuid.UUID: Uuid,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


def words(kind: type[enum.StrEnum], name: str) -> Enum:
    """Return the type of a column that holds one of a few words: text with a check, so that a word is easily added."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def belongs_to(column: str) -> ForeignKey:
    """Return the foreign key of a row that goes when the other goes."""
    return ForeignKey(column, ondelete="CASCADE")


def mentions(column: str) -> ForeignKey:
    """Return the foreign key of a row that stays, with null, when the other goes."""
    return ForeignKey(column, ondelete="SET NULL")
