from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.licence_policy import BadPolicy, read_policy
from securestack.inventory.licences import Verdict


def test_a_policy_is_read() -> None:
    rules = read_policy(
        b"""
allow = ["MIT", "BSD-*", "LicenseRef-Ours", "GPL-2.0-only WITH Classpath-exception-2.0"]
deny = ["AGPL-3.0-only"]
others = "deny"
unknown = "warn"
[packages]
"pkg:npm/left-pad" = "MIT"
"""
    )
    assert (rules.policy.others, rules.policy.unknown) == (Verdict.DENY, Verdict.WARN)
    assert rules.policy.of("BSD-3-Clause") is Verdict.ALLOW
    assert rules.packages == {"pkg:npm/left-pad": "MIT"}
    assert read_policy(b"").policy.others is Verdict.WARN


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (
            b'allow = ["Apach-2.0"]',
            "“Apach-2.0” is no SPDX identifier of a licence; did you mean Apache-2.0?",
        ),
        (b'allow = ["MIT OR ISC"]', "names several licences"),
        (b'alow = ["MIT"]', "unknown field `alow`"),
        (b'others = "perhaps"', "others"),
        (b"allow = [", "it is not valid TOML"),
        (b"\xff", "it is not UTF-8 text"),
        (b'[packages]\n"left-pad" = "MIT"', "“left-pad” is no purl"),
        (b'[packages]\n"pkg:npm/a" = "mine"', "is no SPDX expression"),
    ],
)
def test_what_is_no_policy_is_told(source: bytes, sentence: str) -> None:
    with pytest.raises(BadPolicy) as told:
        read_policy(source)
    assert sentence in str(told.value)


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_any_bytes_are_a_policy_or_refused(source: bytes) -> None:
    try:
        read_policy(source)
    except BadPolicy:
        return
