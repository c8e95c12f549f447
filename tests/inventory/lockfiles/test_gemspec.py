"""A .gemspec: what a gem asks for, read from its plain lines; Ruby code is never run."""

from tests.inventory.reading import sample, told


def test_literal_dependencies_are_read() -> None:
    manifest = sample("gemspec/shop.gemspec")
    assert told(manifest) == {
        "gem/money@6.19.0": "5 production direct",
        "gem/rack": "4 production direct wants >= 2.0, < 4",
        "gem/rspec": "6 development direct wants ~> 3.13",
    }
    assert not manifest.notices
