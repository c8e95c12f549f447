"""The fixed words that options take."""

from __future__ import annotations

import enum


class ReportFormat(enum.StrEnum):
    """How a report is written."""

    TERMINAL = "terminal"
    JSON = "json"
    SARIF = "sarif"
    HTML = "html"


class FailOn(enum.StrEnum):
    """From which severity on a finding makes the command end with 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFORMATIONAL = "informational"
    NEVER = "never"


class ProgressMode(enum.StrEnum):
    """How progress is shown on standard error."""

    AUTO = "auto"
    LIVE = "live"
    PLAIN = "plain"
    NONE = "none"
