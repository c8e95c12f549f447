"""Taking in a file of findings: all of it, or nothing.

The body goes to a file on disk while it arrives, is read from there in slices, and is merged in one transaction. The
id of an import is made of its content, so the same file changes nothing the second time.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import itertools
import mmap
import re
import tempfile
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import IO

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.finding import Finding
from securestack.core.masking import Masker
from securestack.server.audit.service import record
from securestack.server.findings import queries_imports as queries
from securestack.server.findings.feeds import Feeds
from securestack.server.findings.importers import importer_of
from securestack.server.findings.importers.importer import HEAD, ImportedRun, UnreadableFile
from securestack.server.findings.ingest import ingest
from securestack.server.findings.queries_ingest import lock_project
from securestack.server.findings.stored import tidy_line
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.outbox import write_event
from securestack.server.kit.problems import Problem, invalid
from securestack.server.teams.permissions import ProjectAccess

MOST_FINDINGS = 250_000
_BATCH = 500
_AT_ONCE = 2
_SLUG = re.compile(r"[^a-z0-9]+")
_masker = Masker()
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


class OpenFile(msgspec.Struct, frozen=True):
    """A file that has arrived and was recognised."""

    format: str
    digest: bytes
    runs: list[ImportedRun]


@contextlib.asynccontextmanager
async def received(body: AsyncIterator[bytes]) -> AsyncIterator[OpenFile]:
    """Lend what a body holds. Raises the problems `unreadable-file` and `storage-full`."""
    with contextlib.ExitStack() as stack:
        try:
            file = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by the stack
            stack.callback(_close, file)
            async for piece in body:
                file.write(piece)
            file.flush()
        except OSError as error:
            raise Problem(
                503, "storage-full", "The file cannot be stored on the server now; try again later."
            ) from error
        async with _turn():
            with _as_problem():
                opened = await asyncio.to_thread(_open, file)
            yield opened


async def take_in(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    file: OpenFile,
    *,
    target_id: uuid.UUID | None,
    file_name: str,
    feeds: Feeds | None = None,
) -> tuple[uuid.UUID, bool]:
    """Merge a file into a project and return the id of the import, and whether it was there already.

    Raises the problems `unreadable-file`, `too-many` and `invalid-request`; nothing is written then.
    """
    if target_id is not None and not await queries.has_target(session, access.project_id, target_id):
        raise invalid("query.target_id", "The project has no such target.")
    await lock_project(session, access.project_id)  # the same file twice at once is taken in once
    import_id = _import_id(access.project_id, target_id, file)
    if await queries.read_import(session, access.project_id, import_id) is not None:
        return import_id, True
    at = now()
    statistics: Counter[str] = Counter()
    for run in file.runs:
        await _take_run(session, access, run, import_id, target_id, at, statistics, feeds)
    tools = tidy_line(", ".join(dict.fromkeys(run.tool for run in file.runs)), 200)
    told = {name: statistics[name] for name in ("findings", "new", "known", "reopened")}
    await queries.save_import(
        session,
        *(import_id, access.project_id, target_id, file.format, tools, tidy_line(file_name, 200)),
        *(msgspec.json.encode(told).decode(), caller.user_id, at),
    )
    await record(
        session,
        caller,
        "findings.imported",
        "import",
        import_id,
        after={"format": file.format, "tool": tools, "file_name": file_name, **told},
        team_id=access.team_id,
        project_id=access.project_id,
    )
    data = {"import_id": str(import_id), "tool": tools, **told}
    await write_event(session, "findings.imported", data, project_id=access.project_id)
    return import_id, False


@contextlib.asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """Wait until few enough other files are being read in this process."""
    loop = asyncio.get_running_loop()
    for other in [one for one in _turns if one.is_closed()]:
        del _turns[other]
    async with _turns.setdefault(loop, asyncio.Semaphore(_AT_ONCE)):
        yield


async def _take_run(
    session: AsyncSession,
    access: ProjectAccess,
    run: ImportedRun,
    import_id: uuid.UUID,
    target_id: uuid.UUID | None,
    at: datetime,
    statistics: Counter[str],
    feeds: Feeds | None,
) -> None:
    origin = _SLUG.sub("-", run.tool.lower()).strip("-") or "import"
    observed_at = min(run.observed_at, at) if run.observed_at else at
    while True:
        with _as_problem():
            findings = await asyncio.to_thread(_next, run.findings)
        if not findings:
            return
        statistics["findings"] += len(findings)
        if statistics["findings"] > MOST_FINDINGS:
            raise Problem(422, "too-many", f"The file holds more than {MOST_FINDINGS:,} findings; divide it.")
        result = await ingest(
            session,
            project_id=access.project_id,
            target_id=target_id,
            scan_id=import_id,
            origin=origin,
            observed_at=observed_at,
            findings=findings,
            rules=run.rules,
            source="import",
            feeds=feeds,
        )
        statistics["new"] += result.new
        statistics["known"] += result.seen - result.new
        statistics["reopened"] += result.reopened


def _close(file: IO[bytes]) -> None:
    # Where the disk is full, what could not be written is tried again here, and fails again.
    with contextlib.suppress(OSError):
        file.close()


def _open(file: IO[bytes]) -> OpenFile:
    size = file.seek(0, 2)
    if size == 0:
        raise UnreadableFile("The file is empty.")
    mapped = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
    importer = importer_of(mapped[:HEAD])
    view = memoryview(mapped)
    # What was read are slices of the file, so the map goes with the last of them.
    return OpenFile(importer.format, hashlib.sha256(view).digest(), importer.read(view))


def _next(findings: Iterator[Finding]) -> list[Finding]:
    return [_masker.mask_finding(finding) for finding in itertools.islice(findings, _BATCH)]


def _import_id(project_id: uuid.UUID, target_id: uuid.UUID | None, file: OpenFile) -> uuid.UUID:
    """Return an identifier made of the content (RFC 9562, version 8)."""
    named = b"".join((project_id.bytes, target_id.bytes if target_id else bytes(16), file.digest))
    digest = int.from_bytes(hashlib.sha256(named).digest()[:16], "big")
    return uuid.UUID(int=digest & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62)


@contextlib.contextmanager
def _as_problem() -> Iterator[None]:
    try:
        yield
    except UnreadableFile as error:
        raise Problem(422, "unreadable-file", str(error)[:500]) from error
