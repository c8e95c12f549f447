"""conan.lock of Conan 1 (a graph) and Conan 2 (lists), for C and C++ packages."""

from tests.inventory.reading import sample, told


def test_version_2_is_lists() -> None:
    manifest = sample("conan/conan.lock")
    assert told(manifest) == {
        "conan/cmake@3.29.3": "8 development",
        "conan/labels@0.4.0?channel=stable&user=shop": "5 production",
        "conan/zlib@1.3.1": "4 production",
    }
    assert not manifest.notices


def test_version_1_is_a_graph() -> None:
    manifest = sample("conan-first/conan.lock")
    assert told(manifest) == {
        "conan/cmake@3.29.3": "21 development direct",
        "conan/openssl@3.3.1": "11 production direct -> zlib@1.3.1",
        "conan/zlib@1.3.1": "17 production indirect",
    }
    assert not manifest.notices
