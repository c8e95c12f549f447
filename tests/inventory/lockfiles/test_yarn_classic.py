"""yarn.lock of Yarn 1: its own indented format, with edges; package.json beside it tells the roots."""

from tests.inventory.reading import sample, told


def test_edges_and_roots_are_found_by_specifier() -> None:
    manifest = sample("yarn-classic/yarn.lock")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "5 production direct -> fsevents@2.3.3, ms@2.1.3",
        "npm/fsevents@2.3.3": "14 optional indirect",
        "npm/jest-mini@1.0.2": "18 development direct",
        "npm/left-pad@1.3.0": "24 production direct",
        "npm/ms@2.1.3": "21 production indirect",
    }
    assert not manifest.notices
