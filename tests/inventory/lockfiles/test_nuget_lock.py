"""packages.lock.json: NuGet packages with edges, for each target framework."""

from tests.inventory.reading import sample, told


def test_projects_of_the_solution_are_no_packages() -> None:
    manifest = sample("nuget/packages.lock.json")
    assert told(manifest) == {
        "nuget/Serilog.Sinks.Console@5.0.1": "5 production direct -> Serilog@3.1.1",
        "nuget/Serilog@3.1.1": "14 production indirect",
    }
    assert not manifest.notices
