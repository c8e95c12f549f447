"""The base score of CVSS 4.0 (FIRST, specification document, section 8 and its table of macro vectors).

Vectors fall into classes ("macro vectors"), each with a score that experts gave. Inside a class the score sinks
towards those of the next lower classes, in proportion to how many steps the vector lies below the class's worst one.
Without threat and environmental metrics some of the six equivalences depend on others, and four of them are left:
how it is reached, how complex it is, what it does to the vulnerable system, and to the systems behind it.
"""

from __future__ import annotations

from collections.abc import Mapping

# Experts' scores by [reach][complexity][harm][harm beyond]. The five classes of harm are the specification's EQ3 and
# EQ6 together: 00, 01, 10, 11 and 21; base metrics alone never fall into the second and fourth, which are needed as
# the next lower ones. The two classes of harm beyond are EQ4's 1 and 2.
_SCORES = (
    (
        ((10.0, 9.3), (9.6, 9.0), (9.3, 8.8), (9.2, 8.0), (7.9, 6.9)),
        ((9.5, 9.2), (9.1, 8.1), (9.2, 8.4), (8.2, 7.0), (7.1, 6.3)),
    ),
    (
        ((9.4, 8.7), (8.9, 7.5), (8.6, 7.2), (7.6, 5.7), (6.5, 5.3)),
        ((9.0, 7.7), (7.7, 6.6), (7.4, 6.1), (5.9, 5.2), (5.8, 2.3)),
    ),
    (
        ((8.6, 7.0), (7.4, 5.4), (7.2, 5.3), (5.7, 3.6), (4.7, 2.4)),
        ((7.3, 5.4), (5.5, 4.3), (6.1, 4.6), (5.1, 1.8), (2.4, 1.0)),
    ),
)
_STEPS = {
    "AV": {"N": 0, "A": 1, "L": 2, "P": 3},
    "PR": {"N": 0, "L": 1, "H": 2},
    "UI": {"N": 0, "P": 1, "A": 2},
    "AC": {"L": 0, "H": 1},
    "AT": {"N": 0, "P": 1},
    **{name: {"H": 0, "L": 1, "N": 2} for name in ("VC", "VI", "VA")},
    **{
        name: {"H": 1, "L": 2, "N": 3} for name in ("SC", "SI", "SA")
    },  # 0 is "safety", which no base metric says
}
# The worst vectors of each class, and how many steps deep the class is (specification, tables 24 to 29).
_REACH_WORST: tuple[tuple[dict[str, str], ...], ...] = (
    ({"AV": "N", "PR": "N", "UI": "N"},),
    (
        {"AV": "A", "PR": "N", "UI": "N"},
        {"AV": "N", "PR": "L", "UI": "N"},
        {"AV": "N", "PR": "N", "UI": "P"},
    ),
    ({"AV": "P", "PR": "N", "UI": "N"}, {"AV": "A", "PR": "L", "UI": "P"}),
)
_REACH_DEPTH = (1, 4, 5)
_COMPLEXITY_WORST: tuple[tuple[dict[str, str], ...], ...] = (
    ({"AC": "L", "AT": "N"},),
    ({"AC": "H", "AT": "N"}, {"AC": "L", "AT": "P"}),
)
_COMPLEXITY_DEPTH = (1, 2)
_HARM_WORST: dict[int, tuple[dict[str, str], ...]] = {
    0: ({"VC": "H", "VI": "H", "VA": "H"},),
    2: ({"VC": "L", "VI": "H", "VA": "H"}, {"VC": "H", "VI": "L", "VA": "H"}),
    4: ({"VC": "L", "VI": "L", "VA": "L"},),
}
_HARM_DEPTH = {0: 7, 2: 8, 4: 10}
_BEYOND_WORST: tuple[tuple[dict[str, str], ...], ...] = (
    ({"SC": "H", "SI": "H", "SA": "H"},),
    ({"SC": "L", "SI": "L", "SA": "L"},),
)
_BEYOND_DEPTH = (5, 4)


def base_score(metrics: Mapping[str, str]) -> float:
    """Return the score, 0.0 to 10.0, of a full set of base metrics."""
    if all(metrics[name] == "N" for name in ("VC", "VI", "VA", "SC", "SI", "SA")):
        return 0.0
    reach, complexity, harm, beyond = _classes(metrics)
    value = _SCORES[reach][complexity][harm][beyond]
    drops = [0.0]  # the threat metrics, which stand at their worst, always have a lower class
    if reach < 2:
        room = value - _SCORES[reach + 1][complexity][harm][beyond]
        drops.append(room * _below(metrics, _REACH_WORST[reach]) / _REACH_DEPTH[reach])
    if complexity < 1:
        room = value - _SCORES[reach][1][harm][beyond]
        drops.append(room * _below(metrics, _COMPLEXITY_WORST[0]) / _COMPLEXITY_DEPTH[0])
    if harm < 4:
        lower = _SCORES[reach][complexity]
        room = value - (max(lower[1][beyond], lower[2][beyond]) if harm == 0 else lower[3][beyond])
        drops.append(room * _below(metrics, _HARM_WORST[harm]) / _HARM_DEPTH[harm])
    if beyond < 1:
        room = value - _SCORES[reach][complexity][harm][1]
        drops.append(room * _below(metrics, _BEYOND_WORST[0]) / _BEYOND_DEPTH[0])
    score = value - sum(drops) / len(drops)
    return int(min(max(score, 0.0), 10.0) * 10 + 0.5 + 1e-6) / 10


def _classes(metrics: Mapping[str, str]) -> tuple[int, int, int, int]:
    easy = [metrics["AV"] == "N", metrics["PR"] == "N", metrics["UI"] == "N"]
    reach = 0 if all(easy) else 1 if any(easy) and metrics["AV"] != "P" else 2
    complexity = 0 if (metrics["AC"], metrics["AT"]) == ("L", "N") else 1
    if metrics["VC"] == metrics["VI"] == "H":
        harm = 0
    else:
        harm = 2 if "H" in (metrics["VC"], metrics["VI"], metrics["VA"]) else 4
    beyond = 0 if "H" in (metrics["SC"], metrics["SI"], metrics["SA"]) else 1
    return reach, complexity, harm, beyond


def _below(metrics: Mapping[str, str], worst: tuple[dict[str, str], ...]) -> int:
    """Return how many steps the metrics lie below the first of the worst vectors that is nowhere below them."""
    for vector in worst:
        steps = [_STEPS[name][metrics[name]] - _STEPS[name][value] for name, value in vector.items()]
        if min(steps) >= 0:
            return sum(steps)
    return 0
