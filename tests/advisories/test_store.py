from __future__ import annotations

import sqlite3
import threading
import zipfile
from pathlib import Path

import pytest

from securestack.advisories.matching import match, query_of
from securestack.advisories.store import NoStore, Store
from securestack.advisories.store_build import BuildFailed, build_store, ecosystem_files
from tests.advisories.bucket import advisory, built, since, write_zip


def ids(store: Store, version: str, name: str = "shop") -> set[str]:
    return {
        one.id
        for found in match(store, query_of("npm", name, version)).matches
        for one in found.flaw.advisories
    }


def test_what_cannot_be_read_is_noted_and_the_rest_is_there(tmp_path: Path) -> None:
    write_zip(
        tmp_path,
        "npm",
        advisory("A-1", events=since("0", "2.0.0")),
        b"{broken",
        advisory("A-2", events=since("3.0.0")),
    )
    path, report = built(tmp_path)
    with Store(path) as store:
        assert ids(store, "1.0.0") == {"A-1"}
        assert ids(store, "3.1.0") == {"A-2"}
    assert report.unreadable == 1
    assert "broken-1.json" in report.notes[0]


def test_the_same_advisory_in_two_ecosystems_is_kept_once(tmp_path: Path) -> None:
    write_zip(tmp_path, "npm", advisory("A-1", events=since("0", "2.0.0")))
    write_zip(tmp_path, "Go", advisory("A-1", events=since("0", "2.0.0")))
    path, report = built(tmp_path)
    assert (report.advisories, report.repeated) == (1, 1)
    with Store(path) as store:
        assert len(match(store, query_of("npm", "shop", "1.0.0")).matches) == 1


def test_withdrawn_advisories_are_left_out(tmp_path: Path) -> None:
    write_zip(
        tmp_path,
        "npm",
        advisory("A-1", events=since("0"), withdrawn="2025-01-01T00:00:00Z"),
        advisory("A-2", events=since("0")),
    )
    path, report = built(tmp_path)
    with Store(path) as store:
        assert ids(store, "1.0.0") == {"A-2"}
    assert report.withdrawn == 1


def test_readers_go_on_with_what_they_opened(tmp_path: Path) -> None:
    write_zip(tmp_path, "npm", advisory("OLD-1", events=since("0")))
    path, _ = built(tmp_path)
    old = Store(path)
    write_zip(tmp_path, "npm", advisory("NEW-1", events=since("0")))
    built(tmp_path)
    with old, Store(path) as new:
        assert ids(old, "1.0.0") == {"OLD-1"}
        assert ids(new, "1.0.0") == {"NEW-1"}


def test_a_reader_in_another_thread_sees_the_same(tmp_path: Path) -> None:
    write_zip(tmp_path, "npm", advisory("A-1", events=since("0")))
    found: list[set[str]] = []
    with Store(built(tmp_path)[0]) as store:
        thread = threading.Thread(target=lambda: found.append(ids(store, "1.0.0")))
        thread.start()
        thread.join()
    assert found == [{"A-1"}]


def test_a_failed_build_leaves_the_old_store_and_nothing_else(tmp_path: Path) -> None:
    write_zip(tmp_path, "npm", advisory("A-1", events=since("0")))
    path, _ = built(tmp_path)
    before = path.read_bytes()
    (tmp_path / "npm" / "all.zip").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(BuildFailed, match="npm"):
        built(tmp_path)
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["advisories.store", "npm"]


def test_a_damaged_member_does_not_end_the_build(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path,
        "npm",
        advisory("A-1", events=since("0")),
        advisory("A-2", events=since("0"), summary="x" * 4000),
    )
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[1].header_offset
    data = bytearray(path.read_bytes())
    data[start + 45 : start + 60] = bytes(15)
    path.write_bytes(data)
    store, report = built(tmp_path)
    assert report.unreadable == 1
    with Store(store) as reader:
        assert ids(reader, "1.0.0") == {"A-1"}


def test_equal_input_gives_an_equal_file(tmp_path: Path) -> None:
    write_zip(
        tmp_path,
        "npm",
        *(advisory(f"A-{number}", f"p{number % 7}", since("0", f"{number}.0.0")) for number in range(1, 90)),
    )
    first = built(tmp_path)[0].read_bytes()
    assert built(tmp_path)[0].read_bytes() == first


def test_blocks_hold_every_advisory(tmp_path: Path) -> None:
    count = 77  # more than two blocks
    write_zip(
        tmp_path, "npm", *(advisory(f"A-{number}", f"p{number}", since("0")) for number in range(count))
    )
    with Store(built(tmp_path)[0]) as store:
        for number in range(count):
            assert ids(store, "1.0.0", f"p{number}") == {f"A-{number}"}


def test_information_is_kept(tmp_path: Path) -> None:
    write_zip(tmp_path, "npm", advisory("A-1", events=since("0")))
    with Store(built(tmp_path, information={"built": "2026-10-01T00:00:00Z"})[0]) as store:
        assert store.information()["built"] == "2026-10-01T00:00:00Z"
        assert store.report().per_ecosystem == {"npm": 1}


def test_no_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="securestack update"):
        Store(tmp_path / "none")


def test_another_file_is_not_taken_for_a_store(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("not a database at all, but long enough to be looked at" * 10)
    with pytest.raises(NoStore, match="cannot be read"):
        Store(text)
    foreign = tmp_path / "foreign"
    database = sqlite3.connect(foreign)
    database.execute("CREATE TABLE x (y)")
    database.commit()
    database.close()
    with pytest.raises(NoStore, match="is no advisory store"):
        Store(foreign)


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    write_zip(tmp_path, "npm", advisory("A-1", events=since("0")))
    path, _ = built(tmp_path)
    database = sqlite3.connect(path)
    database.execute("UPDATE package SET data = x'0199'")
    database.commit()
    database.close()
    with Store(path) as store, pytest.raises(NoStore, match="damaged"):
        ids(store, "1.0.0")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write_zip(outside, "npm", advisory("A-1", events=since("0")))
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "npm").symlink_to(outside / "npm")
    assert ecosystem_files(inside) == []
    assert len(ecosystem_files(outside)) == 1


def test_a_target_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    path = write_zip(tmp_path, "npm", advisory("A-1", events=since("0")))
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "child").mkdir()
    with pytest.raises(BuildFailed, match="could not be written"):
        build_store([path], tmp_path / "taken")
