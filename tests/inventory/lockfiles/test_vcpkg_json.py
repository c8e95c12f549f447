"""vcpkg.json: ports a C or C++ project asks for; overrides fix a version, a minimum does not."""

from tests.inventory.reading import sample, told


def test_overrides_fix_a_version_and_minimums_do_not() -> None:
    manifest = sample("vcpkg/vcpkg.json")
    assert told(manifest) == {
        "vcpkg/catch2": "10 optional direct",
        "vcpkg/fmt@10.2.1": "5 production direct",
        "vcpkg/vcpkg-cmake": "7 development direct",
        "vcpkg/zlib": "6 production direct wants >=1.3.1",
    }
    assert not manifest.notices
