"""A handful of well-known advisories that come with the project, so that it shows what it does before any update.

Identifiers, ranges, scores and dates are facts; the sentences are the project's own. A store made of them says so in its
information, because nobody must take it for what is known.
"""

from __future__ import annotations

from pathlib import Path

from securestack.advisories.store_build import BuildReport, build_store
from securestack.advisories.threats import read_kev, write_exploited

DATA = Path(__file__).parent / "data"
SOURCE = "the few advisories that come with SecureStack"


def build_handful(target: Path) -> BuildReport:
    """Write a store of the advisories that come with the project; raises BuildFailed."""
    exploited = read_kev(DATA / "kev.json")
    return build_store(
        [DATA / "advisories.json"],
        target,
        information={"source": SOURCE},
        extra=lambda store: write_exploited(store, exploited),
    )
