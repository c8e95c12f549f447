"""rebar.lock: Erlang packages with the level at which each is needed; level 0 is asked for directly."""

from tests.inventory.reading import sample, told


def test_level_0_is_direct() -> None:
    manifest = sample("rebar/rebar.lock")
    assert told(manifest) == {
        "hex/certifi@2.12.0": "2 production indirect",
        "hex/hackney@1.20.1": "3 production direct",
        "hex/labels": "4 production direct wants https://git.example/labels.git#0123456789abcdef0123456789abcdef01234567",
    }
    assert not manifest.notices
