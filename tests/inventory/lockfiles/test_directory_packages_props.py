"""Directory.Packages.props: the versions all projects of a .NET repository share (central package management)."""

from tests.inventory.reading import sample, told


def test_properties_are_filled_in_and_the_open_stays_open() -> None:
    manifest = sample("nuget/Directory.Packages.props")
    assert told(manifest) == {
        "nuget/Dapper": "9 production wants 2.1.*",
        "nuget/Nerdbank.GitVersioning@3.6.139": "11 development",
        "nuget/Polly@8.4.0": "8 production",
        "nuget/Serilog@3.1.1": "7 production",
        "nuget/Unset": "10 production wants $(NobodyKnows)",
    }
    assert not manifest.notices
