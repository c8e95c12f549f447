from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from securestack.cli.choices import ReportFormat
from securestack.cli.errors import CommandError
from securestack.cli.output import check_writable, plan_outputs, write_file
from tests.reports import sample


@pytest.mark.parametrize(
    ("paths", "chosen", "standard", "formats"),
    [
        ([], None, "terminal", []),
        ([], "sarif", "sarif", []),
        (["a.html"], None, "terminal", ["html"]),
        (["a.HTM", "b.json"], None, "terminal", ["html", "json"]),
        (["a.html"], "sarif", "sarif", ["html"]),
        (["a.html"], "html", "terminal", ["html"]),
        (["results"], "sarif", "terminal", ["sarif"]),
        (["a.txt"], None, "terminal", ["terminal"]),
    ],
)
def test_endings_tell_formats_and_the_chosen_one_fills_the_gaps(
    paths: list[str], chosen: str | None, standard: str, formats: list[str]
) -> None:
    outputs = plan_outputs([Path(path) for path in paths], ReportFormat(chosen) if chosen else None)
    assert outputs.standard == standard
    assert [output.format for output in outputs.files] == formats


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_file(path, ["old"])

    def breaking() -> Iterator[str]:
        yield "new"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_file(path, breaking())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    write_file(path, ["ne", "w"])
    assert path.read_text() == "new"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    link, real = tmp_path / "latest.html", tmp_path / "1.html"
    real.write_text("old")
    link.symlink_to(real)
    write_file(link, ["new"])
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_device_can_be_written_to() -> None:
    check_writable(Path(os.devnull))
    write_file(Path(os.devnull), ["x"])


def test_a_check_leaves_nothing_behind_and_a_folder_is_refused(tmp_path: Path) -> None:
    check_writable(tmp_path / "a.html")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CommandError, match="it is a folder"):
        check_writable(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_one_may_not_write_to_is_noticed(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(CommandError, match="permission denied"):
        check_writable(tmp_path / "a.html")
    tmp_path.chmod(0o700)


def test_a_name_that_is_too_long_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Cannot write"):
        write_file(tmp_path / ("x" * 300), ["x"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_behind_standard_output_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with contextlib.suppress(OSError), Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(CommandError, match="Cannot write to standard output: no space left on device"):
            plan_outputs([], None).write(sample.shop())
