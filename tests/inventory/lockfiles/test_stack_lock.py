"""stack.yaml.lock: the packages a Haskell project adds to its snapshot. The snapshot itself is not in the file."""

from tests.inventory.reading import sample, told


def test_completed_packages_are_read() -> None:
    manifest = sample("stack/stack.yaml.lock")
    assert told(manifest) == {
        "hackage/acme-missiles@0.3": "3 production",
        "hackage/labels@0.4.0": "10 production",
    }
    assert not manifest.notices
