"""The guard that keeps columns which give the answer away out of the model (benchmarks/priority)."""

from __future__ import annotations

import pytest

from benchmarks.priority.columns import FEATURES, LEAKING, LeakError, refuse_leaks, refuse_telling_features
from securestack.assessment.priority.subject import Subject


@pytest.mark.parametrize("column", LEAKING)
def test_a_column_that_gives_the_answer_away_is_refused(column: str) -> None:
    with pytest.raises(LeakError, match=f"the column {column} must not be a feature"):
        refuse_leaks([*FEATURES, column])


def test_a_column_that_nobody_thought_of_is_refused_too() -> None:
    with pytest.raises(LeakError, match="not among those known at publication"):
        refuse_leaks(["title", "epss_today"])


def test_columns_known_at_publication_are_allowed_and_are_what_a_subject_holds() -> None:
    refuse_leaks(FEATURES)
    assert set(FEATURES) <= set(Subject.__struct_fields__)


def test_a_single_feature_that_tells_the_answer_is_refused_whatever_its_name() -> None:
    labels = [1] * 20 + [0] * 200
    honest = [["remote"] if number % 3 else ["local"] for number in range(220)]
    refuse_telling_features(honest, labels)
    leaking = [[*names, "seen"] if label else names for names, label in zip(honest, labels, strict=True)]
    with pytest.raises(LeakError, match="the feature seen alone tells 20 of 20"):
        refuse_telling_features(leaking, labels)
