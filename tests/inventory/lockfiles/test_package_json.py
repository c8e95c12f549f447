"""package.json where no lock file rules it: what the project asks for, mostly as ranges."""

from tests.inventory.reading import sample, told


def test_exact_versions_are_known_and_ranges_are_not() -> None:
    manifest = sample("node/package.json")
    assert told(manifest) == {
        "npm/express": "5 production direct wants ^4.19.2",
        "npm/jest-mini": "11 development direct wants *",
        "npm/left-pad@1.3.0": "8 production direct",
        "npm/ms@2.1.3": "6 production direct",
    }
    assert not manifest.notices
