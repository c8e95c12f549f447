"""The base score of CVSS 3.0 and 3.1 (FIRST, specification documents, section 7.1 and appendix A)."""

from __future__ import annotations

import math
from collections.abc import Mapping

_ATTACK_VECTOR = {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}
_ATTACK_COMPLEXITY = {"L": 0.77, "H": 0.44}
_PRIVILEGES = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_INTERACTION = {"N": 0.85, "R": 0.62}
_IMPACT = {"H": 0.56, "L": 0.22, "N": 0.0}


def base_score(metrics: Mapping[str, str], *, rounding_errors: bool = False) -> float:
    """Return the score, 0.0 to 10.0, of a full set of base metrics.

    Version 3.0 rounds up whatever stands behind the first decimal, errors of floating point included; version 3.1
    rounds them away first.
    """
    kept = 1.0
    for name in ("C", "I", "A"):
        kept *= 1 - _IMPACT[metrics[name]]
    missing = 1 - kept
    changed = metrics["S"] == "C"
    impact = 7.52 * (missing - 0.029) - 3.25 * (missing - 0.02) ** 15 if changed else 6.42 * missing
    if impact <= 0:
        return 0.0
    exploitability = (
        8.22
        * _ATTACK_VECTOR[metrics["AV"]]
        * _ATTACK_COMPLEXITY[metrics["AC"]]
        * _PRIVILEGES[metrics["S"]][metrics["PR"]]
        * _INTERACTION[metrics["UI"]]
    )
    total = min((1.08 if changed else 1.0) * (impact + exploitability), 10.0)
    return math.ceil(total * 10) / 10 if rounding_errors else _round_up(total)


def _round_up(value: float) -> float:
    whole = round(value * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (whole // 10_000 + 1) / 10
