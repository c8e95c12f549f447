"""cabal.project.freeze: the exact versions a Haskell project was built with."""

from tests.inventory.reading import sample, told


def test_pins_are_packages_and_flags_are_not() -> None:
    manifest = sample("cabal/cabal.project.freeze")
    assert told(manifest) == {
        "hackage/aeson@2.2.3.0": "2 production",
        "hackage/base@4.18.2.1": "4 production",
        "hackage/text@2.0.2": "4 production",
    }
    assert not manifest.notices
