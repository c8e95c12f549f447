"""Gemfile.lock and gems.locked: gems with edges; the Gemfile beside it tells the groups."""

from tests.inventory.reading import sample, told


def test_the_gemfile_tells_the_groups() -> None:
    manifest = sample("bundler/Gemfile.lock")
    assert told(manifest) == {
        "gem/diff-lcs@1.5.1": "16 development indirect",
        "gem/labels@0.4.0": "5 production direct",
        "gem/nokogiri@1.16.5": "17 production direct -> racc@1.8.0",
        "gem/racc@1.8.0": "19 production indirect",
        "gem/rack@3.0.11": "20 production direct",
        "gem/rspec-mini@3.13.0": "21 development direct -> diff-lcs@1.5.1",
    }
    assert not manifest.notices
