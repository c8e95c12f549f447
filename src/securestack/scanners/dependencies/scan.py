"""One dependency scan: take the inventory, look every package up, and account for what could not be told."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

from securestack.advisories.handful import SOURCE
from securestack.advisories.matching import match, package_query
from securestack.advisories.opening import open_store
from securestack.advisories.store import NoStore, Store
from securestack.advisories.store_build import BuildFailed
from securestack.core.context import ScanContext
from securestack.core.events import (
    CheckStatus,
    Event,
    FindingFound,
    Notice,
    NoticeLevel,
    Outcome,
    Progress,
    ScanStatus,
)
from securestack.core.finding import Finding
from securestack.core.package import Package, Scope
from securestack.inventory.manifest import FileNotice, Manifest
from securestack.inventory.walk import Inventory, inventory_of
from securestack.scanners.dependencies import remarks
from securestack.scanners.dependencies.exceptions import Exceptions, UnreadableVex
from securestack.scanners.dependencies.findings import Looked, findings_of
from securestack.scanners.dependencies.licences import CHECK_ID as LICENCE_CHECK
from securestack.scanners.dependencies.licences import licence_findings
from securestack.scanners.dependencies.options import DependencyScanOptions
from securestack.scanners.dependencies.paths import Paths
from securestack.scanners.dependencies.reading import NothingToScan, read_target
from securestack.scanners.dependencies.rule import CHECK_ID

_STEP = 500  # packages looked up between two looks at whether to go on


async def scan(options: DependencyScanOptions, context: ScanContext) -> AsyncGenerator[Event, None]:
    """Scan what a folder is made of. The last event is always a ScanStatus.

    Setting `context.stop` ends the scan with an account of what was looked at.
    """
    try:
        with open_store(Path(options.store) if options.store else None) as store:
            dependency_scan = _Scan(options, store)
            for event in dependency_scan.events():
                yield event
                await asyncio.sleep(0)
                if context.stop.is_set():
                    dependency_scan.stopped = True
                    break
            for event in dependency_scan.closing_events():
                yield event
    except (NothingToScan, NoStore, BuildFailed, UnreadableVex) as error:
        yield CheckStatus(CHECK_ID, Outcome.FAILED, str(error))
        yield ScanStatus(Outcome.FAILED, str(error))


class _Scan:
    """The state of one scan."""

    def __init__(self, options: DependencyScanOptions, store: Store) -> None:
        self._options = options
        self._store = store
        self._exceptions = Exceptions(options.vex, options.product)
        self._seen: set[str] = set()
        self._manifests = 0
        self._unsure = False  # something could not be read or looked up
        self._unlicensed = False  # some file tells no licences
        self._handful = store.information().get("source") == SOURCE
        self.stopped = False

    def events(self) -> Iterator[Event]:
        """Do the work. Raises NothingToScan and NoStore."""
        if self._handful:
            yield Notice(remarks.HANDFUL, NoticeLevel.WARNING)
        yield from remarks.age(self._store, datetime.datetime.now(datetime.UTC))
        found: list[Manifest | FileNotice] = []
        for one in read_target(Path(self._options.path)):
            found.append(one)
            yield Progress("reading", len(found), detail=one.path)
        inventory = inventory_of(found)
        self._manifests = len(inventory.manifests)
        for notice in _file_notices(inventory):
            self._unsure = True
            yield remarks.of_file(notice)
        yield from self._look_up(inventory)

    def _look_up(self, inventory: Inventory) -> Iterator[Event]:
        total = sum(len(manifest.packages) for manifest in inventory.manifests)
        done = 0
        ecosystems: dict[str, set[str]] = {}
        for manifest in inventory.manifests:
            looked: list[Looked] = []
            for package in manifest.packages:
                done += 1
                if self._wanted(package):
                    self._seen.add(package.purl)
                    ecosystems.setdefault(package.ecosystem, set()).add(package.purl)
                    result = match(self._store, package_query(package))
                    looked.append((package, self._exceptions.applied(package, result)))
                if done % _STEP == 0:
                    yield self._progress(done, total, manifest.path)
            paths = Paths(manifest.packages)
            for finding in findings_of(manifest.path, looked, paths, self._store):
                yield FindingFound(finding)
            if self._options.licences is not None:
                wanted = [package for package, _ in looked]
                for one in licence_findings(manifest.path, wanted, paths, self._options.licences):
                    self._unlicensed = self._unlicensed or isinstance(one, Notice)
                    yield FindingFound(one) if isinstance(one, Finding) else one
            for notice in remarks.unknown_versions(manifest.path, looked):
                self._unsure = self._unsure or notice.level is NoticeLevel.WARNING
                yield notice
            yield self._progress(done, total, manifest.path)
        yield from self._exceptions.notices()
        if not self._handful:
            counts = {ecosystem: len(purls) for ecosystem, purls in ecosystems.items()}
            for notice in remarks.unknown_ecosystems(counts, self._store):
                self._unsure = self._unsure or notice.level is NoticeLevel.WARNING
                yield notice

    def _wanted(self, package: Package) -> bool:
        return self._options.development or package.scope is not Scope.DEVELOPMENT

    def _progress(self, done: int, total: int, path: str) -> Progress:
        return Progress("looking up", done, total, detail=path, packages=len(self._seen))

    def closing_events(self) -> Iterator[Event]:
        """Return what became of the check and of the scan."""
        reason = ""
        if self.stopped:
            reason = "The scan was stopped before its end."
        elif not self._manifests:
            reason = f"No lock file, manifest or installed package was found in {self._options.path}."
            if self._unsure:
                reason = (
                    f"Nothing that names packages could be read in {self._options.path}; the notices say why."
                )
        if reason:
            yield CheckStatus(CHECK_ID, Outcome.INCOMPLETE, reason, len(self._seen))
            yield from self._licence_status(reason)
            yield ScanStatus(Outcome.INCOMPLETE, reason)
            return
        yield from self._licence_status("some files tell no licences" if self._unlicensed else "")
        if self._handful:
            reason = "only the few advisories that come with SecureStack were looked up"
        elif self._unsure:
            reason = "not every file could be read, or not every package looked up; the notices name them"
        yield CheckStatus(
            CHECK_ID, Outcome.INCOMPLETE if reason else Outcome.COMPLETED, reason, len(self._seen)
        )
        yield ScanStatus(Outcome.COMPLETED)

    def _licence_status(self, reason: str) -> Iterator[Event]:
        if self._options.licences is not None:
            outcome = Outcome.INCOMPLETE if reason else Outcome.COMPLETED
            yield CheckStatus(LICENCE_CHECK, outcome, reason, len(self._seen))


def _file_notices(inventory: Inventory) -> Iterator[FileNotice]:
    yield from inventory.notices
    for manifest in inventory.manifests:
        yield from manifest.notices
