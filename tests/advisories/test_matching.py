from __future__ import annotations

import itertools
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securestack.advisories.matching import Upgrade, match, match_all, query_of
from securestack.advisories.osv import decode, is_affected
from securestack.advisories.store import Store
from securestack.advisories.versions.catalogue import scheme_of
from tests.advisories.bucket import advisory, since, store_of


def flaws(
    store: Store, version: str, ecosystem: str = "npm", name: str = "shop", purl: str = ""
) -> list[str]:
    return [found.flaw.id for found in match(store, query_of(ecosystem, name, version, purl)).matches]


def test_a_version_in_the_range_and_its_neighbours(tmp_path: Path) -> None:
    with store_of(tmp_path, advisory("A-1", events=since("1.2.0", "1.4.0"))) as store:
        assert flaws(store, "1.2.0") == ["A-1"]
        assert flaws(store, "1.3.9") == ["A-1"]
        assert flaws(store, "1.4.0-rc.1") == ["A-1"]
        assert flaws(store, "1.1.9") == []
        assert flaws(store, "1.4.0") == []
        found = match(store, query_of("npm", "shop", "1.3.0"))
        assert found.matches[0].fixed == "1.4.0"
        assert found.upgrade == Upgrade("1.4.0")


def test_only_the_very_package_matches(tmp_path: Path) -> None:
    with store_of(tmp_path, advisory("A-1", events=since("0"))) as store:
        assert flaws(store, "1.0.0") == ["A-1"]
        assert flaws(store, "1.0.0", name="shop2") == []
        assert flaws(store, "1.0.0", name="@x/shop") == []
        assert flaws(store, "1.0.0", name="Shop") == []
        assert flaws(store, "1.0.0", ecosystem="PyPI") == []


def test_aliases_make_one_flaw(tmp_path: Path) -> None:
    records = [
        advisory("GHSA-1", events=since("0", "1.5.0"), aliases=["CVE-2020-1"], summary="told"),
        advisory("PYSEC-1", events=since("0", "1.4.0"), aliases=["CVE-2020-1", "SNYK-1"]),
        advisory("OTHER-1", events=since("0", "1.2.0"), aliases=["SNYK-1"]),
        advisory("APART-1", events=since("0", "1.3.0")),
    ]
    with store_of(tmp_path, *records) as store:
        found = match(store, query_of("npm", "shop", "1.0.0"))
        assert sorted(one.flaw.id for one in found.matches) == ["APART-1", "CVE-2020-1"]
        merged = next(one for one in found.matches if one.flaw.id == "CVE-2020-1")
        assert set(merged.flaw.names) == {"GHSA-1", "PYSEC-1", "OTHER-1", "CVE-2020-1", "SNYK-1"}
        assert merged.fixed == "1.5.0"
        assert merged.flaw.summary == "told"
        assert found.upgrade == Upgrade("1.5.0")


def test_the_least_upgrade_that_clears_all(tmp_path: Path) -> None:
    records = [
        advisory("A-1", events=since("0", "1.2.0")),
        advisory("A-2", events=[*since("0", "1.1.5"), *since("1.2.0", "1.3.0")]),
        advisory("A-3", events=since("1.3.0", "1.3.2")),
        advisory("A-4", events=since("2.0.0", "2.1.0")),
    ]
    with store_of(tmp_path, *records) as store:
        found = match(store, query_of("npm", "shop", "1.0.0"))
        assert {one.flaw.id: one.fixed for one in found.matches} == {"A-1": "1.2.0", "A-2": "1.1.5"}
        assert found.upgrade == Upgrade("1.3.2")


