"""Bringing the advisory store up to date: from the public feeds, a mirror, a folder, or a bundle for an isolated network.

The folder of the data holds `osv/ECOSYSTEM/all.zip`, `kev.json` and `epss.csv.gz` as they were fetched, and
`advisories.store`, which is made of them. Any such folder, and its `osv` alone, can be the source of another machine.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import aiohttp
import msgspec

from securestack.advisories.download import Fetched, Outcome, fetch
from securestack.advisories.store_build import BuildFailed, BuildReport, build_store, ecosystem_files
from securestack.advisories.threats import BadFeed, read_epss, read_kev, write_exploited, write_likelihoods

STORE = "advisories.store"
KEV = "kev.json"
EPSS = "epss.csv.gz"

ECOSYSTEMS = (
    "Bitnami",
    "ConanCenter",
    "CRAN",
    "crates.io",
    "GHC",
    "GitHub Actions",
    "Go",
    "Hackage",
    "Hex",
    "Julia",
    "Maven",
    "npm",
    "NuGet",
    "Packagist",
    "Pub",
    "PyPI",
    "RubyGems",
    "SwiftURL",
)
DISTRIBUTIONS = ("AlmaLinux", "Alpine", "Debian", "Rocky Linux", "Ubuntu", "Wolfi")


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Where the feeds are. `osv` is laid out like the public bucket; an empty `kev` or `epss` leaves that feed out."""

    osv: str = "https://osv-vulnerabilities.storage.googleapis.com"
    kev: str = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"
    epss: str = "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz"
    ecosystems: tuple[str, ...] = ECOSYSTEMS
    proxy: str = ""
    at_once: int = 4


class UpdateReport(msgspec.Struct, kw_only=True):
    """What an update did. `build` is None where nothing had changed, so that the store stayed as it was."""

    fetched: tuple[Fetched, ...] = ()
    build: BuildReport | None = None
    exploited: int = 0
    likelihoods: int = 0
    notes: list[str] = []


class UpdateFailed(Exception):
    """The store could not be brought up to date; the message says why, and the old store is as it was."""


Progress = Callable[[str], None]


async def update(
    data: Path, sources: Sources, *, progress: Progress | None = None, pause: float = 1.0
) -> UpdateReport:
    """Fetch what changed and make the store anew if anything did. Raises UpdateFailed.

    A feed that cannot be fetched is noted; its last file goes on being used.
    """
    wanted = [
        (name, f"{sources.osv.rstrip('/')}/{quote(name)}/all.zip", data / "osv" / name / "all.zip")
        for name in sources.ecosystems
    ]
    wanted += [(name, url, data / name) for name, url in ((KEV, sources.kev), (EPSS, sources.epss)) if url]
    turns = asyncio.Semaphore(sources.at_once)
    limits = aiohttp.ClientTimeout(total=None, connect=30, sock_read=60)

    async def one(name: str, url: str, path: Path) -> Fetched:
        async with turns:
            if progress is not None:
                progress(name)
            return await fetch(session, name, url, path, pause=pause)

    async with aiohttp.ClientSession(
        timeout=limits, trust_env=False, auto_decompress=False, proxy=sources.proxy or None
    ) as session:
        fetched = tuple(await asyncio.gather(*(one(*each) for each in wanted)))
    report = UpdateReport(fetched=fetched)
    report.notes += [f"{one.name}: {one.reason}." for one in fetched if one.outcome is Outcome.FAILED]
    if not any(one.path.is_file() for one in fetched):
        raise UpdateFailed("No feed could be fetched. " + " ".join(report.notes[:3]))
    if _is_newest(data / STORE, fetched):
        return report
    return await asyncio.to_thread(_rebuild, data, data, report, sources.osv, progress)


def _is_newest(store: Path, fetched: tuple[Fetched, ...]) -> bool:
    """Say whether the store was made after every file; one whose making failed before is made now."""
    return store.is_file() and not any(
        one.path.is_file() and one.path.stat().st_mtime_ns > store.stat().st_mtime_ns for one in fetched
    )


def update_from_folder(data: Path, folder: Path, *, progress: Progress | None = None) -> UpdateReport:
    """Make the store of what lies in a folder: ECOSYSTEM/all.zip, or `osv` with these, `kev.json` and `epss.csv.gz`.

    Raises UpdateFailed.
    """
    return _rebuild(data, folder, UpdateReport(), folder.name, progress)


def _rebuild(
    data: Path, folder: Path, report: UpdateReport, source: str, progress: Progress | None
) -> UpdateReport:
    files = ecosystem_files(folder / "osv") or ecosystem_files(folder)
    if not files:
        raise UpdateFailed(f"{folder} holds no ECOSYSTEM/all.zip.")

    def threats(store: sqlite3.Connection) -> None:
        report.exploited = _threat(report, folder / KEV, lambda path: write_exploited(store, read_kev(path)))
        report.likelihoods = _threat(
            report, folder / EPSS, lambda path: write_likelihoods(store, read_epss(path))
        )

    information = {"built": datetime.now(UTC).isoformat(timespec="seconds"), "source": source}
    try:
        report.build = build_store(
            files,
            data / STORE,
            information=information,
            extra=threats,
            progress=None
            if progress is None
            else lambda name, count: progress(f"{name} ({count} advisories)"),
        )
    except BuildFailed as error:
        raise UpdateFailed(str(error)) from error
    report.notes += report.build.notes
    return report


def _threat(report: UpdateReport, path: Path, write: Callable[[Path], int]) -> int:
    if not path.is_file():
        return 0
    try:
        return write(path)
    except BadFeed as error:
        report.notes.append(str(error))
        return 0
