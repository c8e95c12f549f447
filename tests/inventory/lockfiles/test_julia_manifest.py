"""Julia's Manifest.toml, formats 1 and 2, with Project.toml for what the project itself asks for."""

from tests.inventory.reading import sample, told


def test_parts_of_the_standard_library_have_no_version() -> None:
    manifest = sample("julia/Manifest.toml")
    assert told(manifest) == {
        "julia/JSON3@1.14.0?uuid=0f8b85d8-7281-11e9-16c2-39a750bddbf1": "11 production direct -> StructTypes@1.10.0?uuid=856f2bd8-1eba-4b0a-8007-ebc267875bd4",
        "julia/StructTypes@1.10.0?uuid=856f2bd8-1eba-4b0a-8007-ebc267875bd4": "17 production indirect",
    }
    assert not manifest.notices
