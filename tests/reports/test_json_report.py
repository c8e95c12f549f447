from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.reports.json_report import ReportError, json_report, read_json_report
from tests.reports import sample


def test_a_report_reads_back_as_the_same_result() -> None:
    result = sample.shop()
    assert read_json_report(json_report(result).encode()) == result
    empty = sample.result(checks=(), notices=())
    assert read_json_report(json_report(empty).encode()) == empty


def test_each_finding_stands_on_its_own_line() -> None:
    lines = [line for line in json_report(sample.shop()).splitlines() if '"fingerprint":' in line]
    assert len(lines) == 4


def test_bytes_that_are_no_text_do_not_break_it() -> None:
    told = json.loads(json_report(sample.hostile()))
    assert told["findings"][0]["summary"].endswith("\ufffd and got it back.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a JSON report of SecureStack"),
        (b"\xff\xfe", "not a JSON report of SecureStack"),
        (b'{"version": "2.1.0"}', "not a JSON report of SecureStack"),
        (b'{"schema": 2, "scanner": "web"}', "newer SecureStack"),
        (b'{"schema": 1, "scanner": "web"}', "damaged JSON report"),
    ],
)
def test_other_files_are_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ReportError, match=said) as caught:
        read_json_report(data)
    assert "\n" not in str(caught.value)


def test_a_report_without_the_text_of_a_rule_is_damaged() -> None:
    told = json.loads(json_report(sample.shop()))
    del told["rules"]["web.sql-injection"]
    with pytest.raises(ReportError, match=r"the rule web\.sql-injection is missing"):
        read_json_report(json.dumps(told).encode())


@given(st.data())
def test_a_damaged_report_is_refused_or_read_but_never_breaks(data: st.DataObject) -> None:
    whole = json_report(sample.shop()).encode()
    place = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:place] + data.draw(st.binary(max_size=3)) + whole[place + 1 :]
    try:
        read_json_report(broken)
    except ReportError:
        pass
