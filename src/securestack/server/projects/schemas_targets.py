"""What is asked and answered about targets, the proof of their control, and allowed hosts."""

from __future__ import annotations

import enum
import uuid
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Name, Storable, unchanged
from securestack.server.models.projects import TargetKind, VerificationMethod

Locator = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True), Storable]
Host = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), Storable]
Reason = Annotated[str, StringConstraints(max_length=2000), Storable]


class NewTargetKind(enum.StrEnum):
    """The kinds of targets that can be created."""

    WEB = "web"
    API = "api"


class NewTarget(Body):
    """Something to scan."""

    kind: NewTargetKind = NewTargetKind.WEB
    locator: Locator = Field(description="The address it starts at, such as `https://shop.example.com/`.")
    name: Name | None = Field(None, description="What people call it; without one, its host.")


class TargetChange(Body):
    """What of a target is changed. Another origin has to be proven anew."""

    locator: Locator = unchanged()
    name: Name = unchanged()


class FileProof(Answer):
    """A file that proves control."""

    url: str
    content: str


class DnsProof(Answer):
    """A TXT record that proves control."""

    name: str
    value: str


class MetaProof(Answer):
    """An element in the head of the start page that proves control."""

    url: str
    element: str


class Proof(Answer):
    """The three ways to prove control of a target; one suffices."""

    file: FileProof
    dns: DnsProof | None = Field(description="Null for a host that is an address.")
    meta: MetaProof


class Target(Answer):
    """Something of a project that is scanned."""

    id: uuid.UUID
    project_id: uuid.UUID
    kind: TargetKind
    name: str
    locator: str = Field(description="Its address, or for what was uploaded the name it was first given.")
    verified_at: datetime | None = Field(description="When control of it was proven.")
    verification_method: VerificationMethod | None
    verification_checked_at: datetime | None
    verification_error: str | None = Field(description="Why the last attempt proved nothing.")
    allowed: bool = Field(
        description="Whether nothing has to be proven: an administrator allows the host, or it was uploaded."
    )
    scannable: bool = Field(description="Whether it may be scanned: proven or allowed.")
    proof: Proof | None = Field(description="Null for what was uploaded.")
    created_at: datetime
    updated_at: datetime
    version: int


class TargetQuery(PageQuery):
    """Which page of the targets is wanted. Orders: `name`, `locator`, `created_at`."""

    kind: TargetKind | None = None


class Verify(Body):
    """How to look for the proof."""

    method: VerificationMethod | None = Field(None, description="One way only; without it all are tried.")


class Attempt(Answer):
    """What one way of proving has shown."""

    method: VerificationMethod
    looked_at: str = Field(description="The address or name that was asked.")
    looked_for: str = Field(description="What had to be there.")
    seen: str = Field(description="What was there instead, or that it was found.")
    proven: bool


class Verification(Answer):
    """What came of looking for the proof."""

    verified: bool
    attempts: list[Attempt]
    target: Target


class AllowedHost(Answer):
    """A host or network whose targets are scanned without proof, and which may be private."""

    id: uuid.UUID
    host: str
    reason: str
    added_by: uuid.UUID | None
    created_at: datetime


class NewAllowedHost(Body):
    """A host to allow."""

    host: Host = Field(
        description="A name such as `shop.test` or `*.corp.test`, an address, or a network such as `10.0.0.0/8`; "
        "a port after a colon allows that port only: `127.0.0.1:8080`."
    )
    reason: Reason = ""


class AllowedHostQuery(PageQuery):
    """Which page of the allowed hosts is wanted. Orders: `host`, `created_at`."""
