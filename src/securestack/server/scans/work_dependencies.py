"""Dependency scans: what was uploaded is laid out where the scanner can read it, and its packages are kept."""

from __future__ import annotations

import re
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.inventory.licence_policy import LicenceRules
from securestack.net.guard import AddressGuard
from securestack.scanners.dependencies.options import DependencyScanOptions
from securestack.scanners.dependencies.reading import NothingToScan
from securestack.server.inventory import advisory_store
from securestack.server.inventory.archives import BadArchive, NoRoom
from securestack.server.inventory.licences import policy_of_project
from securestack.server.inventory.queries_uploads import newest_upload
from securestack.server.inventory.recording import inventory_at, record_packages, rows_of
from securestack.server.inventory.uploads import UploadGone, fetched, laid_out
from securestack.server.kit.platform import Platform
from securestack.server.models.inventory import UploadKind
from securestack.server.scans.queries_queue import Claim
from securestack.server.scans.work import CannotBegin
from securestack.server.settings import Settings

_NAME_LENGTH = 100


class DependencyWork:
    """A dependency scan of one upload."""

    guard: AddressGuard | None = None  # it connects to nothing

    def __init__(
        self, settings: Settings, claim: Claim, upload: Any, file: IO[bytes], licences: LicenceRules | None
    ) -> None:
        self._settings = settings
        self._claim = claim
        self._kind = UploadKind(upload["kind"])
        # An SBOM's own name changes with each release, and findings are told apart by the name of their file.
        named = claim.target if self._kind is UploadKind.SBOM else str(upload["file_name"])
        self._name = _file_name(named)
        self._file = file
        self._licences = licences
        self._path = Path()
        self._rows: list[tuple[Any, ...]] = []
        self._store = advisory_store.StoreStatus()

    @contextmanager
    def begun(self) -> Iterator[DependencyScanOptions]:
        """Lend the options, with what was uploaded laid out. Raises CannotBegin."""
        self._store = advisory_store.status(self._settings)
        try:
            with laid_out(self._file, self._kind, self._name) as path:
                self._path = path
                yield DependencyScanOptions(
                    path=str(path),
                    store=str(advisory_store.store_path(self._settings)),
                    development=bool(self._claim.options.get("development", True)),
                    licences=self._licences,
                )
        except (BadArchive, NoRoom) as error:
            raise CannotBegin(str(error)) from error

    def looked_at(self, result: ScanResult) -> ScanResult:
        """Take down the packages, and return the result without the names of folders on this machine."""
        if result.outcome is Outcome.COMPLETED:
            try:
                self._rows = rows_of(inventory_at(self._path), result)
            except NothingToScan as problem:
                result = msgspec.structs.replace(result, outcome=Outcome.FAILED, reason=str(problem))
        return msgspec.structs.replace(
            result,
            reason=self._shown(result.reason),
            checks=tuple(
                msgspec.structs.replace(check, reason=self._shown(check.reason)) for check in result.checks
            ),
            notices=tuple(
                msgspec.structs.replace(notice, message=self._shown(notice.message))
                for notice in result.notices
            ),
        )

    def statistics(self) -> dict[str, Any]:
        """Return which advisories were looked up."""
        return {"advisory_store": advisory_store.told(self._store)}

    async def keep(self, session: AsyncSession, claim: Claim) -> None:
        """Write the packages of the target."""
        if claim.target_id is not None:
            await record_packages(session, claim.project_id, claim.target_id, claim.id, self._rows)

    def _shown(self, text: str) -> str:
        store = str(advisory_store.store_path(self._settings))
        return text.replace(str(self._path), "the upload").replace(store, "on this server")


@asynccontextmanager
async def dependency_work(platform: Platform, claim: Claim) -> AsyncIterator[DependencyWork]:
    """Lend a claimed dependency scan, ready to run. Raises CannotBegin."""
    named = claim.options.get("upload_id")
    upload = None
    if claim.target_id is not None:
        async with platform.database.read() as reader:
            upload = await newest_upload(reader, claim.target_id, uuid.UUID(named) if named else None)
            policy = await policy_of_project(reader, claim.project_id)
    try:
        if upload is None:
            raise UploadGone
        with tempfile.TemporaryFile() as file:
            await fetched(platform, upload["id"], file)
            yield DependencyWork(platform.settings, claim, upload, file, policy.for_scan())
    except UploadGone as error:
        raise CannotBegin(str(error)) from error


def _file_name(text: str) -> str:
    """Return a name that a file can have, the same for the same text."""
    return re.sub(r"[^\w.() +@-]+", "-", text).strip(" .-")[:_NAME_LENGTH] or "upload"
