"""pdm.lock: packages with edges and the groups they belong to."""

from tests.inventory.reading import sample, told


def test_a_package_with_extras_is_one_package() -> None:
    manifest = sample("pdm/pdm.lock")
    assert told(manifest) == {
        "pypi/certifi@2024.6.2": "7 production",
        "pypi/pysocks@1.7.1": "37 production",
        "pypi/pytest@8.2.1": "42 development",
        "pypi/requests@2.32.3": "17,27 production -> certifi@2024.6.2, pysocks@1.7.1",
    }
    assert not manifest.notices
