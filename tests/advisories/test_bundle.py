from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from securestack.advisories.bundle import BadBundle, make_bundle, unpack_bundle
from securestack.advisories.feeds import update_from_folder
from securestack.advisories.matching import match, query_of
from securestack.advisories.store import Store
from tests.advisories.bucket import advisory, since, write_zip


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    outside = tmp_path / "outside"
    write_zip(outside / "osv", "npm", advisory("A-1", events=since("0")))
    (outside / "kev.json").write_text('{"vulnerabilities": []}')
    target = tmp_path / "advisories.bundle"
    assert make_bundle(outside, target) == 2
    return target


def rewritten(bundle: Path, name: str, data: bytes) -> None:
    with zipfile.ZipFile(bundle) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    members[name] = data
    with zipfile.ZipFile(bundle, "w") as archive:
        for one, content in members.items():
            archive.writestr(one, content)


def test_a_bundle_carries_the_feeds_to_another_machine(tmp_path: Path, bundle: Path) -> None:
    inside = tmp_path / "inside"
    assert unpack_bundle(bundle, inside) == 2
    update_from_folder(inside, inside)
    with Store(inside / "advisories.store") as store:
        assert len(match(store, query_of("npm", "shop", "1.0.0")).matches) == 1
    assert sorted(one.name for one in inside.iterdir()) == ["advisories.store", "kev.json", "osv"]


def test_a_changed_file_is_refused_and_nothing_is_replaced(tmp_path: Path, bundle: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "kev.json").write_text("old")
    rewritten(bundle, "osv/npm/all.zip", b"something else")
    with pytest.raises(BadBundle, match="not as it was"):
        unpack_bundle(bundle, inside)
    assert (inside / "kev.json").read_text() == "old"
    assert [one.name for one in inside.iterdir()] == ["kev.json"]


@pytest.mark.parametrize(
    "name", ["../evil", "/etc/passwd", "osv/../../evil/all.zip", "osv/a/b/all.zip", "advisories.store"]
)
def test_names_with_no_place_in_it_are_refused(tmp_path: Path, bundle: Path, name: str) -> None:
    manifest = {
        "kind": "securestack-advisories",
        "created": "",
        "files": {name: {"sha256": "0" * 64, "size": 1}},
    }
    rewritten(bundle, "manifest.json", json.dumps(manifest).encode())
    with pytest.raises(BadBundle, match="no place"):
        unpack_bundle(bundle, tmp_path / "inside")


@pytest.mark.parametrize("data", [b"", b"{}", b'{"kind": "other", "created": "", "files": {}}'])
def test_another_manifest_is_refused(tmp_path: Path, bundle: Path, data: bytes) -> None:
    rewritten(bundle, "manifest.json", data)
    with pytest.raises(BadBundle):
        unpack_bundle(bundle, tmp_path / "inside")


def test_a_file_that_is_no_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("no zip")
    with pytest.raises(BadBundle, match="cannot be read"):
        unpack_bundle(path, tmp_path / "inside")


def test_nothing_makes_no_bundle(tmp_path: Path) -> None:
    with pytest.raises(BadBundle, match="no feeds"):
        make_bundle(tmp_path, tmp_path / "bundle")
