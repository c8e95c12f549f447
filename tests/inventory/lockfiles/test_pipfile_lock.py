"""Pipfile.lock: default packages and development packages, without edges."""

from tests.inventory.reading import sample, told


def test_default_and_develop_are_told_apart() -> None:
    manifest = sample("pipfile/Pipfile.lock")
    assert told(manifest) == {
        "pypi/labels": "15 production wants https://git.example/labels.git@0123456789abcdef0123456789abcdef01234567",
        "pypi/pytest@8.2.1": "21 development",
        "pypi/requests@2.32.3": "8 production",
    }
    assert not manifest.notices
