"""bun.lock, Bun's lock file as text: JSON with trailing commas; an edge is found folder by folder upward."""

from tests.inventory.reading import sample, told


def test_comments_and_trailing_commas_are_no_obstacle() -> None:
    manifest = sample("bun/bun.lock")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "15 production direct -> fsevents@2.3.3, ms@2.1.3",
        "npm/fsevents@2.3.3": "17 optional indirect",
        "npm/jest-mini@1.0.2": "19 development direct -> ms@2.0.0",
        "npm/ms@2.0.0": "21 development indirect",
        "npm/ms@2.1.3": "23 production indirect",
    }
    assert not manifest.notices
