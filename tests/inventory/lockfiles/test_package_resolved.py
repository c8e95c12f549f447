"""Package.resolved: Swift packages, in its three versions."""

from tests.inventory.reading import sample, told


def test_a_branch_has_no_version() -> None:
    manifest = sample("swift/Package.resolved")
    assert told(manifest) == {
        "swift/git.example/shop/labels": "13 production wants 0123456789abcdef0123456789abcdef01234567",
        "swift/github.com/apple/swift-nio@2.67.0": "4 production",
    }
    assert not manifest.notices


def test_version_1() -> None:
    manifest = sample("swift-first/Package.resolved")
    assert told(manifest) == {
        "swift/github.com/apple/swift-nio@2.67.0": "4 production",
    }
    assert not manifest.notices
