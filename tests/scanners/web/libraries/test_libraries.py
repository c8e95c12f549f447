"""Libraries: told by address or banner, compared by version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.scanners.web.libraries.known import BY_NAME, LIBRARIES
from securestack.scanners.web.libraries.recognition import (
    Recognised,
    known_flaws,
    recognise_address,
    recognise_content,
)
from securestack.scanners.web.libraries.version import version_key


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/js/jquery-1.12.4.min.js", "jQuery 1.12.4"),
        ("/js/jquery.1.12.4.js", "jQuery 1.12.4"),
        ("https://cdn.example/ajax/libs/jquery/3.3.1/jquery.min.js", "jQuery 3.3.1"),
        ("https://cdn.example/jquery@3.3.1/dist/jquery.slim.min.js?x=1", "jQuery 3.3.1"),
        ("/wp-includes/js/jquery/jquery.min.js?ver=3.4.1", "jQuery 3.4.1"),
        ("/js/jquery-ui-1.10.3.custom.min.js", "jQuery UI 1.10.3"),
        ("https://cdn.example/bootstrap/4.0.0-beta.2/js/bootstrap.min.js", "Bootstrap 4.0.0-beta.2"),
        ("https://cdn.example/angularjs/1.6.9/angular.min.js", "AngularJS 1.6.9"),
        ("https://cdn.example/npm/vue@2.6.14/dist/vue.min.js", "Vue 2.6.14"),
        ("/moment-with-locales-2.10.6.min.js", "Moment 2.10.6"),
        ("https://cdn.example/dompurify/2.0.7/purify.min.js", "DOMPurify 2.0.7"),
        ("/js/jquery.min.js", ""),
        ("/js/app-1.2.3.js", ""),
        ("/js/jquery-cookie-1.4.1.js", ""),
        ("/react-router/5.0.0/react-router.min.js", ""),
        ("/shop/2.0.0/jquery.min.js", ""),
        ("", ""),
    ],
)
def test_addresses(address: str, expected: str) -> None:
    found = recognise_address(address)
    assert (f"{found.library.name} {found.version}" if found else "") == expected


@pytest.mark.parametrize(
    ("banner", "expected"),
    [
        (b"/*! jQuery v3.4.1 | (c) JS Foundation and other contributors */", "jQuery 3.4.1"),
        (b"/*!\n * jQuery JavaScript Library v1.12.4\n", "jQuery 1.12.4"),
        (b"/*! jQuery UI - v1.12.1 - 2016-09-14", "jQuery UI 1.12.1"),
        (b"/*!\n  * Bootstrap v4.3.1 (https://getbootstrap.com/)\n", "Bootstrap 4.3.1"),
        (b"/*\n AngularJS v1.7.8\n (c) 2010-2018 Google", "AngularJS 1.7.8"),
        (b"/*!\n * Vue.js v2.6.10\n", "Vue 2.6.10"),
        (b"//! moment.js\n//! version : 2.10.6\n", "Moment 2.10.6"),
        (b"/*! @license DOMPurify 2.2.8 | (c) Cure53", "DOMPurify 2.2.8"),
        (b"// needs jQuery, tested with Bootstrap\n", ""),
    ],
)
def test_banners(banner: bytes, expected: str) -> None:
    found = recognise_content(banner)
    assert (f"{found.library.name} {found.version}" if found else "") == expected


@pytest.mark.parametrize(
    ("name", "version", "cve", "has"),
    [
        ("jQuery", "3.4.1", "CVE-2020-11022", True),
        ("jQuery", "3.5.0", "CVE-2020-11022", False),
        ("jQuery", "1.10.0", "CVE-2012-6708", False),
        ("Bootstrap", "4.0.0", "CVE-2018-14040", True),
        ("Bootstrap", "3.4.1", "CVE-2018-14040", False),
        ("Bootstrap", "4.0.0-beta.2", "CVE-2016-10735", False),
        ("Bootstrap", "4.0.0-alpha.6", "CVE-2016-10735", True),
        ("Vue", "2.7.16", "CVE-2024-9506", True),
        ("Vue", "3.0.0", "CVE-2024-9506", False),
        ("AngularJS", "1.8.3", "CVE-2024-8372", True),
        ("DOMPurify", "3.2.4", "CVE-2025-26791", False),
    ],
)
def test_ranges(name: str, version: str, cve: str, has: bool) -> None:
    flaws = known_flaws(Recognised(BY_NAME[name], version, ""))
    assert (cve in {flaw.cve for flaw in flaws}) is has


def test_the_table_can_be_read() -> None:
    for library in LIBRARIES:
        for flaw in library.flaws:
            assert flaw.cve.startswith("CVE-")
            assert not flaw.below or version_key(flaw.since) < version_key(flaw.below), (library.name, flaw)


@given(
    st.lists(st.integers(0, 9999), min_size=2, max_size=4),
    st.lists(st.integers(0, 9999), min_size=2, max_size=4),
)
def test_versions_sort_as_their_numbers(first: list[int], second: list[int]) -> None:
    def key(numbers: list[int]) -> object:
        return version_key(".".join(map(str, numbers)))

    padded = [numbers + [0] * (4 - len(numbers)) for numbers in (first, second)]
    assert (key(first) == key(second)) is (padded[0] == padded[1])
    assert (version_key(".".join(map(str, first))) < version_key(".".join(map(str, second)))) is (
        padded[0] < padded[1]
    )


@given(st.text())
def test_no_address_raises(text: str) -> None:
    recognise_address(text)
    recognise_content(text.encode("utf-8", "surrogatepass"))
