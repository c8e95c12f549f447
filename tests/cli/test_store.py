from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
import pytest

from securestack.cli import store
from securestack.cli.errors import CommandError
from securestack.core.result import ScanResult
from tests.reports import sample


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECURESTACK_DATA", str(tmp_path))


def finished(minute: int, result: ScanResult) -> ScanResult:
    moment = datetime.datetime(2026, 1, 1, 12, minute, tzinfo=datetime.UTC)
    return msgspec.structs.replace(result, finished=moment)


def test_the_newest_twenty_are_kept() -> None:
    for minute in range(25):
        store.keep(finished(minute, sample.result(target=f"http://127.0.0.1/{minute}")))
    targets = {store.load(path).target for path in store.scans_folder().iterdir()}
    assert targets == {f"http://127.0.0.1/{minute}" for minute in range(5, 25)}
    assert store.latest().target == "http://127.0.0.1/24"


def test_a_finding_is_found_by_the_beginning_of_its_fingerprint_newest_scan_first() -> None:
    wanted = sample.shop().findings[0]
    store.keep(finished(1, sample.shop()))
    newer = msgspec.structs.replace(wanted, summary="Seen again.")
    store.keep(finished(2, sample.result(newer)))
    store.keep(finished(3, sample.result()))
    for length in (6, 10, 32):
        result, found = store.find_finding(wanted.fingerprint[:length].upper())
        assert found == newer
        assert result.rule(found) == sample.XSS


def test_a_beginning_that_fits_two_findings_is_not_guessed() -> None:
    one, two = sample.shop().findings[:2]
    same = msgspec.structs.replace(two, fingerprint=one.fingerprint[:8] + "0" * 24)
    store.keep(sample.result(one, same))
    with pytest.raises(CommandError, match="2 findings begin with"):
        store.find_finding(one.fingerprint[:6])
    assert store.find_finding(one.fingerprint)[1] == one


@pytest.mark.parametrize("text", ["", "abc", "xyz123", "../../etc", "a" * 33])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="not the beginning of a fingerprint"):
        store.find_finding(text)


def test_nothing_kept_is_said() -> None:
    with pytest.raises(CommandError, match="run one with"):
        store.latest()
    with pytest.raises(CommandError, match="name a JSON report with --report"):
        store.find_finding("abcdef")


def test_a_report_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        store.load(tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("[]")
    with pytest.raises(CommandError, match="not a JSON report of SecureStack"):
        store.load(tmp_path / "bad.json")
