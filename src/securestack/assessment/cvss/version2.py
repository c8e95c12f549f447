"""The base score of CVSS 2.0 (FIRST, A Complete Guide to CVSS Version 2.0, section 3.2.1)."""

from __future__ import annotations

from collections.abc import Mapping

_ACCESS_VECTOR = {"L": 0.395, "A": 0.646, "N": 1.0}
_ACCESS_COMPLEXITY = {"H": 0.35, "M": 0.61, "L": 0.71}
_AUTHENTICATION = {"M": 0.45, "S": 0.56, "N": 0.704}
_IMPACT = {"N": 0.0, "P": 0.275, "C": 0.660}


def base_score(metrics: Mapping[str, str]) -> float:
    """Return the score, 0.0 to 10.0, of a full set of base metrics."""
    kept = 1.0
    for name in ("C", "I", "A"):
        kept *= 1 - _IMPACT[metrics[name]]
    impact = 10.41 * (1 - kept)
    exploitability = (
        20
        * _ACCESS_VECTOR[metrics["AV"]]
        * _ACCESS_COMPLEXITY[metrics["AC"]]
        * _AUTHENTICATION[metrics["Au"]]
    )
    if impact == 0:
        return 0.0
    return int((0.6 * impact + 0.4 * exploitability - 1.5) * 1.176 * 10 + 0.5) / 10
