"""Whatever is written, every scheme's comparison is an order: keys compare, and sorting agrees with comparing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securestack.advisories.versions.catalogue import SCHEMES
from securestack.advisories.versions.scheme import InvalidVersion, Key, Scheme

UNIQUE = list({scheme.name: scheme for scheme in SCHEMES.values()}.values())

PIECES = st.sampled_from(
    [
        "0",
        "1",
        "2",
        "9",
        "10",
        "01",
        "00",
        "a",
        "b",
        "rc",
        "alpha",
        "beta",
        "m",
        "sp",
        "x",
        "pre",
        "post",
        "dev",
        "final",
        "ga",
        "snapshot",
        "p",
        "r",
        "git",
        ".",
        ".",
        ".",
        ".",
        "-",
        "-",
        "_",
        "~",
        "^",
        "+",
        ":",
        "!",
        "v",
    ]
)
VERSIONS = st.one_of(
    st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers))),
    st.lists(PIECES, min_size=1, max_size=9).map("".join),
    st.text(max_size=12),
)


def keys(scheme: Scheme, texts: list[str]) -> list[Key]:
    found = []
    for text in texts:
        try:
            found.append(scheme.key(text))
        except InvalidVersion:
            continue
    return found


@pytest.mark.parametrize("scheme", UNIQUE, ids=lambda scheme: scheme.name)
@settings(max_examples=120, deadline=None)
@given(texts=st.lists(VERSIONS, min_size=2, max_size=6))
def test_total_order(scheme: Scheme, texts: list[str]) -> None:
    found = keys(scheme, texts)
    for left in found:
        hash(left)
        for right in found:
            assert (left < right) + (left == right) + (left > right) == 1
            assert (left < right) == (right > left)
    ordered = sorted(found)
    for place, low in enumerate(ordered):
        assert all(not high < low for high in ordered[place:])


@pytest.mark.parametrize("scheme", UNIQUE, ids=lambda scheme: scheme.name)
@settings(max_examples=60, deadline=None)
@given(text=st.one_of(VERSIONS, st.text(max_size=40)))
def test_questions_never_fail(scheme: Scheme, text: str) -> None:
    scheme.prerelease(text)
    scheme.floats(text)
    if scheme.to_range is not None:
        try:
            found = scheme.parse_range(text)
        except ValueError:
            return
        for version in ("1.0.0", "0.9", "2.0.0-rc1"):
            try:
                found.contains(version)
            except InvalidVersion:
                continue
