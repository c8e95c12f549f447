"""pnpm-lock.yaml, versions 5 to 9: importers are the roots, `packages` and later `snapshots` the graph."""

from tests.inventory.reading import sample, told


def test_version_9_keeps_the_graph_in_snapshots() -> None:
    manifest = sample("pnpm-9/pnpm-lock.yaml")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "28 production direct -> fsevents@2.3.3, ms@2.1.3",
        "npm/fsevents@2.3.3": "33 optional indirect",
        "npm/jest-mini@1.0.2": "37 development direct -> labels@0.4.0",
        "npm/labels@0.4.0": "40 development indirect",
        "npm/left-pad@1.3.0": "44 production direct",
        "npm/ms@2.1.3": "47 production indirect",
    }
    assert not manifest.notices


def test_version_6() -> None:
    manifest = sample("pnpm-6/pnpm-lock.yaml")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "15 production direct -> ms@2.1.3",
        "npm/jest-mini@1.0.2": "23 development direct",
        "npm/ms@2.1.3": "27 production indirect",
    }
    assert not manifest.notices


def test_version_5() -> None:
    manifest = sample("pnpm-5/pnpm-lock.yaml")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "15 production direct -> ms@2.1.3",
        "npm/jest-mini@1.0.2": "21 development direct",
        "npm/ms@2.1.3": "25 production indirect",
    }
    assert not manifest.notices
