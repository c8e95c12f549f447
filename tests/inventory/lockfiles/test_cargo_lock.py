"""Cargo.lock, versions 1 to 4, with the Cargo.toml files of the target for what is asked for and why."""

from tests.inventory.reading import sample, told


def test_the_manifest_tells_what_only_builds_and_tests_need() -> None:
    manifest = sample("cargo/Cargo.lock")
    assert told(manifest) == {
        "cargo/cc@1.0.99": "4 development direct",
        "cargo/libc@0.2.155": "10 production indirect",
        "cargo/proptest@1.4.0": "15 development direct -> rand@0.8.5",
        "cargo/rand@0.7.3": "23 production direct -> libc@0.2.155",
        "cargo/rand@0.8.5": "31 development indirect",
    }
    assert not manifest.notices
