"""pubspec.lock: Dart packages, with what is asked for directly."""

from tests.inventory.reading import sample, told


def test_the_sdk_is_no_package() -> None:
    manifest = sample("pub/pubspec.lock")
    assert told(manifest) == {
        "pub/http@1.2.1": "7 production direct",
        "pub/meta@1.10": "15 production indirect",
        "pub/test@1.25.7": "21 development direct",
    }
    assert not manifest.notices
