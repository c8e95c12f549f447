"""The table of how projects stood on each day: lists over a million findings never count the past again."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import BigInteger, Date
from sqlalchemy.orm import Mapped, mapped_column

from securestack.server.models.base import Base, belongs_to


class ProjectDay(Base):
    """How a project stood at the end of a day (UTC), and what happened on it. The newest row is of a day that goes on."""

    __tablename__ = "project_days"

    project_id: Mapped[uuid.UUID] = mapped_column(belongs_to("projects.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    critical: Mapped[int]
    high: Mapped[int]
    medium: Mapped[int]
    low: Mapped[int]
    informational: Mapped[int]
    overdue: Mapped[int]
    appeared: Mapped[int]
    fixed: Mapped[int]
    seconds_to_fix: Mapped[int] = mapped_column(BigInteger)  # of all that were fixed on the day together
