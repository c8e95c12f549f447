"""Directory.Packages.props: the versions all projects of a .NET repository share (central package management)."""

from securestack.inventory.catalogue import formats_of
from securestack.inventory.lockfiles import directory_packages_props
from securestack.inventory.manifest import NoFiles
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


def test_the_older_form_of_central_versions() -> None:
    source = (
        b'<Project><ItemGroup><PackageReference Update="Serilog" Version="2.10.0" /></ItemGroup></Project>'
    )
    manifest = directory_packages_props.read(source, "Packages.props", NoFiles())
    assert told(manifest) == {"nuget/Serilog@2.10.0": "1 production"}
    assert {
        known.kind
        for name in ("Packages.props", "src/Directory.Packages.props")
        for known in formats_of(name)
    } == {directory_packages_props.KIND}
    assert not formats_of("Directory.Build.props")
