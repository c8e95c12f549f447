"""What is asked and answered about uploads."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Storable
from securestack.server.models.inventory import UploadKind

_LAST_PART = re.compile(r"[^/\\]*\Z")


def _last_part(name: str) -> str:
    """Return the name without the folders that some programs send along."""
    found = _LAST_PART.search(name)
    last = found[0].strip() if found else ""
    if not last or last in (".", "..") or len(last.encode()) > 255:
        raise ValueError("it must be the name of a file, such as package-lock.json")
    return last


FileName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1_000, strip_whitespace=True),
    Storable,
    AfterValidator(_last_part),
]
"""The name of a file, which tells lock files and manifests apart."""


class Upload(Answer):
    """A file that was uploaded to be scanned."""

    id: uuid.UUID
    project_id: uuid.UUID
    target_id: uuid.UUID = Field(description="The target it belongs to, which may have had others before.")
    kind: UploadKind
    format: str = Field(description="What the file is, such as `package-lock.json`, `CycloneDX` or `zip`.")
    file_name: str
    size: int = Field(description="Bytes.")
    sha256: str
    created_by: uuid.UUID | None
    created_at: datetime


class UploadQuery(PageQuery):
    """Which page of the uploads is wanted. Order: `created_at`."""

    target_id: uuid.UUID | None = None
