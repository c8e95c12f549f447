"""What the routes of the administration answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Literal

from pydantic import Field

from securestack.server.kit.schemas import Answer

Standing = Literal["ok", "does not answer", "not set"]


class DatabasePart(Answer):
    """The database."""

    status: Standing
    version: str | None
    bytes: int | None = Field(description="Size of the database.")
    connections: int | None = Field(description="How many connections are open to it, of all processes.")
    most_connections: int | None
    embedded: bool = Field(description="Whether it is the platform's own, in its data folder.")


class ReplicaPart(Answer):
    """The replica that answers reads, where one is set."""

    status: Standing
    lag_seconds: float | None = Field(description="How far it is behind; 0 when it has replayed everything.")


class ValkeyPart(Answer):
    """Valkey or Redis."""

    status: Standing
    version: str | None
    bytes: int | None = Field(description="Memory it uses.")
    embedded: bool


class DiskPart(Answer):
    """The disk with the data folder."""

    folder: str
    free_bytes: int
    total_bytes: int


class AdvisoriesPart(Answer):
    """The published flaws that scans of packages look into."""

    status: Literal["ok", "missing", "damaged"]
    updated_at: datetime | None
    bytes: int | None
    advisories: int | None
    detail: str | None = Field(description="What is wrong, and what to do.")


class TableSize(Answer):
    """A table and how large it is."""

    name: str
    bytes: int = Field(description="With its indexes.")
    rows: int = Field(description="As the database estimates.")


class PlatformHealth(Answer):
    """How the parts of the platform are."""

    version: str
    python: str
    started_at: datetime = Field(description="When the process started that answers.")
    database: DatabasePart
    replica: ReplicaPart
    valkey: ValkeyPart
    disk: DiskPart
    advisories: AdvisoriesPart
    mail: Literal["server", "files"] = Field(
        description="`files`: no mail server is set, and mails are kept in the data folder."
    )
    tables: list[TableSize] = Field(description="The largest tables.")


class QueueDepth(Answer):
    """How a queue of scans stands."""

    name: Literal["network", "cpu"]
    waiting: int
    may_begin: int = Field(description="Of those, how many no limit of their project holds back.")
    running: int
    oldest_since: datetime | None = Field(description="Since when the first in the line waits.")


class RunningScan(Answer):
    """A scan that a worker holds; of which project it is, its team's members see."""

    id: uuid.UUID
    scanner: str
    queue: str
    worker: str | None
    attempt: int
    started_at: datetime | None
    lease_expires_at: datetime | None = Field(
        description="Until then the worker must have been heard of, or another takes over."
    )
    cancelling: bool


class Worker(Answer):
    """A worker process, and whether it answers now."""

    name: str
    queue: str
    answers: bool
    scans: int = Field(description="Scans it holds.")


class Queue(Answer):
    """What waits, what runs, and who works."""

    queues: list[QueueDepth]
    running: list[RunningScan] = Field(description="The longest running first; at most 200.")
    workers: list[Worker]
    ended_today: dict[str, int] = Field(description="Scans that ended in the last 24 hours, by how.")


class ShownSetting(Answer):
    """A setting as it is in force. Secrets only say whether they are set."""

    name: str = Field(description="The environment variable.")
    value: str | None = Field(description="Null for what is not set, and for every secret.")
    default: str | None
    is_default: bool
    is_secret: bool
    is_set: bool
    description: str


class ShownSettings(Answer):
    """The settings of the process that answers."""

    items: list[ShownSetting]
