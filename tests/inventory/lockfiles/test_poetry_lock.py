"""poetry.lock, from its first form to 2.1, with pyproject.toml beside it for what the project itself asks for."""

from tests.inventory.reading import sample, told


def test_groups_and_optional_dependencies_tell_the_scope() -> None:
    manifest = sample("poetry/poetry.lock")
    assert told(manifest) == {
        "pypi/asgiref@3.8.1": "21 optional indirect",
        "pypi/flask@3.0.3": "3 production direct -> asgiref@3.8.1, werkzeug@3.0.3",
        "pypi/pluggy@1.5.0": "42 development indirect",
        "pypi/pytest@8.2.1": "30 development direct -> pluggy@1.5.0",
        "pypi/werkzeug@3.0.3": "51 production indirect",
    }
    assert not manifest.notices
