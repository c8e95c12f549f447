"""yarn.lock of Yarn 2 and later: YAML whose entries include the workspaces themselves."""

from tests.inventory.reading import sample, told


def test_workspaces_are_roots_and_patches_are_the_package() -> None:
    manifest = sample("yarn-berry/yarn.lock")
    assert told(manifest) == {
        "npm/%40shop/money@2.1.0": "8 production direct -> fsevents@2.3.3, ms@2.1.3",
        "npm/fsevents@2.3.3": "21,27 optional indirect",
        "npm/jest-mini@1.0.2": "34 development direct",
        "npm/left-pad@1.3.0": "46 production direct",
        "npm/ms@2.1.3": "40 production indirect",
    }
    assert not manifest.notices
