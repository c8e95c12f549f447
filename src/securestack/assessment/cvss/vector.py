"""Reading a CVSS vector: versions 2.0, 3.0, 3.1 and 4.0 (FIRST), in any order of metrics, with or without a prefix.

Only the base metrics count. Temporal, threat and environmental ones are checked for form and left out: they say what
was known later, or elsewhere.
"""

from __future__ import annotations

import functools
import re

import msgspec

from securestack.assessment.cvss.version2 import base_score as base_score_2
from securestack.assessment.cvss.version3 import base_score as base_score_3
from securestack.assessment.cvss.version4 import base_score as base_score_4
from securestack.core.severity import Severity

_LONGEST = 400  # characters: a version 4.0 vector with every metric stays below 250
_METRIC = re.compile(r"([A-Za-z]{1,3}):([A-Za-z]{1,5})")
_CIA = ("C", "I", "A")
_BASE: dict[str, dict[str, str]] = {
    "2.0": {"AV": "LAN", "AC": "HML", "Au": "MSN", "C": "NPC", "I": "NPC", "A": "NPC"},
    "3": {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "HLN", "I": "HLN", "A": "HLN"},
    "4.0": {
        **{"AV": "NALP", "AC": "LH", "AT": "NP", "PR": "NLH", "UI": "NPA"},
        **{"VC": "HLN", "VI": "HLN", "VA": "HLN", "SC": "HLN", "SI": "HLN", "SA": "HLN"},
    },
}


class CvssError(ValueError):
    """What was given is no CVSS vector that can be used. The message is one sentence that says why."""


class Vector(msgspec.Struct, frozen=True):
    """A CVSS vector: its version, its base metrics as written, and its base score from 0.0 to 10.0."""

    version: str  # "2.0", "3.0", "3.1" or "4.0"
    metrics: dict[str, str]
    score: float

    @property
    def severity(self) -> Severity:
        """How bad the score is, by the bands that FIRST gives for versions 3 and 4."""
        return severity_of(self.score)

    @property
    def common(self) -> dict[str, str]:
        """The metrics in the words of version 3, where the other versions have their like.

        Version 2 knows neither user interaction nor scope, so its vectors leave them out. Version 4's attack
        requirements count as high complexity, and harm to subsequent systems as a changed scope.
        """
        metrics = self.metrics
        if self.version == "2.0":
            return {
                "AV": metrics["AV"],
                "AC": "H" if metrics["AC"] == "H" else "L",
                "PR": {"N": "N", "S": "L", "M": "H"}[metrics["Au"]],
                **{name: {"N": "N", "P": "L", "C": "H"}[metrics[name]] for name in _CIA},
            }
        if self.version == "4.0":
            return {
                "AV": metrics["AV"],
                "AC": "L" if (metrics["AC"], metrics["AT"]) == ("L", "N") else "H",
                "PR": metrics["PR"],
                "UI": "N" if metrics["UI"] == "N" else "R",
                "S": "U" if metrics["SC"] == metrics["SI"] == metrics["SA"] == "N" else "C",
                **{name: metrics[f"V{name}"] for name in _CIA},
            }
        return metrics


def severity_of(score: float) -> Severity:
    """Return the severity of a base score, by FIRST's qualitative bands (version 3.1, section 5)."""
    for least, severity in ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM)):
        if score >= least:
            return severity
    return Severity.LOW if score > 0 else Severity.INFORMATIONAL


@functools.lru_cache(maxsize=8192)  # the world's CVEs share a few thousand vectors
def read_vector(text: str) -> Vector:
    """Return the vector that a text holds. Raises CvssError where it is none, or one without all its base metrics."""
    if len(text) > _LONGEST:
        raise CvssError("it is far too long for a CVSS vector")
    body = text.strip().strip("()")
    version, prefix, rest = "", *body.partition("/")[::2]
    if prefix.upper().startswith("CVSS:"):
        version, body = prefix[5:], rest
    elif prefix.upper().startswith("CVSS2#"):
        version, body = "2.0", body[6:]
    metrics: dict[str, str] = {}
    for piece in body.strip("/").split("/"):
        match = _METRIC.fullmatch(piece)
        if not match:
            raise CvssError("it is not a list of metrics such as AV:N/AC:L")
        name = "Au" if match[1].upper() == "AU" else match[1].upper()
        if name in metrics:
            raise CvssError(f"it has the metric {name} twice")
        metrics[name] = match[2].upper()
    version = version or _guess_version(metrics)
    if version not in ("2.0", "3.0", "3.1", "4.0"):
        raise CvssError("its version is none of 2.0, 3.0, 3.1 and 4.0")
    base = _base_metrics("3" if version.startswith("3") else version, metrics)
    return Vector(version, base, _score(version, base))


def _guess_version(metrics: dict[str, str]) -> str:
    if "Au" in metrics:
        return "2.0"
    return "4.0" if "VC" in metrics else "3.1"


def _base_metrics(family: str, metrics: dict[str, str]) -> dict[str, str]:
    base = {}
    for name, values in _BASE[family].items():
        value = metrics.get(name)
        if value is None:
            raise CvssError(f"the base metric {name} is missing")
        if len(value) != 1 or value not in values:
            raise CvssError(f"{name}:{value} is no value of that metric")
        base[name] = value
    return base


def _score(version: str, base: dict[str, str]) -> float:
    if version == "2.0":
        return base_score_2(base)
    if version == "4.0":
        return base_score_4(base)
    return base_score_3(base, rounding_errors=version == "3.0")
