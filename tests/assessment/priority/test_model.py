from __future__ import annotations

import pytest

from securestack.assessment.priority.features import GROUPS, features, vector_of
from securestack.assessment.priority.model import _SHIPPED, read_model, shipped_model, write_model
from securestack.assessment.priority.statements import TELLING
from securestack.assessment.priority.subject import Subject
from tests.assessment.priority.examples import PLUGIN, VPN


def test_the_shipped_model_knows_nothing_later_than_july_2024() -> None:
    assert shipped_model().version <= "2024-07-01"
    assert _SHIPPED.endswith("model.tsv")


def test_no_word_that_tells_the_answer_has_a_weight() -> None:
    model = shipped_model()
    words = {word for term in model._words for word in term.split()}
    assert not words & TELLING
    assert not {group for group in model._others if group not in GROUPS}
    assert not [
        name for weights in model._others.values() for name in weights if "CVE" in name or "kev" in name
    ]


def test_a_model_reads_back_what_was_written() -> None:
    model = shipped_model()
    rows: list[tuple[object, ...]] = [("words", term, *pair) for term, pair in model._words.items()]
    rows += [(group, name, w) for group, ws in model._others.items() for name, w in ws.items()]
    again = read_model(write_model(model.header, rows))
    for subject in (VPN, PLUGIN):
        seen = features(subject, vector_of(subject), stated_exploited=False)
        assert again.contributions(seen) == model.contributions(seen)


def test_percentiles_rise_with_the_points_and_stay_within_their_ends() -> None:
    model = shipped_model()
    values = [model.percentile(points) for points in range(-50, 200)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (0.0, 100.0)
    assert model.percentile(40) == pytest.approx(50, abs=1)
    assert model.percentile(80) == pytest.approx(99, abs=1)


def test_vendors_are_known_by_the_first_word_of_their_name() -> None:
    def product(vendor: str, name: str = "") -> tuple[str, ...]:
        return features(Subject(vendor=vendor, product=name), None, stated_exploited=False).product

    assert product("Apache Software Foundation") == product("apache") == ("vendor:apache",)
    assert product("n/a", "Unknown") == ()
    assert product("", "Apache HTTP Server 2") == ("product:apache", "product:http", "product:server")
