"""Conda's environment.yml: packages of conda, and those of pip inside it."""

from tests.inventory.reading import sample, told


def test_conda_and_pip_are_two_ecosystems() -> None:
    manifest = sample("conda/environment.yml")
    assert told(manifest) == {
        "conda/numpy@1.26.4?build=py312heda63a1_0": "6 production direct",
        "conda/pip": "8 production direct",
        "conda/python": "5 production direct wants =3.12",
        "conda/scipy?channel=conda-forge": "7 production direct wants >=1.13",
        "pypi/flask@3.0.3": "11 production direct",
        "pypi/orjson": "12 production direct wants >=3.10",
    }
    assert not manifest.notices
