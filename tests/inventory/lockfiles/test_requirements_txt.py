"""pip's requirements files: pins, ranges, hashes, markers, includes and constraints, and pip-compile's "via" comments."""

from tests.inventory.reading import notices, sample, told


def test_includes_constraints_and_addresses_are_followed() -> None:
    manifest = sample("pip/requirements.txt")
    assert told(manifest) == {
        "pypi/flask@3.0.3": "5 production",
        "pypi/importlib-metadata@7.1.0": "10 production",
        "pypi/labels": "12 production wants git+https://git.example/labels.git#egg=Labels",
        "pypi/pytest@8.2.1": "1 development",
        "pypi/shop-plugins": "11 production wants git+https://git.example/shop-plugins.git@v2",
        "pypi/werkzeug@3.0.3": "8 production wants >=3.0,<4",
        "pypi/zope-interface@6.4": "9 production",
    }
    assert notices(manifest) == [("requirements.txt", 14)]


def test_comments_of_pip_compile_tell_the_edges() -> None:
    manifest = sample("pip-compiled/requirements.txt")
    assert told(manifest) == {
        "pypi/click@8.1.7": "4 production indirect",
        "pypi/flask@3.0.3": "6 production direct -> click@8.1.7, jinja2@3.1.4, werkzeug@3.0.3",
        "pypi/jinja2@3.1.4": "12 production indirect -> markupsafe@2.1.5",
        "pypi/markupsafe@2.1.5": "8 production indirect",
        "pypi/werkzeug@3.0.3": "14 production indirect -> markupsafe@2.1.5",
    }
    assert not manifest.notices
