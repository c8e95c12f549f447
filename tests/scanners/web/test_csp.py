"""Policies are read as browsers read them, and judged by what they really let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.scanners.web.csp import Weakness, is_any_source, parse_policies, parse_policy, problems

GOOD = "default-src 'self'; object-src 'none'; base-uri 'none'"


def weak(*headers: str) -> set[Weakness]:
    return {problem.weakness for problem in problems(headers)}


@pytest.mark.parametrize(
    ("policy", "weakness"),
    [
        ("img-src 'self'; object-src 'none'", Weakness.NO_SCRIPT_LIMIT),
        ("default-src 'self' 'unsafe-inline'", Weakness.UNSAFE_INLINE),
        ("default-src 'self'; script-src 'self' 'UNSAFE-INLINE'", Weakness.UNSAFE_INLINE),
        ("default-src 'self' 'unsafe-eval'", Weakness.UNSAFE_EVAL),
        ("default-src *; object-src 'none'", Weakness.ANY_SOURCE),
        ("script-src https:; object-src 'none'", Weakness.ANY_SOURCE),
        ("script-src *.com; object-src 'none'", Weakness.ANY_SOURCE),
        ("script-src 'self' data:; object-src 'none'", Weakness.DATA_SOURCE),
        ("script-src 'self' https://cdn.jsdelivr.net; object-src 'none'", Weakness.BYPASS_HOST),
        ("script-src 'self' *.googleapis.com; object-src 'none'", Weakness.BYPASS_HOST),
        ("script-src 'self' http://static.shop.test; object-src 'none'", Weakness.PLAIN_HTTP),
        ("script-src 'self'", Weakness.OBJECTS),
        ("script-src 'nonce-r4nd0m'; object-src 'none'", Weakness.BASE),
    ],
)
def test_each_weakness_is_seen_alone(policy: str, weakness: Weakness) -> None:
    assert weak(policy) == {weakness}


@pytest.mark.parametrize(
    "policy",
    [
        GOOD,
        "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline' https:; base-uri 'none'",
        "default-src 'self'; script-src 'self' 'sha256-AAAA' 'unsafe-inline'; base-uri 'self'",
        "script-src 'self' https://static.shop.test; object-src 'none'; base-uri 'none'",
        "script-src 'self' https://cdn.jsdelivr.net/npm/vue@3.5.0/dist/vue.global.js; object-src 'none'",
        "default-src 'self'; style-src 'unsafe-inline' *; img-src * data:",
    ],
)
def test_sound_policies_have_no_weakness(policy: str) -> None:
    assert weak(policy) == set()


def test_a_script_must_pass_every_policy() -> None:
    loose = "script-src 'self' 'unsafe-inline'; object-src 'none'"
    assert weak(loose, GOOD) == set()
    assert weak(f"{loose}, {GOOD}") == set()
    assert weak(loose, "frame-ancestors 'self'") == {Weakness.UNSAFE_INLINE}


def test_the_first_directive_of_a_name_wins() -> None:
    policy = parse_policy("script-src 'self'; SCRIPT-SRC *")
    assert policy.sources("script-src-elem") == ("script-src", ("'self'",))


def test_framing() -> None:
    assert parse_policy("frame-ancestors 'none'").forbids_framing
    assert parse_policy("frame-ancestors").forbids_framing
    assert not parse_policy("frame-ancestors *").forbids_framing
    assert not parse_policy("default-src 'none'").forbids_framing


@given(st.text())
def test_no_text_raises(text: str) -> None:
    problems((text,))
    is_any_source(text)
    parse_policies(text)


_NAME = st.sampled_from(["default-src", "script-src", "object-src", "base-uri", "frame-ancestors", "img-src"])
_SOURCE = st.sampled_from(
    ["'self'", "'none'", "https:", "*", "a.test", "'unsafe-inline'", "'nonce-abc'", "data:"]
)


@given(st.dictionaries(_NAME, st.lists(_SOURCE, max_size=4).map(tuple), min_size=1))
def test_what_is_written_is_read_again(directives: dict[str, tuple[str, ...]]) -> None:
    text = ";".join(f" {name.upper()}\t{'  '.join(sources)} " for name, sources in directives.items())
    assert [policy.directives for policy in parse_policies(text)] == [directives]


@given(st.dictionaries(_NAME, st.lists(_SOURCE, max_size=4).map(tuple), min_size=1))
def test_a_stricter_policy_beside_it_never_makes_a_policy_weaker(
    directives: dict[str, tuple[str, ...]],
) -> None:
    text = ";".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
    assert weak(text, GOOD) <= weak(text)
