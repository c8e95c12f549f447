"""Licences: what people write becomes an SPDX expression, and a policy judges it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.licences import LicencePolicy, Verdict, culprits, expression_of, judge

POLICY = LicencePolicy(
    allow=frozenset({"MIT", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"}),
    warn=frozenset({"MPL-2.0"}),
    deny=frozenset({"GPL-2.0-only", "AGPL-3.0-only"}),
)


@pytest.mark.parametrize(
    ("declared", "expression"),
    [
        ([], ""),
        (["mit"], "MIT"),
        (["MIT", "MIT"], "MIT"),
        (["MIT OR apache-2.0", "ISC"], "ISC AND (MIT OR Apache-2.0)"),
        (["MIT/Apache-2.0"], "MIT OR Apache-2.0"),
        (["Apache License, Version 2.0"], "Apache-2.0"),
        (["GPL-2.0+"], "GPL-2.0-or-later"),
        (["LGPL-2.1"], "LGPL-2.1-only"),
        (["BSD License"], "LicenseRef-BSD-License"),
        (["NOASSERTION", ""], ""),
        (["SEE LICENSE IN licence.txt"], "LicenseRef-SEE-LICENSE-IN-licence.txt"),
        (["(" * 300 + "MIT"], "LicenseRef-MIT"),
    ],
)
def test_what_is_declared_becomes_an_expression(declared: list[str], expression: str) -> None:
    if declared[:1] == ["(" * 300 + "MIT"]:
        assert expression_of(declared).startswith("LicenseRef-")
    else:
        assert expression_of(declared) == expression


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        ("MIT", Verdict.ALLOW),
        ("mit", Verdict.ALLOW),
        ("MPL-2.0", Verdict.WARN),
        ("GPL-2.0-only", Verdict.DENY),
        ("GPL-2.0-only OR MIT", Verdict.ALLOW),
        ("GPL-2.0-only AND MIT", Verdict.DENY),
        ("(GPL-2.0-only OR MPL-2.0) AND MIT", Verdict.WARN),
        ("GPL-2.0-only WITH Classpath-exception-2.0", Verdict.ALLOW),
        ("AGPL-3.0-only WITH Other-exception", Verdict.DENY),
        ("LicenseRef-Own", Verdict.WARN),
        ("", Verdict.WARN),
        ("MIT MIT", Verdict.WARN),
        ("MIT AND", Verdict.WARN),
        ("(" * 1_000, Verdict.WARN),
    ],
)
def test_a_policy_takes_the_best_of_a_choice_and_the_worst_of_a_sum(
    expression: str, verdict: Verdict
) -> None:
    assert judge(expression, POLICY) is verdict


@given(
    st.lists(
        st.text(max_size=30) | st.sampled_from(["MIT", "GPL-2.0", "MIT OR ISC", "(MIT", "MIT WITH x"]),
        max_size=3,
    )
)
def test_any_declaration_is_an_expression_that_stays_itself(declared: list[str]) -> None:
    expression = expression_of(declared)
    assert expression_of([expression]) == expression
    assert judge(expression, POLICY) in Verdict


@pytest.mark.parametrize(
    ("entry", "licence", "named"),
    [
        ("AGPL-*", "AGPL-3.0-only", True),
        ("AGPL-*", "GPL-3.0-only", False),
        ("agpl-3.0-ONLY", "AGPL-3.0-only", True),
        ("GPL-2.0+", "GPL-2.0-or-later", True),
        ("GPL-2.0", "GPL-2.0-only", True),
        ("GPL-2.0", "GPL-2.0-or-later", False),
        ("Apache-2.0", "Apache-2.0+", True),
        ("Apache-2.0", "Apache-2.0 WITH LLVM-exception", True),
        ("Apache-2.0 WITH LLVM-exception", "Apache-2.0", False),
    ],
)
def test_which_licences_an_entry_names(entry: str, licence: str, named: bool) -> None:
    assert judge(licence, LicencePolicy(deny=frozenset({entry}))) is (Verdict.DENY if named else Verdict.WARN)


def test_packages_without_licence_are_judged_apart() -> None:
    assert judge("", LicencePolicy(unknown=Verdict.DENY)) is Verdict.DENY
    assert judge("", LicencePolicy(others=Verdict.DENY)) is Verdict.DENY
    assert judge("X-Own", LicencePolicy(unknown=Verdict.DENY)) is Verdict.WARN


def test_the_licences_that_decide_are_named() -> None:
    assert culprits("MIT AND (GPL-2.0-only OR AGPL-3.0-only)", POLICY) == ["GPL-2.0-only", "AGPL-3.0-only"]
    assert culprits("AGPL-3.0-only WITH Other-exception AND MIT", POLICY) == [
        "AGPL-3.0-only WITH Other-exception"
    ]
    assert culprits("", POLICY) == []
