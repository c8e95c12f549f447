"""The scopes of API keys."""

from __future__ import annotations

import enum


class Scope(enum.StrEnum):
    """What an API key may be used for. None does more than the user may whom it belongs to."""

    READ = "read"  # everything that can be read
    SCAN = "scan"  # start, cancel and retry scans
    IMPORT = "import"  # bring in results of other tools
    TRIAGE = "triage"  # change and comment findings
    MANAGE = "manage"  # make and change projects and targets
