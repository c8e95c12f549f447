"""How bad a published flaw is: by its CVSS vector, or the database's own word."""

from __future__ import annotations

from securestack.advisories.advisory import Advisory
from securestack.advisories.flaws import Flaw
from securestack.assessment.cvss.vector import CvssError, read_vector, severity_of
from securestack.core.severity import Severity

_WORDS = {
    "CRITICAL": Severity.CRITICAL,
    "HIGH": Severity.HIGH,
    "IMPORTANT": Severity.HIGH,
    "MODERATE": Severity.MEDIUM,
    "MEDIUM": Severity.MEDIUM,
    "LOW": Severity.LOW,
    "NEGLIGIBLE": Severity.LOW,
}
_MALICIOUS = "MAL-"  # identifiers of the database of malicious packages


def rate(flaw: Flaw) -> Severity | None:
    """Return how bad a flaw is, None where nobody says. A package that is itself malicious is as bad as can be."""
    if any(name.startswith(_MALICIOUS) for name in flaw.names):
        return Severity.CRITICAL
    for advisory in flaw.advisories:
        if (severity := _by_score(advisory) or _WORDS.get(advisory.level)) is not None:
            return severity
    return None


def _by_score(advisory: Advisory) -> Severity | None:
    """Return the severity by the newest version of CVSS that the advisory has a vector of."""
    for one in sorted(advisory.severities, key=lambda one: one.type, reverse=True):
        try:
            return severity_of(read_vector(one.score).score)
        except CvssError:
            continue  # a word or a vector that leaves something out
    return None