def test_what_no_upgrade_clears_is_named(tmp_path: Path) -> None:
    records = [
        advisory("A-1", events=since("0", "1.2.0")),
        advisory("A-2", events=since("0")),
        advisory("A-3", events=[{"introduced": "0"}, {"last_affected": "1.9.0"}]),
    ]
    with store_of(tmp_path, *records) as store:
        found = match(store, query_of("npm", "shop", "1.0.0"))
        assert found.upgrade == Upgrade("1.2.0", ("A-2", "A-3"))
        only = match(store, query_of("npm", "shop", "1.5.0"))
        assert [one.fixed for one in only.matches] == ["", ""]
        assert only.upgrade is None


def test_one_database_may_know_of_a_fix_that_another_does_not(tmp_path: Path) -> None:
    records = [
        advisory("GHSA-1", events=since("0", "1.2.0"), aliases=["CVE-1"]),
        advisory("PYSEC-1", events=since("0"), aliases=["CVE-1"]),
    ]
    with store_of(tmp_path, *records) as store:
        assert match(store, query_of("npm", "shop", "1.0.0")).upgrade == Upgrade("1.2.0")


@pytest.mark.parametrize(
    ("ecosystem", "version", "reason"),
    [
        ("npm", "", "not given"),
        ("npm", "latest", "cannot be compared"),
        ("npm", "git+ssh://git@host/x", "cannot be compared"),
        ("Packagist", "dev-main", "cannot be compared"),
        ("GitHub Actions", "v4", "moves with each release"),
        ("GitHub Actions", "8ade135a41bc03ea155e62e844d188df1ea18608", "a commit"),
        ("Android", "14", "orders versions is not known"),
    ],
)
def test_unknown_versions_are_said_to_be(tmp_path: Path, ecosystem: str, version: str, reason: str) -> None:
    with store_of(
        tmp_path, advisory("A-1", events=since("0"), ecosystem=ecosystem, versions=["1.0.0"])
    ) as store:
        found = match(store, query_of(ecosystem, "shop", version))
        assert found.matches == ()
        assert reason in found.unknown
        assert found.advisories == 1


def test_a_package_of_which_nothing_is_known_is_not_unknown(tmp_path: Path) -> None:
    with store_of(tmp_path, advisory("A-1", events=since("0"))) as store:
        found = match(store, query_of("npm", "other", "latest"))
        assert (found.unknown, found.advisories) == ("", 0)


def test_versions_listed_letter_by_letter(tmp_path: Path) -> None:
    with store_of(tmp_path, advisory("A-1", versions=["dev-main", "1.0.0"], ecosystem="Packagist")) as store:
        assert flaws(store, "dev-main", "Packagist") == ["A-1"]
        assert flaws(store, "1.0", "Packagist") == ["A-1"]
        assert flaws(store, "1.0.1", "Packagist") == []
        assert match(store, query_of("Packagist", "shop", "dev-other")).unknown


def test_an_ecosystem_without_an_order_still_has_its_lists(tmp_path: Path) -> None:
    with store_of(tmp_path, advisory("A-1", versions=["14-q1"], ecosystem="Android")) as store:
        assert flaws(store, "14-q1", "Android") == ["A-1"]


def test_a_distribution_s_package_is_asked_by_its_source(tmp_path: Path) -> None:
    records = [
        advisory("DSA-1", "openssl", since("0", "3.0.11-1~deb12u2"), ecosystem="Debian:12"),
        advisory("DSA-2", "curl", since("0", "9"), ecosystem="Debian:11"),
    ]
    purl = "pkg:deb/debian/libssl3@3.0.11-1~deb12u1?arch=amd64&upstream=openssl"
    with store_of(tmp_path, *records) as store:
        assert flaws(store, "3.0.11-1~deb12u1", "Debian:12", "libssl3", purl) == ["DSA-1"]
        assert flaws(store, "3.0.11-1~deb12u2", "Debian:12", "libssl3", purl) == []
        assert flaws(store, "3.0.11-1~deb12u1", "Debian:12", "libssl3") == []
        assert flaws(store, "1", "Debian:12", "curl") == []
        found = match(store, query_of("Debian:12", "libssl3", "3.0.11-1~deb12u1", purl))
        assert (found.matches[0].name, found.matches[0].fixed) == ("openssl", "3.0.11-1~deb12u2")
        assert found.upgrade == Upgrade("3.0.11-1~deb12u2")


