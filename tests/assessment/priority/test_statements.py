from __future__ import annotations

import pytest

from securestack.assessment.priority.statements import states_exploitation, without_statements


@pytest.mark.parametrize(
    "text",
    [
        "An overflow allows code execution, as exploited in the wild in August 2023.",
        "Apple is aware of a report that this issue may have been exploited against versions before 16.7.",
        "This is actively being exploited.",
        "We have observed exploitation of this flaw.",
    ],
)
def test_statements_of_exploitation_are_seen(text: str) -> None:
    assert states_exploitation("", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We presume that with enough effort some of these could have been exploited to run arbitrary code.",
        "The exploit has been disclosed to the public and may be used.",
        "If exploited, this could let an attacker read files.",
        "There is no evidence that it has been exploited.",
        "This vulnerability has not been exploited in the wild.",
    ],
)
def test_what_could_happen_or_is_denied_is_no_statement(text: str) -> None:
    assert not states_exploitation(text)


def test_a_statement_is_cut_out_and_the_rest_stays() -> None:
    text = "A flaw in X. Apple is aware of a report that this issue may have been exploited. Fixed in 2."
    left = without_statements(text)
    assert "A flaw in X." in left
    assert "Fixed in 2." in left
    assert "aware" not in left
    assert "exploited" not in left
