"""What is prioritised: a published vulnerability, or a finding, with what is known of the place it was found in."""

from __future__ import annotations

import enum

import msgspec

from securestack.core.severity import Confidence, Severity


class Level(enum.StrEnum):
    """How much something matters, as a team says it of a project."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Exposure(enum.StrEnum):
    """From where the target can be reached."""

    INTERNET = "internet"
    INTERNAL = "internal"


class Reachability(enum.StrEnum):
    """How a vulnerable package is used."""

    DIRECT = "direct"
    TRANSITIVE = "transitive"
    DEVELOPMENT = "development"  # only while building or testing


class Circumstances(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known beside the flaw's own text. None means that nobody said; it neither raises nor lowers a score."""

    known_exploited: bool | None = None  # listed in CISA's KEV catalogue; None without the feed
    epss: float | None = None  # FIRST's EPSS probability, 0 to 1
    exposure: Exposure | None = None
    importance: Level | None = None  # of the project to the business
    data: Level | None = None  # how sensitive the project's data is
    reachability: Reachability | None = None
    fix_available: bool | None = None
    age_days: int | None = None  # since publication


class Subject(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to be prioritised. Every text may be empty; nothing here has to be well-formed.

    A `severity` and `confidence` are a scanner's own word on a finding; a published vulnerability has none. Whether its
    text says that it is exploited is looked for in the text, unless `stated_exploited` tells it.
    """

    title: str = ""
    description: str = ""
    vendor: str = ""
    product: str = ""
    cvss_vector: str = ""
    cwe: tuple[int, ...] = ()
    cve: str = ""
    severity: Severity | None = None
    confidence: Confidence | None = None
    stated_exploited: bool | None = None
    circumstances: Circumstances = Circumstances()
