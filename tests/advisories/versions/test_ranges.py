"""What ranges mean: for each, versions that are in it and versions that are not."""

from __future__ import annotations

import pytest

from securestack.advisories.versions.catalogue import scheme_of
from securestack.advisories.versions.scheme import InvalidRange

RANGES = [
    ("npm", "^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-rc.1 1.3.0-beta"),
    ("npm", "^0.2.3", "0.2.3 0.2.9", "0.3.0"),
    ("npm", "^0.0.3", "0.0.3", "0.0.4"),
    ("npm", "~1.2", "1.2.0 1.2.9", "1.3.0 1.1.9"),
    ("npm", "1.x || >=2.5.0 <3 || 5.0.0 - 7.2", "1.9.9 2.5.0 5.0.0 7.2.9", "2.4.9 3.0.0 7.3.0"),
    ("npm", ">1.2 <=1.4", "1.3.0 1.4.9", "1.2.9 1.5.0"),
    ("npm", "^1.2.3-beta.2", "1.2.3-beta.2 1.2.3 1.8.0", "1.2.3-beta.1 1.2.4-beta.2"),
    ("npm", "", "0.0.1 9.9.9", "1.0.0-rc.1"),
    ("crates.io", "1.2", "1.2.0 1.9.0", "1.1.9 2.0.0"),
    ("crates.io", "=1.2.3", "1.2.3 1.2.3+meta", "1.2.4"),
    ("crates.io", ">=1.2, <1.5", "1.2.0 1.4.9", "1.5.0"),
    ("crates.io", "1.*", "1.0.0 1.9.0", "2.0.0"),
    ("Hex", "~> 1.2", "1.2.0 1.9.0", "1.1.0 2.0.0 2.0.0-rc.1"),
    ("Hex", "~> 1.2.3 or >= 3.0.0 and < 4.0.0", "1.2.9 3.5.0", "1.3.0 4.0.0"),
    ("Pub", "^0.1.2", "0.1.2 0.1.9", "0.2.0 0.2.0-dev"),
    ("Pub", ">=1.0.0 <2.0.0", "1.0.0 1.9.9+1", "2.0.0 2.0.0-dev"),
    ("Pub", ">=2.0.0-a <2.0.0", "2.0.0-b", "2.0.0"),
    ("Pub", "any", "0.0.1", ""),
    ("Julia", "1.2, 3", "1.2.0 1.9.0 3.4.5", "1.1.0 2.0.0 4.0.0"),
    ("Julia", "~1.2.3", "1.2.3 1.2.9+1", "1.3.0"),
    ("Julia", "1.2 - 1.4", "1.2.0 1.4.9", "1.5.0"),
    ("Julia", "=1.2.3", "1.2.3 1.2.3+4", "1.2.4"),
    ("PyPI", ">=1.2,!=1.3.*,<2", "1.2 1.4", "1.3 1.3.5 2.0 1.5rc1"),
    ("PyPI", "~=1.4.2", "1.4.2 1.4.9", "1.5 1.4.1"),
    ("PyPI", "==1.2", "1.2 1.2.0 1.2+local", "1.2.1"),
    ("PyPI", "===1.2", "1.2", "1.2.0"),
    ("PyPI", ">1.7", "1.8 1.7.1", "1.7 1.7.post1 1.7+local"),
    ("PyPI", ">=2.0rc1", "2.0rc1 2.0", "2.0b1"),
    ("PyPI", "", "1.0", "1.0rc1"),
    ("Maven", "[1.0,2.0)", "1.0 1.9", "2.0 0.9"),
    ("Maven", "(,1.0],[1.2,)", "0.5 1.0 1.2 9", "1.1"),
    ("Maven", "[1.5]", "1.5 1.5.0", "1.5.1"),
    ("Maven", "1.0", "0.1 9.0", ""),
    ("RubyGems", "~> 2.2", "2.2 2.9.9 2.2.1", "3.0 2.1 3.0.a"),
    ("RubyGems", "~> 2.2.0", "2.2.5", "2.3.0"),
    ("RubyGems", ">= 1.0, != 1.5, < 2", "1.0 1.4", "1.5 1.5.0 2.0"),
    ("Packagist", "^1.2.3", "1.2.3 1.9", "2.0 2.0-beta1 1.2.2"),
    ("Packagist", "~1.2", "1.2 1.9", "2.0"),
    ("Packagist", "~1.2.3", "1.2.3 1.2.9", "1.3"),
    ("Packagist", "1.0.* || 2.3.*", "1.0.5 2.3.0", "1.1 2.4"),
    ("Packagist", ">=1.0 <2.0, !=1.5", "1.0 1.9", "1.5 2.0"),
    ("Packagist", "1.0 - 2.0", "1.0 2.0.9", "2.1"),
    ("Packagist", "1.0.0 - 2.1.0", "2.1.0", "2.1.1"),
    ("NuGet", "[1.0,2.0)", "1.0 1.9.9.9", "2.0 0.9"),
    ("NuGet", "1.0", "1.0 9.0", "0.9"),
    ("NuGet", "1.2.*", "1.2.0 1.2.9", "1.3.0"),
    ("NuGet", "(,1.0]", "0.1 1.0", "1.0.1"),
    ("ConanCenter", "[>=1.2 <2]", "1.2 1.9", "2.0 2.0-pre 1.5-pre"),
    ("ConanCenter", "~1.2", "1.2 1.2.9", "1.3"),
    ("ConanCenter", "^1.2, include_prerelease", "1.3-pre", "2.0"),
    ("CRAN", "(>= 1.2-3)", "1.2.3 1.2-4", "1.2-2"),
    ("Hackage", ">=1.2 && <1.5 || ==2.* || ^>=3.1", "1.2 1.4.9 2.7 3.1.5", "1.5 3.2 3"),
]


@pytest.mark.parametrize(("ecosystem", "text", "inside", "outside"), RANGES)
def test_ranges(ecosystem: str, text: str, inside: str, outside: str) -> None:
    scheme = scheme_of(ecosystem)
    assert scheme is not None
    found = scheme.parse_range(text)
    for version in inside.split():
        assert found.contains(version), version
    for version in outside.split():
        assert not found.contains(version), version


@pytest.mark.parametrize(
    ("ecosystem", "text"),
    [
        ("npm", ">=latest"),
        ("crates.io", ""),
        ("Hex", "~> 1"),
        ("Pub", "~1.0.0"),
        ("Julia", "latest"),
        ("PyPI", "~=1"),
        ("PyPI", ">=1.0.*"),
        ("Maven", "[1.0"),
        ("Maven", "(1.0)"),
        ("RubyGems", "=> 1.0"),
        ("Packagist", "^dev"),
        ("NuGet", "[1.0,2.0"),
        ("ConanCenter", "~x"),
        ("CRAN", "1.0"),
        ("Hackage", ">=1.*"),
        ("Go", ">=1.0"),
    ],
)
def test_what_is_no_range_is_said_so(ecosystem: str, text: str) -> None:
    scheme = scheme_of(ecosystem)
    assert scheme is not None
    with pytest.raises(InvalidRange):
        scheme.parse_range(text)
