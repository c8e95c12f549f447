from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from securestack.advisories.download import Outcome
from securestack.advisories.feeds import Sources, UpdateFailed, UpdateReport, update, update_from_folder
from securestack.advisories.matching import match, query_of
from securestack.advisories.store import Store
from tests.advisories.bucket import advisory, since, write_zip
from tests.advisories.feed_server import FeedServer, serving

KEV = json.dumps(
    {
        "catalogVersion": "2026.10.01",
        "vulnerabilities": [
            {
                "cveID": "CVE-2021-44228",
                "vulnerabilityName": "Log4Shell",
                "dateAdded": "2021-12-10",
                "dueDate": "2021-12-24",
                "requiredAction": "Update.",
                "knownRansomwareCampaignUse": "Known",
            }
        ],
    }
).encode()
EPSS = gzip.compress(
    b"#model_version:v2026,score_date:2026-10-01T00:00:00Z\ncve,epss,percentile\n"
    b"CVE-2021-44228,0.94358,0.99959\nCVE-2021-1,0.00043,0.1\nCVE-1999-0001,0.01,0.8\n"
)


def archive(tmp_path: Path, *identifiers: str) -> bytes:
    return write_zip(
        tmp_path / "made",
        "npm",
        *(advisory(one, events=since("0"), summary=one * 500) for one in identifiers),
    ).read_bytes()


def sources(server: FeedServer, *, threats: bool = False) -> Sources:
    return Sources(
        osv=f"{server.address}/bucket/",
        kev=f"{server.address}/kev" if threats else "",
        epss=f"{server.address}/epss" if threats else "",
        ecosystems=("npm", "Rocky Linux"),
    )


