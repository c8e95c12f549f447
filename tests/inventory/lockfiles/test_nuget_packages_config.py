"""packages.config: the NuGet packages of an older .NET project."""

from tests.inventory.reading import sample, told


def test_development_dependencies_are_marked() -> None:
    manifest = sample("nuget/old/packages.config")
    assert told(manifest) == {
        "nuget/Newtonsoft.Json@13.0.3": "3 production",
        "nuget/StyleCop.Analyzers@1.1.118": "4 development",
    }
    assert not manifest.notices
