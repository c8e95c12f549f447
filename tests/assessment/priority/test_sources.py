from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.assessment.priority.score import prioritise_subject
from securestack.assessment.priority.sources.item import Item, SourceError, weaknesses_in
from securestack.assessment.priority.sources.sarif import read_sarif
from securestack.assessment.priority.sources.table import read_table
from securestack.core.severity import Confidence, Severity
from securestack.reports.sarif import sarif_report
from tests.reports import sample


def table(text: str) -> list[Item]:
    return list(read_table(io.StringIO(text, newline="")))


def test_columns_may_come_in_any_order_and_number() -> None:
    (item,) = table('cwe,extra,CVE\r\nCWE-79|CWE-20,1,"cve-2024-12345"\r\n')
    assert (item.row, item.subject.cwe, item.subject.cve) == (1, (79, 20), "CVE-2024-12345")
    (item,) = table('\ufeffTitle;Description\n"one; two";"lines\nand more"\n')
    assert (item.subject.title, item.subject.description) == ("one; two", "lines\nand more")


def test_a_column_that_tells_the_answer_is_not_read() -> None:
    (plain,) = table("title,kev\nFlaw,0\n")
    (told,) = table("title,kev\nFlaw,1\n")
    assert plain == told


def test_short_and_empty_rows_are_rows_and_blank_lines_are_none() -> None:
    items = table("cve,title\nCVE-2024-1111\n\n,\n")
    assert [item.row for item in items] == [1, 2]
    assert [item.subject.cve for item in items] == ["CVE-2024-1111", ""]


@pytest.mark.parametrize("text", ["", "one,two\n1,2\n", "\x00\x01\x02"])
def test_what_is_no_such_table_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="names none of the columns"):
        table(text)


def test_an_enormous_cell_is_cut_and_not_refused() -> None:
    (item,) = table("title\n" + "long " * 200_000 + "\n")
    assert len(item.subject.title) == 2_000


@given(st.lists(st.lists(st.text(max_size=50), min_size=7, max_size=7), max_size=5))
def test_every_row_of_every_table_is_scored(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(["cve", "title", "description", "vendor", "product", "cvss_vector", "cwe"])
    writer.writerows(rows)
    items = table(written.getvalue())
    assert len(items) == len(rows)
    for item in items:
        prioritise_subject(item.subject)


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [("CWE-79", (79,)), ("79", (79,)), ("CWE-079, CWE-20", (79, 20)), ("NVD-CWE-noinfo", ()), ("", ())],
)
def test_weaknesses_are_read_in_every_spelling(cell: str, numbers: tuple[int, ...]) -> None:
    assert weaknesses_in(cell) == numbers


def test_our_own_sarif_keeps_severity_confidence_weakness_and_place() -> None:
    items = list(read_sarif(sarif_report(sample.shop()).encode()))
    sql = items[1].subject
    assert (sql.severity, sql.confidence, sql.cwe) == (Severity.CRITICAL, Confidence.FIRM, (89,))
    assert items[1].place.startswith("login")
    assert items[3].subject.severity is Severity.MEDIUM


def test_a_vulnerable_package_in_sarif_is_known_by_its_cve() -> None:
    rule = {
        "id": "CVE-2021-44228-log4j",
        "shortDescription": {"text": "log4j: remote code execution"},
        "fullDescription": {"text": "Apache Log4j2 JNDI features do not protect against attackers."},
        "properties": {
            "security-severity": "10.0",
            "cvssV3_vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H",
            "tags": ["external/cwe/cwe-502"],
        },
    }
    log = {"runs": [{"tool": {"driver": {"rules": [rule]}}, "results": [{"ruleId": rule["id"]}]}]}
    (item,) = read_sarif(json.dumps(log).encode())
    subject = item.subject
    assert (subject.cve, subject.cwe, subject.severity) == ("CVE-2021-44228", (502,), Severity.CRITICAL)
    assert subject.cvss_vector == "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"runs": 1}', b"\xff", b"[" * 100_000])
def test_what_is_no_sarif_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        list(read_sarif(data))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "runs",
                    "results",
                    "tool",
                    "driver",
                    "rules",
                    "id",
                    "ruleId",
                    "ruleIndex",
                    "message",
                    "text",
                    "locations",
                    "properties",
                    "tags",
                    "level",
                    "physicalLocation",
                    "security-severity",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(st.lists(json_values, max_size=3))
def test_malformed_sarif_loses_parts_but_breaks_nothing(runs: list[object]) -> None:
    for item in read_sarif(msgspec.json.encode({"runs": [{"results": runs}, *runs]})):
        prioritise_subject(item.subject)
