from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.advisories.osv import BadAdvisory, Span, decode, is_affected, spans
from securestack.advisories.versions.catalogue import SCHEMES
from securestack.advisories.versions.scheme import InvalidVersion

NPM = SCHEMES["npm"]


def spans_of(*events: dict[str, str], kind: str = "SEMVER") -> list[Span]:
    record = {
        "id": "X-1",
        "affected": [
            {"package": {"ecosystem": "npm", "name": "x"}, "ranges": [{"type": kind, "events": list(events)}]}
        ],
    }
    affected = decode(json.dumps(record).encode()).affected
    assert affected is not None
    return list(spans(affected[0], NPM))


def test_events_become_spans() -> None:
    assert spans_of({"introduced": "0"}) == [Span("")]
    assert spans_of({"introduced": "0"}, {"fixed": "1.2.0"}) == [Span("", "1.2.0", False, True)]
    assert spans_of({"introduced": "1.0.0"}, {"last_affected": "1.4.0"}) == [
        Span("1.0.0", "1.4.0", True, False)
    ]


def test_events_are_sorted_by_version_not_by_place() -> None:
    events = [{"fixed": "1.10.0"}, {"introduced": "1.9.0"}, {"fixed": "1.2.0"}, {"introduced": "0"}]
    assert spans_of(*events) == [Span("", "1.2.0", False, True), Span("1.9.0", "1.10.0", False, True)]


def test_a_limit_ends_a_range_without_a_fix() -> None:
    assert spans_of({"introduced": "1.0.0"}, {"limit": "2.0.0"}) == [Span("1.0.0", "2.0.0")]
    assert spans_of({"introduced": "1.0.0"}, {"fixed": "3.0.0"}, {"limit": "2.0.0"}) == [
        Span("1.0.0", "2.0.0")
    ]
    assert spans_of({"introduced": "1.0.0"}, {"fixed": "1.5.0"}, {"limit": "*"}) == [
        Span("1.0.0", "1.5.0", False, True)
    ]


def test_commits_are_no_versions() -> None:
    assert spans_of({"introduced": "0"}, {"fixed": "8ade135a41bc"}, kind="GIT") == []


def test_events_that_cannot_be_sorted_are_refused() -> None:
    with pytest.raises(InvalidVersion):
        spans_of({"introduced": "0"}, {"fixed": "one"}, {"introduced": "two"})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'{"id": 5}',
        b'{"summary": "no id"}',
        b'\xff\xfe{"id": "X"}',
        b"[" * 100_000,
        b'{"id": "X", "affected": [5]}',
    ],
)
def test_what_is_no_advisory_is_said_so(data: bytes) -> None:
    with pytest.raises(BadAdvisory):
        decode(data)


def test_null_is_taken_for_absent() -> None:
    record = decode(
        b'{"id":"X-1","aliases":null,"affected":[{"package":null,"versions":null,"ranges":null}],"severity":null}'
    )
    assert record.aliases is None
    assert record.affected is not None


@given(st.binary(max_size=200))
def test_any_bytes_are_an_advisory_or_refused(data: bytes) -> None:
    try:
        decode(data)
    except BadAdvisory:
        pass


def test_listed_versions_count_by_their_meaning() -> None:
    affected = decode(
        b'{"id":"X-1","affected":[{"package":{"ecosystem":"PyPI","name":"x"},"versions":["1.0","odd one"]}]}'
    ).affected
    scheme = SCHEMES["PyPI"]
    assert affected is not None
    assert is_affected(affected[0], "1.0.0", scheme)
    assert is_affected(affected[0], "odd one", scheme)
    assert not is_affected(affected[0], "1.0.1", scheme)
