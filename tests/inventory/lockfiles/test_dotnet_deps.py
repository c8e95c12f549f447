"""*.deps.json: what a built .NET program is made of, with edges."""

from tests.inventory.reading import sample, told


def test_what_the_project_asks_for_is_direct() -> None:
    manifest = sample("nuget/bin/Shop.deps.json")
    assert told(manifest) == {
        "nuget/Serilog.Sinks.Console@5.0.1": "17 production direct -> Serilog@3.1.1",
        "nuget/Serilog@3.1.1": "22 production indirect",
    }
    assert not manifest.notices
