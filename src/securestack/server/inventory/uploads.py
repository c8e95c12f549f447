"""Taking in what people upload, and laying it out again where a worker scans it.

The content lies in the database, so that a worker on any machine has it. What the web process writes to disk while a
body arrives, and what a worker unpacks, is gone when the work is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.service import record
from securestack.server.findings.queries_ingest import lock_project
from securestack.server.inventory import archives
from securestack.server.inventory import queries_uploads as queries
from securestack.server.inventory.contents import Recognised, UnusableFile, recognise
from securestack.server.kit.caller import Caller
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import Problem, conflict
from securestack.server.models.inventory import Upload, UploadKind
from securestack.server.models.projects import TargetKind
from securestack.server.projects.service_targets import upload_to_target, uploaded_target
from securestack.server.settings import Settings
from securestack.server.teams.permissions import ProjectAccess

_PIECE = 1024 * 1024
_AT_ONCE = 2
_turns: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


class Arrived(msgspec.Struct, frozen=True):
    """A file that has arrived and is something to scan."""

    file: IO[bytes]
    name: str
    size: int
    sha256: bytes
    what: Recognised


class UploadGone(Exception):
    """What was to be scanned is no longer kept; the message says what to do."""

    def __init__(self) -> None:
        super().__init__("The upload is no longer kept; upload it anew.")


@contextlib.asynccontextmanager
async def received(body: AsyncIterator[bytes], file_name: str) -> AsyncIterator[Arrived]:
    """Lend what a body holds. Raises the problems `unusable-file` and `storage-full`."""
    with contextlib.ExitStack() as stack:
        digest, size = hashlib.sha256(), 0
        try:
            file = stack.enter_context(tempfile.TemporaryFile())
            async for piece in body:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
        except OSError as error:
            raise Problem(
                503, "storage-full", "The file cannot be stored on the server now; try again later."
            ) from error
        async with _turn():
            try:
                what = await asyncio.to_thread(recognise, file, file_name)
            except UnusableFile as error:
                raise Problem(422, "unusable-file", str(error)[:500]) from error
        yield Arrived(file, file_name, size, digest.digest(), what)


async def take_in(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    settings: Settings,
    arrived: Arrived,
    *,
    target_id: uuid.UUID | None,
    target_name: str | None,
) -> Upload:
    """Keep an upload for a target, which is made where it is not there, and return its row.

    Raises the problems `not-found`, `takes-no-uploads` and `uploads-full` (409).
    """
    await lock_project(session, access.project_id)
    used = await queries.bytes_of_project(session, access.project_id)
    if used + arrived.size > settings.max_project_upload_bytes:
        raise conflict(
            "uploads-full",
            f"The uploads of this project would take more than {settings.max_project_upload_bytes // 2**20:,} MiB; remove "
            "targets that are no longer needed.",
        )
    kind = TargetKind(arrived.what.kind.value)
    if target_id is None:
        target_id = await uploaded_target(session, caller, access, kind, target_name or arrived.name)
    else:
        await upload_to_target(session, access, target_id, kind)
    upload = Upload(
        id=new_id(),
        project_id=access.project_id,
        target_id=target_id,
        kind=arrived.what.kind,
        format=arrived.what.format,
        file_name=arrived.name,
        size=arrived.size,
        sha256=arrived.sha256,
        created_by=caller.user_id,
    )
    await queries.save(session, upload)
    await _save_pieces(session, upload.id, arrived.file)
    await _tell(session, caller, access, upload)
    return upload


async def fetched(platform: Platform, upload_id: uuid.UUID, file: IO[bytes]) -> None:
    """Write the content of an upload into a file. Raises UploadGone."""
    size = 0
    async with platform.database.transaction() as session:
        async for piece in queries.pieces(session, upload_id):
            size += file.write(piece)
    if not size:
        raise UploadGone
    file.flush()


@contextlib.contextmanager
def laid_out(file: IO[bytes], kind: UploadKind, name: str) -> Iterator[Path]:
    """Lend the path that a scanner is given: a folder with what was uploaded in it, or an SBOM itself.

    An archive whose only content is one folder is that folder. Raises BadArchive and NoRoom of `archives`.
    """
    with tempfile.TemporaryDirectory(prefix="securestack-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary, "upload")
        folder.mkdir(mode=0o700)
        if kind is UploadKind.REPOSITORY:
            archives.unpack(file, folder)
            inner = list(folder.iterdir())
            yield inner[0] if len(inner) == 1 and inner[0].is_dir() else folder
            return
        place = folder / name
        file.seek(0)
        with place.open("xb") as copy:
            while piece := file.read(_PIECE):
                copy.write(piece)
        place.chmod(0o700 if kind is UploadKind.PROGRAM else 0o600)
        yield place if kind is UploadKind.SBOM else folder


async def _save_pieces(session: AsyncSession, upload_id: uuid.UUID, file: IO[bytes]) -> None:
    file.seek(0)
    place = 0
    while piece := file.read(_PIECE):
        await queries.save_piece(session, upload_id, place, piece)
        place += 1


@contextlib.asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """Wait until few enough other files are being looked through in this process."""
    loop = asyncio.get_running_loop()
    for other in [one for one in _turns if one.is_closed()]:
        del _turns[other]
    async with _turns.setdefault(loop, asyncio.Semaphore(_AT_ONCE)):
        yield


async def _tell(session: AsyncSession, caller: Caller, access: ProjectAccess, upload: Upload) -> None:
    after = {
        "target_id": str(upload.target_id),
        "file_name": upload.file_name,
        "format": upload.format,
        "size": upload.size,
        "sha256": upload.sha256.hex(),
    }
    await record(
        session,
        caller,
        "upload.created",
        "upload",
        upload.id,
        after=after,
        team_id=access.team_id,
        project_id=access.project_id,
    )
    data = {"upload_id": str(upload.id), "target_id": str(upload.target_id)}
    await write_event(session, "upload.created", data, project_id=access.project_id)
