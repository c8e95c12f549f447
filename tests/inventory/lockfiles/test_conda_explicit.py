"""Conda's explicit lists (`@EXPLICIT`): one address of a package file a line."""

from tests.inventory.reading import notices, sample, told


def test_addresses_tell_channel_build_and_platform() -> None:
    manifest = sample("conda/conda-linux-64.lock")
    assert told(manifest) == {
        "conda/openssl@3.3.1?build=h4ab18f5_0&channel=conda-forge&subdir=linux-64&type=conda": "3 production",
        "conda/tzdata@2024a?build=h0c530f3_0&channel=conda-forge&subdir=noarch&type=tar.bz2": "4 production",
    }
    assert notices(manifest) == [("conda-linux-64.lock", 5)]