def test_sources_are_read_from_the_purl() -> None:
    rpm = query_of(
        "AlmaLinux:9",
        "openssl-libs",
        "1:3.0.7-24.el9",
        "pkg:rpm/x@1?upstream=openssl-3.0.7-24.el9.src.rpm&arch=x",
    )
    assert rpm.sources == (("openssl", "1:3.0.7-24.el9"),)
    deb = query_of("Debian:12", "gcc-12-base", "12.2.0-14", "pkg:deb/x@1?upstream=gcc-12%4012.2.0-14")
    assert deb.sources == (("gcc-12", "12.2.0-14"),)


def test_results_come_in_order(tmp_path: Path) -> None:
    with store_of(tmp_path, advisory("A-1", events=since("0"))) as store:
        queries = [query_of("npm", name, "1.0.0") for name in ("b", "shop", "a")]
        assert [len(result.matches) for result in match_all(store, queries)] == [0, 1, 0]


VERSION = st.builds("{}.{}".format, st.integers(0, 4), st.integers(0, 3))
EVENT = st.one_of(
    st.fixed_dictionaries({"introduced": st.one_of(st.just("0"), VERSION)}),
    st.fixed_dictionaries({"fixed": VERSION}),
    st.fixed_dictionaries({"last_affected": VERSION}),
    st.fixed_dictionaries({"limit": VERSION}),
)
AFFECTED = st.lists(
    st.tuples(st.lists(EVENT, max_size=5), st.lists(VERSION, max_size=3)), min_size=1, max_size=5
)


@settings(max_examples=40, deadline=None)
@given(AFFECTED)
def test_the_store_says_what_the_schema_says(affected: list[tuple[list[dict[str, str]], list[str]]]) -> None:
    records: list[dict[str, Any]] = [
        advisory(f"A-{number}", events=events, versions=versions, ecosystem="PyPI")
        for number, (events, versions) in enumerate(affected)
    ]
    scheme = scheme_of("PyPI")
    assert scheme is not None
    with TemporaryDirectory() as folder, store_of(Path(folder), *records) as store:
        for major, minor in itertools.product(range(6), range(5)):
            version = f"{major}.{minor}"
            expected = set()
            for record in records:
                read = decode(json.dumps(record).encode())
                assert read.affected is not None
                if is_affected(read.affected[0], version, scheme):
                    expected.add(read.id)
            found = match(store, query_of("PyPI", "shop", version))
            assert {one.flaw.id for one in found.matches} == expected
            if found.upgrade is not None:
                left = {
                    one.flaw.id
                    for one in match(store, query_of("PyPI", "shop", found.upgrade.version)).matches
                }
                assert left == set(found.upgrade.remaining)
                assert scheme.compare(version, found.upgrade.version) < 0


@pytest.mark.parametrize(
    ("events", "version", "affected"),
    [
        (since("0", "2.0"), "1.0", "< 2.0"),
        (since("1.0", "2.0"), "1.5", ">= 1.0, < 2.0"),
        (since("1.0"), "1.0", ">= 1.0"),
        (since("0"), "1.0", "every version"),
        ([{"introduced": "1.0"}, {"last_affected": "1.2"}], "1.2", ">= 1.0, <= 1.2"),
        ([{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "2.0"}], "2.1", ">= 2.0"),
    ],
)
def test_the_range_the_version_lies_in_is_told(
    tmp_path: Path, events: list[dict[str, str]], version: str, affected: str
) -> None:
    with store_of(tmp_path, advisory("GHSA-1", events=events)) as store:
        (found,) = match(store, query_of("npm", "shop", version)).matches
        assert found.affected == affected