def run(files: dict[str, bytes], work: Callable[[FeedServer], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with serving(files) as server:
            await work(server)

    asyncio.run(whole())


async def updated(data: Path, server: FeedServer, *, threats: bool = False) -> UpdateReport:
    return await update(data, sources(server, threats=threats), pause=0)


def known(data: Path) -> set[str]:
    with Store(data / "advisories.store") as store:
        return {
            one.id
            for found in match(store, query_of("npm", "shop", "1")).matches
            for one in found.flaw.advisories
        }


def test_feeds_are_fetched_and_made_into_a_store(tmp_path: Path) -> None:
    files = {
        "/bucket/npm/all.zip": archive(tmp_path, "A-1"),
        "/bucket/Rocky Linux/all.zip": write_zip(tmp_path / "made", "Rocky Linux").read_bytes(),
        "/kev": KEV,
        "/epss": EPSS,
    }

    async def work(server: FeedServer) -> None:
        report = await updated(tmp_path, server, threats=True)
        assert {one.name: one.outcome for one in report.fetched} == dict.fromkeys(
            ("npm", "Rocky Linux", "kev.json", "epss.csv.gz"), Outcome.NEW
        )
        assert (report.exploited, report.likelihoods, report.notes) == (1, 3, [])
        assert known(tmp_path) == {"A-1"}
        with Store(tmp_path / "advisories.store") as store:
            exploited, likelihood = store.exploited("CVE-2021-44228"), store.likelihood("CVE-2021-44228")
            assert exploited is not None
            assert (exploited.added, exploited.ransomware) == ("2021-12-10", True)
            assert likelihood is not None
            assert likelihood.score == pytest.approx(0.94358, abs=2e-5)
            assert store.likelihood("CVE-1999-0001") is not None
            assert store.likelihood("CVE-2021-2") is None
            assert store.likelihood("GHSA-1") is None
            assert store.exploited("CVE-2021-1") is None
            assert store.information()["built"].endswith("+00:00")

    run(files, work)


def test_what_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    files = {"/bucket/npm/all.zip": archive(tmp_path, "A-1")}

    async def work(server: FeedServer) -> None:
        assert (await updated(tmp_path, server)).build is not None
        before = (tmp_path / "advisories.store").stat().st_mtime_ns
        report = await updated(tmp_path, server)
        assert report.build is None
        assert {one.name: one.outcome for one in report.fetched} == {
            "npm": Outcome.UNCHANGED,
            "Rocky Linux": Outcome.MISSING,
        }
        assert (tmp_path / "advisories.store").stat().st_mtime_ns == before
        server.files["/bucket/npm/all.zip"] = archive(tmp_path, "A-2")
        assert (await updated(tmp_path, server)).build is not None
        assert known(tmp_path) == {"A-2"}

    run(files, work)


def test_the_same_bytes_without_an_etag_change_nothing(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        server.etags = False
        await updated(tmp_path, server)
        report = await updated(tmp_path, server)
        assert report.build is None
        assert report.fetched[0].outcome is Outcome.UNCHANGED

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1")}, work)


def test_a_broken_download_goes_on_where_it_ended(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        server.break_after = [100, 50]
        report = await updated(tmp_path, server)
        assert report.fetched[0].outcome is Outcome.NEW
        ranges = [headers.get("Range") for path, headers in server.asked if path.endswith("npm/all.zip")]
        assert ranges == [None, "bytes=100-", "bytes=150-"]
        assert known(tmp_path) == {"A-1"}

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1")}, work)
    assert not list(tmp_path.rglob("*.part*"))


def test_a_server_without_ranges_sends_it_all_again(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        server.ranges = False
        server.break_after = [100]
        await updated(tmp_path, server)
        assert known(tmp_path) == {"A-1"}

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1")}, work)


def test_a_file_that_changed_while_it_was_half_here_is_fetched_whole(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        server.break_after = [100]
        server.files_after_break = {"/bucket/npm/all.zip": archive(tmp_path, "B-1", "B-2")}
        await updated(tmp_path, server)
        assert known(tmp_path) == {"B-1", "B-2"}

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1")}, work)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_in_trouble_is_asked_again(tmp_path: Path, status: int) -> None:
    async def work(server: FeedServer) -> None:
        server.statuses = [status, status]
        await updated(tmp_path, server)
        assert known(tmp_path) == {"A-1"}

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1")}, work)


def test_what_was_damaged_on_the_way_never_replaces_what_is_there(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        await updated(tmp_path, server)
        server.files["/bucket/npm/all.zip"] = archive(tmp_path, "A-2")
        server.md5 = "AAAAAAAAAAAAAAAAAAAAAA=="
        report = await updated(tmp_path, server)
        assert report.fetched[0].outcome is Outcome.FAILED
        assert "not what the server says it sent" in report.notes[0]
        assert known(tmp_path) == {"A-1"}

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1")}, work)


@pytest.mark.parametrize("digest", [True, False])
def test_a_page_instead_of_a_zip_is_refused(tmp_path: Path, digest: bool) -> None:
    async def work(server: FeedServer) -> None:
        server.md5 = "" if digest else "none"
        with pytest.raises(UpdateFailed, match="no zip file"):
            await updated(tmp_path, server)
        assert not (tmp_path / "advisories.store").exists()

    run({"/bucket/npm/all.zip": b"<html>please log in</html>"}, work)


def test_no_server_is_one_sentence(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        given = sources(server)
        broken = Sources(osv="http://127.0.0.1:9/", kev="", epss="", ecosystems=given.ecosystems)
        with pytest.raises(UpdateFailed, match="No feed could be fetched"):
            await update(tmp_path, broken, pause=0)

    run({}, work)


def test_a_refusal_is_not_repeated(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        server.statuses = [403, 403]
        with pytest.raises(UpdateFailed, match="403"):
            await updated(tmp_path, server)
        assert len(server.asked) == 2

    run({}, work)


def test_a_feed_about_cves_that_is_none_is_noted(tmp_path: Path) -> None:
    async def work(server: FeedServer) -> None:
        report = await updated(tmp_path, server, threats=True)
        assert (report.exploited, report.likelihoods) == (0, 0)
        assert len(report.notes) == 2
        assert known(tmp_path) == {"A-1"}

    run({"/bucket/npm/all.zip": archive(tmp_path, "A-1"), "/kev": b"{}", "/epss": b"cve,epss"}, work)


def test_a_folder_is_a_source(tmp_path: Path) -> None:
    folder = tmp_path / "mirror"
    write_zip(folder, "npm", advisory("A-1", events=since("0")))
    (folder / "kev.json").write_bytes(KEV)
    report = update_from_folder(tmp_path / "data", folder)
    assert report.build is not None
    assert (report.build.advisories, report.exploited) == (1, 1)
    assert known(tmp_path / "data") == {"A-1"}


def test_an_empty_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(UpdateFailed, match=r"ECOSYSTEM/all\.zip"):
        update_from_folder(tmp_path / "data", tmp_path)
