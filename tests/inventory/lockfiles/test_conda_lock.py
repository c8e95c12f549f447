"""conda-lock.yml: packages of conda and pip for several platforms, with edges and groups."""

from tests.inventory.reading import sample, told


def test_conda_and_pip_are_locked_together() -> None:
    manifest = sample("conda/conda-lock.yml")
    assert told(manifest) == {
        "conda/ca-certificates@2024.6.2": "18 production",
        "conda/openssl@3.3.1": "6 production -> ca-certificates@2024.6.2",
        "pypi/pytest@8.2.1": "27 development",
    }
    assert not manifest.notices
