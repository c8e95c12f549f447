"""pylock.toml, the lock file that Python tools share (PEP 751)."""

from tests.inventory.reading import sample, told


def test_markers_on_extras_and_groups_tell_the_scope() -> None:
    manifest = sample("pylock/pylock.toml")
    assert told(manifest) == {
        "pypi/attrs@25.1.0": "9 production",
        "pypi/cattrs@24.1.2": "17 production -> attrs@25.1.0",
        "pypi/orjson@3.10.5": "24 optional",
        "pypi/pytest@8.2.1": "29 development",
    }
    assert not manifest.notices
