"""The tables, one file a feature. Importing this package makes all of them known to the metadata."""

from __future__ import annotations

from securestack.server.models import (
    accounts,
    analytics,
    apis,
    audit,
    events,
    findings,
    inventory,
    priorities,
    projects,
    scans,
    teams,
)
from securestack.server.models.base import Base

__all__ = [
    "Base",
    "accounts",
    "analytics",
    "apis",
    "audit",
    "events",
    "findings",
    "inventory",
    "priorities",
    "projects",
    "scans",
    "teams",
]
