"""mix.lock: Elixir packages with edges; mix.exs beside it tells what is asked for and in which environments."""

from tests.inventory.reading import notices, sample, told


def test_mix_exs_tells_the_environments() -> None:
    manifest = sample("mix/mix.lock")
    assert told(manifest) == {
        "hex/credo@1.7.7": "4 development direct -> jason@1.4.1",
        "hex/decimal@2.1.1": "3 optional indirect",
        "hex/jason@1.4.1": "2 production direct -> decimal@2.1.1",
        "hex/labels": "5 production direct wants https://git.example/labels.git#0123456789abcdef0123456789abcdef01234567",
    }
    assert notices(manifest) == [("mix.lock", 6)]
