"""Lists in ascending order, made by hand from each ecosystem's published rules; ` = ` joins what is equal."""

from __future__ import annotations

from itertools import combinations

import pytest

from securestack.advisories.versions.catalogue import scheme_of
from securestack.advisories.versions.scheme import InvalidVersion

ORDERS: dict[str, list[str]] = {
    "npm": [
        "0.0.9 = v0.0.9 = =0.0.9",
        "1.0.0-0",
        "1.0.0-9",
        "1.0.0-10",
        "1.0.0-A",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.beta",
        "1.0.0-beta.2 = 1.0.0-beta.2+build.7",
        "1.0.0-beta.11",
        "1.0.0 = 1.0.0+sha.1 = 1.0",
        "1.0.0.1",
        "1.0.1",
        "1.10.0",
        "18446744073709551617.0.0",
    ],
    "Go": [
        "v0.0.0-20190101000000-aaaaaaaaaaaa",
        "v0.0.0-20210101000000-aaaaaaaaaaaa",
        "v1.2.3-pre.0.20210101000000-aaaaaaaaaaaa",
        "v1.2.3 = 1.2.3",
        "v1.2.4-0.20210101000000-aaaaaaaaaaaa",
        "v1.2.4",
        "go1.21rc2 = 1.21.0-rc.2",
        "go1.21rc10",
        "go1.21.0 = 1.21.0",
        "v2.0.0+incompatible = v2.0.0",
    ],
    "Pub": ["1.0.0-dev", "1.0.0-dev+1", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.0+a"],
    "Julia": ["1.2.3-", "1.2.3-1", "1.2.3-rc1", "1.2.3 = v1.2.3", "1.2.3+0", "1.2.3+1", "1.2.4"],
    "PyPI": [
        "not a version",
        "2004d",
        "1.0.dev1",
        "1.0a1.dev1",
        "1.0a1 = 1.0-alpha-1 = 1.0.A1",
        "1.0a1.post1",
        "1.0b2",
        "1.0rc1 = 1.0c1 = 1.0-preview1",
        "1.0 = 1 = v1.0.0",
        "1.0+abc = 1.0+ABC",
        "1.0+abc.5",
        "1.0+5",
        "1.0.post1.dev2",
        "1.0.post1 = 1.0-1 = 1.0.rev1",
        "1.1",
        "2024.1",
        "1!0.1",
    ],
    "Maven": [
        "1-alpha-1 = 1a1 = 1.0-ALPHA1",
        "1-alpha-2",
        "1-beta-1",
        "1-m2",
        "1-rc = 1.0.0cr",
        "1-SNAPSHOT",
        "1 = 1.0 = 1-ga = 1.0.Final = 1.0.0-RELEASE = 1-0",
        "1-sp",
        "1-jre",
        "1-jre2",
        "1-1",
        "1-2",
        "1.0.1-alpha",
        "1.0.1",
        "1.1",
        "1.10",
        "20190126.230843",
    ],
    "RubyGems": [
        "1.0.a",
        "1.0.a.1",
        "1.0.b1",
        "1.0.pre.rc1 = 1.0-rc1",
        "1.0.rc1 = 1.0.0.rc1",
        "1 = 1.0 = 1.0.0",
        "1.0.1",
        "1.2",
        "1.10",
    ],
    "Packagist": [
        "1.0-dev",
        "1.0-alpha",
        "1.0-alpha1 = v1.0.0a1",
        "1.0.0-beta2 = 1.0b2 = 1.0.0.0-BETA.2",
        "1.0-RC1",
        "1.0 = 1.0.0.0 = v1 = 1.0.0-stable = 1.0.0+build",
        "1.0-p1 = 1.0.0-patch1 = 1.0pl1",
        "1.0.0.1",
        "1.1",
        "1.x-dev",
        "2.0",
        "20200101",
    ],
    "NuGet": [
        "1.0.0-ALPHA = 1.0.0-alpha",
        "1.0.0-alpha.2",
        "1.0.0-alpha.10",
        "1.0.0-beta",
        "1.0 = 1.0.0.0 = 1.0.0+meta",
        "1.0.0.1-pre",
        "1.0.0.1",
        "1.0.1",
    ],
    "Debian": [
        "1.0~~",
        "1.0~rc1-1",
        "1.0~rc1-1+b1",
        "1.0-1~bpo12+1",
        "1.0-1 = 0:1.0-1",
        "1.0-1ubuntu0.1",
        "1.0-1+deb12u1",
        "1.0-1.1",
        "1.0-2",
        "1.0-10",
        "1.0a-1",
        "1.0+dfsg-1",
        "1.0.1-1",
        "1:0.1-1",
    ],
    "opam": ["1.0~beta", "1.0", "1.0-1", "1.0.1", "2.9", "2.10"],
    "Rocky Linux": [
        "1.0~rc1-1.el9",
        "1.0-1.el9",
        "1.0-1.el9_2",
        "1.0-1.el9_2.1",
        "1.0-2.el9",
        "1.0^20210101git-1.el9",
        "1.0a-1",
        "1.0.1-1 = 1.0.01-1 = 1_0_1-1",
        "1.10-1",
        "1:0.9-1",
    ],
    "Alpine": [
        "1.0_alpha",
        "1.0_alpha2",
        "1.0_pre1",
        "1.0_rc1-r3",
        "1.0",
        "1.0-r0",
        "1.0-r10",
        "1.0~abcdef-r0",
        "1.0_git20200101",
        "1.0_p1",
        "1.0_p2-r1",
        "1.0a",
        "1.0b-r0",
        "1.0.01",
        "1.0.1",
        "1.0.10",
        "1.2",
        "10",
    ],
    "Bitnami": ["1.2.3 = 1.2.3+1", "1.2.3-0", "1.2.3-2", "1.2.3-10", "1.2.4"],
    "ConanCenter": [
        "1.0-",
        "1.0-pre1",
        "1.0 = 1.0.0 = 1",
        "1.0+1",
        "1.0.1",
        "1.0.a",
        "1.2",
        "1.10",
        "cci.20200101",
    ],
    "CRAN": [
        "0.1",
        "0.1.0",
        "0.1-2 = 0.1.2",
        "0.1-10",
        "0.5",
        "0.75",
        "1.0",
    ],
    "Hackage": ["0.1", "0.1.0", "0.1.0.1 = 0.1.0.1-tag", "0.2", "0.10", "1"],
    "GitHub Actions": ["v1.0.0", "v3.5.2", "v4 = v4.0.0", "v4.1"],
}


@pytest.mark.parametrize("ecosystem", ORDERS)
def test_published_rules(ecosystem: str) -> None:
    scheme = scheme_of(ecosystem)
    assert scheme is not None
    ranked = [(place, text) for place, line in enumerate(ORDERS[ecosystem]) for text in line.split(" = ")]
    for (first, left), (second, right) in combinations(ranked, 2):
        expected = (first > second) - (first < second)
        assert scheme.compare(left, right) == expected, (left, right)
        assert scheme.compare(right, left) == -expected, (right, left)


@pytest.mark.parametrize(
    ("ecosystem", "text"),
    [
        ("npm", "latest"),
        ("npm", "1.2.3-"),
        ("npm", "file:../x"),
        ("Go", "(devel)"),
        ("PyPI", "???"),
        ("Maven", ""),
        ("RubyGems", "1..2"),
        ("Packagist", "dev-main"),
        ("Packagist", "4.3-2"),
        ("NuGet", "1.2.3.4.5"),
        ("Debian", "a:1"),
        ("Rocky Linux", ""),
        ("Alpine", "edge"),
        ("CRAN", "1.0-rc1"),
        ("Hackage", "1.0rc"),
        ("GitHub Actions", "main"),
        ("GitHub Actions", "8ade135a41bc03ea155e62e844d188df1ea18608"),
        ("npm", "1." * 200 + "0"),
    ],
)
def test_what_is_no_version_has_no_place(ecosystem: str, text: str) -> None:
    scheme = scheme_of(ecosystem)
    assert scheme is not None
    with pytest.raises(InvalidVersion):
        scheme.key(text)


def test_a_tag_that_moves_says_so() -> None:
    scheme = scheme_of("GitHub Actions")
    assert scheme is not None
    assert scheme.floats("v4")
    assert scheme.floats("v4.1")
    assert not scheme.floats("v4.1.2")


def test_prereleases() -> None:
    for ecosystem, pre, release in [
        ("npm", "1.0.0-rc.1", "1.0.0"),
        ("PyPI", "1.0rc1", "1.0.post1"),
        ("PyPI", "1.0.dev3", "1.0"),
        ("Maven", "1.0-SNAPSHOT", "1.0-jre"),
        ("RubyGems", "1.0.0.rc1", "1.0.0"),
        ("Packagist", "1.0-beta1", "1.0-p1"),
        ("NuGet", "1.0-pre", "1.0"),
        ("Julia", "1.0.0-rc1", "1.0.0+1"),
        ("ConanCenter", "1.0-pre", "1.0+b-1"),
    ]:
        scheme = scheme_of(ecosystem)
        assert scheme is not None
        assert scheme.prerelease(pre), (ecosystem, pre)
        assert not scheme.prerelease(release), (ecosystem, release)
