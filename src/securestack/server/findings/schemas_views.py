"""What saved views are asked and what they answer."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from pydantic import Field, model_validator

from securestack.server.findings.queries import ORDERS
from securestack.server.findings.schemas import AllFindingsFilter
from securestack.server.kit.pages import PageQuery
from securestack.server.kit.schemas import Answer, Body, Name, unchanged


class ViewQuery(PageQuery):
    """A page of the views of a caller: their own and those shared with them."""

    project: uuid.UUID | None = Field(default=None, description="Only views of this project.")


class SavedQuery(AllFindingsFilter):
    """A filter and an order."""

    sort: str | None = Field(default=None, max_length=50)

    @model_validator(mode="after")
    def _known_order(self) -> SavedQuery:
        if self.sort is not None and self.sort.removeprefix("-") not in ORDERS:
            raise ValueError(f"sort is one of {', '.join(ORDERS)}, with - before it to turn it round")
        return self


class NewView(Body):
    """A view to save."""

    name: Name
    query: SavedQuery
    project_id: uuid.UUID | None = Field(default=None, description="Null for a view of all projects.")
    shared: bool = Field(
        default=False, description="Whether everybody who reads the project's findings sees it."
    )


class ViewChange(Body):
    """What of a view is changed."""

    name: Name = unchanged()
    query: SavedQuery = unchanged()
    shared: bool = unchanged()


class SavedView(Answer):
    """A filter and an order under a name."""

    id: uuid.UUID
    project_id: uuid.UUID | None
    name: str
    query: dict[str, Any] = Field(description="Filters and sort, named as in the list of findings.")
    shared: bool
    mine: bool
    owner_name: str
    created_at: datetime
    updated_at: datetime
    version: int
