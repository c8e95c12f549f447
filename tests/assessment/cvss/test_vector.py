from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.cvss.vector import _BASE, CvssError, read_vector, severity_of
from securestack.core.severity import Severity

# Scores as FIRST's documents, examples and NVD give them.
KNOWN = {
    "AV:N/AC:L/Au:N/C:N/I:N/A:C": 7.8,
    "AV:N/AC:L/Au:N/C:C/I:C/A:C": 10.0,
    "(AV:L/AC:H/Au:N/C:C/I:C/A:C)": 6.2,
    "CVSS2#AV:N/AC:M/Au:N/C:N/I:P/A:N/E:H": 4.3,
    "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N": 6.1,
    "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N": 6.4,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H": 9.8,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:F/RL:O/RC:C": 10.0,
    "CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N": 1.6,
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N": 0.0,
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H": 10.0,
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": 9.3,
    "CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": 7.3,
    "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N": 7.7,
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N": 5.1,
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N": 0.0,
}


@pytest.mark.parametrize(("text", "score"), KNOWN.items())
def test_base_scores_are_those_of_the_specifications(text: str, score: float) -> None:
    assert read_vector(text).score == score


@pytest.mark.parametrize("text", KNOWN)
def test_the_order_of_metrics_does_not_matter(text: str) -> None:
    prefix, body = ("", text.strip("()")) if not text.startswith("CVSS") else _cut(text)
    pieces = body.split("/")
    random.Random(3).shuffle(pieces)
    assert read_vector(prefix + "/".join(pieces)).score == KNOWN[text]


def _cut(text: str) -> tuple[str, str]:
    mark = "#" if text.startswith("CVSS2") else "/"
    prefix, _, body = text.partition(mark)
    return prefix + mark, body


def test_every_version_is_told_in_the_words_of_version_3() -> None:
    old = read_vector("AV:N/AC:M/Au:S/C:P/I:C/A:N").common
    assert old == {"AV": "N", "AC": "L", "PR": "L", "C": "L", "I": "H", "A": "N"}
    new = read_vector("CVSS:4.0/AV:A/AC:L/AT:P/PR:H/UI:P/VC:H/VI:L/VA:N/SC:N/SI:L/SA:N").common
    assert new == {"AV": "A", "AC": "H", "PR": "H", "UI": "R", "S": "C", "C": "H", "I": "L", "A": "N"}


def test_a_vector_without_prefix_is_known_by_its_metrics() -> None:
    assert read_vector("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H").version == "3.1"
    assert read_vector("AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N").version == "4.0"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not a list of metrics"),
        ("7.5", "not a list of metrics"),
        ("CVSS:3.1/AV:N/AC:L", "the base metric PR is missing"),
        ("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "AV:X is no value"),
        ("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "twice"),
        ("CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "version is none of"),
        ("CVSS:3.1/" + "AV:N/" * 1_000, "too long"),
    ],
)
def test_what_is_no_vector_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(CvssError, match=why):
        read_vector(text)


@given(st.text(max_size=500))
def test_no_text_breaks_the_reader(text: str) -> None:
    for beginning in ("", "CVSS:3.1/", "CVSS:4.0/", "CVSS2#"):
        try:
            vector = read_vector(beginning + text)
        except CvssError:
            continue
        assert 0 <= vector.score <= 10


@given(st.sampled_from(sorted(_BASE)), st.randoms(use_true_random=False))
def test_making_one_metric_worse_never_lowers_the_score(family: str, chance: random.Random) -> None:
    worst_first = {"AV": "NALP", "AC": "LMH", "Au": "NSM", "PR": "NLH", "UI": "NRPA", "S": "CU", "AT": "NP"}
    metrics = {name: chance.choice(values) for name, values in _BASE[family].items()}
    name = chance.choice(sorted(metrics))
    order = [value for value in worst_first.get(name, "HCPLN") if value in _BASE[family][name]]
    # Version 2 knows "partial" and "complete" where the others know "low" and "high".
    worse = {**metrics, name: order[max(order.index(metrics[name]) - 1, 0)]}
    prefix = {"2.0": "", "3": "CVSS:3.1/", "4.0": "CVSS:4.0/"}[family]
    before, after = (prefix + "/".join(f"{k}:{v}" for k, v in one.items()) for one in (metrics, worse))
    assert read_vector(after).score >= read_vector(before).score


def test_severities_follow_the_bands() -> None:
    bands = {0.0: "informational", 0.1: "low", 3.9: "low", 4.0: "medium", 7.0: "high", 9.0: "critical"}
    assert {score: severity_of(score) for score in bands} == {k: Severity(v) for k, v in bands.items()}
