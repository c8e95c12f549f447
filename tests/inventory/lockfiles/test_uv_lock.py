"""uv.lock: packages with edges, extras and development groups."""

from tests.inventory.reading import sample, told


def test_two_versions_of_a_package_keep_their_own_edges() -> None:
    manifest = sample("uv/uv.lock")
    assert told(manifest) == {
        "pypi/anyio@4.4.0": "5 production direct -> idna@3.7",
        "pypi/idna@3.7": "14 production indirect",
        "pypi/numpy@1.26.4": "19 optional direct",
        "pypi/numpy@2.0.0": "25 development indirect",
        "pypi/pytest@8.2.1": "31 development direct -> numpy@2.0.0",
    }
    assert not manifest.notices
