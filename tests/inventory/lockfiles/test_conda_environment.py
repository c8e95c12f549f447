"""Conda's environment.yml: packages of conda, and those of pip inside it."""

from tests.inventory.reading import notices, sample, told


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


def test_a_version_is_told_in_many_ways() -> None:
    manifest = sample(
        "conda/environment.yml",
        "dependencies:\n  - a ==2.6.2\n  - b 13.2.0 h1_0\n  - c 13.2|13.3\n  - d>=1,<2\n  - e=2.40.*\n  - f=1.2.3\n  - =\n",
    )
    assert told(manifest) == {
        "conda/a@2.6.2": "2 production direct",
        "conda/b@13.2.0?build=h1_0": "3 production direct",
        "conda/c": "4 production direct wants 13.2|13.3",
        "conda/d": "5 production direct wants >=1,<2",
        "conda/e": "6 production direct wants =2.40.*",
        "conda/f@1.2.3": "7 production direct",
    }
    assert notices(manifest) == [("environment.yml", 8)]
