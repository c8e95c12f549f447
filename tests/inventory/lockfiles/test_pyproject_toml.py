"""pyproject.toml where no lock file stands beside it: what the project asks for, mostly as ranges."""

from tests.inventory.reading import sample, told


def test_ranges_are_not_taken_for_versions() -> None:
    manifest = sample("pyproject/pyproject.toml")
    assert told(manifest) == {
        "pypi/flask": "4 production direct wants >=3.0",
        "pypi/orjson@3.10.5": "5 production direct",
        "pypi/pytest": "12 development direct wants >=8",
        "pypi/ruff": "13 development direct",
        "pypi/uvloop": "9 optional direct wants >=0.19",
    }
    assert not manifest.notices
