"""paket.lock: NuGet packages with edges, in groups."""

from tests.inventory.reading import sample, told


def test_a_package_of_two_groups_is_shipped() -> None:
    manifest = sample("paket/paket.lock")
    assert told(manifest) == {
        "nuget/Expecto@10.2.1": "13 development -> FSharp.Core@8.0.300",
        "nuget/FSharp.Core@8.0.300": "4,15 production",
        "nuget/Giraffe@6.4": "5 production -> FSharp.Core@8.0.300, Microsoft.IO.RecyclableMemoryStream@3.0",
        "nuget/Microsoft.IO.RecyclableMemoryStream@3.0": "8 production",
    }
    assert not manifest.notices
