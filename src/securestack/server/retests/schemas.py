"""What looks at findings are asked and what they answer."""

from __future__ import annotations

import uuid
from datetime import datetime

from pydantic import Field

from securestack.server.kit.schemas import Answer, Body
from securestack.server.models.findings import RetestOutcome, RetestState
from securestack.server.scans.schemas import Credentials


class NewRetest(Body):
    """A look to be taken."""

    credentials: Credentials = Field(
        default_factory=Credentials,
        description="Who looks, where the finding was found with a login: secrets are not kept with findings.",
    )
    verify_tls: bool = True


class Retest(Answer):
    """A look whether a finding is still there."""

    id: uuid.UUID
    finding_id: uuid.UUID
    status: RetestState
    outcome: RetestOutcome | None = Field(description="Null until it is done.")
    reason: str | None = Field(description="What was seen, or why nothing could be told.")
    created_by: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
