"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3, and node_modules/.package-lock.json."""

import json

from tests.inventory.reading import sample, told


def test_folders_tell_which_version_each_package_gets() -> None:
    manifest = sample("npm/package-lock.json")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "21 production direct",
        "npm/debug@2.6.9": "31 production indirect -> ms@2.0.0",
        "npm/express@4.19.2": "38 production direct -> debug@2.6.9, send@0.18.0",
        "npm/fsevents@2.3.3": "46 optional direct",
        "npm/jest-mini@1.0.2": "52 development direct -> ms@2.1.3",
        "npm/left-pad@1.3.0": "72 production direct",
        "npm/ms@2.0.0": "68 production indirect",
        "npm/ms@2.1.3": "63,85 production indirect",
        "npm/send@0.18.0": "77 production indirect -> debug@2.6.9, ms@2.1.3",
    }
    assert not manifest.notices


def test_version_1_is_a_tree() -> None:
    manifest = sample("npm-first/package-lock.json")
    assert told(manifest) == {
        "npm/debug@2.6.9": "7 production direct -> ms@2.0.0",
        "npm/labels": "24 optional indirect wants git+ssh://git@git.example/labels.git#0123456789abcdef0123456789abcdef01234567",
        "npm/left-pad@1.3.0": "29 production direct",
        "npm/ms@2.0.0": "15 production indirect",
        "npm/ms@2.1.3": "20 development direct",
    }
    assert not manifest.notices


def test_paths_that_no_system_could_hold_are_passed_over() -> None:
    deep = "/".join(["node_modules/a"] * 1_000)
    source = f'{{"packages": {{"": {{}},\n"{deep}": {{"version": "1.0.0"}}, "node_modules/b": {{"version": "1.0.0"}}}}}}'
    manifest = sample("npm/package-lock.json", source)
    assert told(manifest) == {"npm/b@1.0.0": "2 production indirect"}
    assert [notice.line for notice in manifest.notices] == [2]


def test_version_1_stops_at_a_depth_that_nobody_installs() -> None:
    tree: dict[str, object] = {}
    for _ in range(150):
        tree = {"a": {"version": "1.0.0", "dependencies": tree}}
    manifest = sample("npm-first/package-lock.json", json.dumps({"lockfileVersion": 1, "dependencies": tree}))
    assert [package.name for package in manifest.packages] == ["a"]
