from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.suggestions.owasp import owasp_category
from securestack.assessment.suggestions.suggest import Suggestions, suggest
from securestack.core.severity import Severity


@pytest.mark.parametrize(
    ("text", "cwe", "category"),
    [
        ("SQL injection in the id parameter of view.php allows execution of SQL commands", 89, "A03:2021"),
        ("Stored cross-site scripting (XSS) lets attackers inject arbitrary web scripts", 79, "A03:2021"),
        (
            "A directory traversal vulnerability allows reading arbitrary files via ../ sequences",
            22,
            "A01:2021",
        ),
        ("The form has no CSRF token: cross-site request forgery changes the settings", 352, "A01:2021"),
        ("A use after free in the renderer allows heap corruption via a crafted page", 416, ""),
        ("Deserialization of untrusted data leads to remote code execution", 502, "A08:2021"),
    ],
)
def test_a_text_suggests_its_weakness_and_category(text: str, cwe: int, category: str) -> None:
    found = suggest("", text)
    assert (found.cwe, found.owasp) == (cwe, category)


def test_severity_is_suggested_and_doubt_is_said() -> None:
    found = suggest(
        "", "An unauthenticated remote attacker can execute arbitrary code as root on the appliance."
    )
    assert found.severity in (Severity.HIGH, Severity.CRITICAL)
    vague = suggest(
        "", "There is an issue in the component that affects the function of the software somehow."
    )
    assert vague.unsure


@pytest.mark.parametrize("text", ["", "xyzzy", "это уязвимость", "一个漏洞"])
def test_a_text_that_says_nothing_suggests_nothing(text: str) -> None:
    assert suggest(text, text) == Suggestions()


@given(st.text(max_size=2_000))
def test_no_text_breaks_a_suggestion(text: str) -> None:
    suggest(text, text)


def test_categories_are_owasps() -> None:
    known = {89: "A03:2021", 22: "A01:2021", 327: "A02:2021", 918: "A10:2021", 611: "A05:2021", 416: ""}
    assert {number: owasp_category([number]) for number in known} == known
    assert owasp_category([416, 79]) == "A03:2021"
