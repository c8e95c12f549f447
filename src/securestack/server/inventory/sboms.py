"""Bills of materials: made of what was scanned, taken in as documents, written in any format, and compared."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack import __version__
from securestack.advisories.comparison import Comparison, compare
from securestack.advisories.opening import open_store
from securestack.advisories.store import NoStore
from securestack.advisories.store_build import BuildFailed
from securestack.core.package import Package
from securestack.inventory.files import MOST_BYTES
from securestack.inventory.licences import expression_of
from securestack.inventory.manifest import UnreadableFile
from securestack.inventory.sbom.bill import Bill, compose
from securestack.inventory.sbom.reading import read_bill
from securestack.inventory.sbom.validation.validate import validate
from securestack.inventory.sbom.writing import BillFormat, UnwrittenVersion, write_bill
from securestack.server.audit.service import record
from securestack.server.findings.queries_ingest import lock_project
from securestack.server.findings.stored import tidy_line
from securestack.server.inventory import advisory_store, queries_packages
from securestack.server.inventory import queries_sboms as queries
from securestack.server.inventory.schemas_sboms import NewSbom
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.problems import Problem, conflict, invalid, not_found
from securestack.server.models.inventory import Sbom, SbomOrigin
from securestack.server.settings import Settings
from securestack.server.teams.permissions import ProjectAccess

_MOST = 5_000  # SBOMs of one project
_MOST_SHOWN = 5_000  # of a list of a comparison
_MOST_PACKAGES_SHOWN = 1_000
_NOTICES = 100
_LENGTH = 300


class Document(msgspec.Struct, frozen=True):
    """An SBOM that has arrived: what it is, the bill in it, what is wrong with it, and its bytes."""

    format: str
    bill: Bill
    notices: list[str]
    source: bytes


async def received(body: AsyncIterator[bytes]) -> Document:
    """Return the SBOM that a body holds. Raises the problem `unusable-file`."""
    source = bytearray()
    async for piece in body:
        source += piece
        if len(source) > MOST_BYTES:
            raise Problem(
                422, "unusable-file", f"The file has more than {MOST_BYTES // 2**20} MiB, as no SBOM has."
            )
    try:
        return await asyncio.to_thread(_read, bytes(source))
    except UnreadableFile as problem:
        raise Problem(422, "unusable-file", problem.message[:500]) from problem


async def generate(session: AsyncSession, caller: Caller, access: ProjectAccess, new: NewSbom) -> uuid.UUID:
    """Make an SBOM of what was scanned last, and return its id.

    Raises the problems `nothing-scanned` and `too-many` (409), and `invalid-request`.
    """
    about = await queries.subject_of(session, access.project_id, new.target_id)
    if about is None:
        raise invalid("body.target_id", "The project has no such target.")
    details = await queries_packages.details_of(session, access.project_id, new.target_id)
    if not details:
        raise conflict("nothing-scanned", "No packages are known yet: upload something and scan it first.")
    created = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    name = new.name or about["name"]
    bill = await asyncio.to_thread(_composed, name, details, new.version, created)
    return await _save(
        session,
        caller,
        access,
        Sbom(
            target_id=new.target_id,
            scan_id=about["scan_id"],
            origin=SbomOrigin.GENERATED,
            name=f"{name} {new.version}".strip(),
            format="",
        ),
        bill,
        msgspec.json.encode(bill),
        [],
    )


async def keep(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    document: Document,
    *,
    name: str,
    target_id: uuid.UUID | None,
) -> uuid.UUID:
    """Keep an SBOM that was uploaded, and return its id. Raises the problems `too-many` and `invalid-request`."""
    if await queries.subject_of(session, access.project_id, target_id) is None:
        raise invalid("query.target_id", "The project has no such target.")
    sbom = Sbom(target_id=target_id, origin=SbomOrigin.UPLOADED, name=name, format=document.format)
    return await _save(session, caller, access, sbom, document.bill, document.source, document.notices)


async def remove(session: AsyncSession, caller: Caller, access: ProjectAccess, sbom_id: uuid.UUID) -> None:
    """Delete an SBOM."""
    sbom = await queries.delete_sbom(session, sbom_id)
    if sbom is None:
        raise not_found("The SBOM")
    await _audit(session, caller, access, "deleted", sbom.id, before=_told(sbom))


def bill_of(row: Any) -> Bill:
    """Return the bill in a row with `origin` and `content`."""
    content = zlib.decompress(row["content"])
    if row["origin"] == SbomOrigin.GENERATED:
        return msgspec.json.decode(content, type=Bill)
    return read_bill(content, str(row["name"]))[1]


def written(row: Any, format: BillFormat | None, version: str | None) -> bytes:
    """Return the document in a format; without one an uploaded document as it was. Raises the problem `invalid-request`."""
    if format is None and row["origin"] == SbomOrigin.UPLOADED:
        return zlib.decompress(row["content"])
    try:
        return write_bill(bill_of(row), format or BillFormat.CYCLONEDX, version, __version__)
    except UnwrittenVersion as error:
        raise invalid("query.version", str(error)) from error


def packages_in(row: Any, search: str) -> dict[str, Any]:
    """Return the packages of an SBOM whose name or purl holds a text."""
    wanted = search.lower()
    found = [
        package
        for package in bill_of(row).packages
        if wanted in package.name.lower() or wanted in package.purl.lower()
    ]
    return {"total": len(found), "items": [_shown(package) for package in found[:_MOST_PACKAGES_SHOWN]]}


def compared(settings: Settings, before: Any, after: Any) -> dict[str, Any]:
    """Return what differs between two SBOMs, with the flaws gained and lost. Raises the problem `no-advisories`."""
    try:
        with open_store(advisory_store.store_path(settings)) as store:
            found = compare(bill_of(before).packages, bill_of(after).packages, store)
            status = advisory_store.described(store)
    except (NoStore, BuildFailed) as error:
        raise conflict(
            "no-advisories", "The advisory store on this server cannot be read; an update makes it anew."
        ) from error
    return {**_differences(found), "store": advisory_store.told(status)}


def _differences(found: Comparison) -> dict[str, Any]:
    counts = Counter(change.kind.value for change in found.changes)
    return {
        "changes": msgspec.to_builtins(found.changes[:_MOST_SHOWN]),
        "change_counts": dict(counts),
        "relicensed": msgspec.to_builtins(found.relicensed[:_MOST_SHOWN]),
        "gained": msgspec.to_builtins((found.gained or ())[:_MOST_SHOWN]),
        "lost": msgspec.to_builtins((found.lost or ())[:_MOST_SHOWN]),
    }


def _read(source: bytes) -> Document:
    checked = validate(source)
    _, bill = read_bill(source, "")
    notices = [
        f"Line {fault.line}: {fault.message}" if fault.line else fault.message for fault in checked.faults
    ]
    notices += [notice.message for notice in bill.notices]
    return Document(
        format=f"{checked.kind} {checked.version}",
        bill=bill,
        notices=[tidy_line(notice, 500) for notice in notices[:_NOTICES]],
        source=source,
    )


def _composed(name: str, details: list[str], version: str, created: str) -> Bill:
    packages = (msgspec.json.decode(one, type=Package) for one in details)
    return compose(name, packages, version=version, created=created)


def _shown(package: Package) -> dict[str, Any]:
    return {
        "purl": package.purl,
        "ecosystem": package.ecosystem,
        "name": package.name,
        "version": package.version,
        "scope": package.scope.value,
        "direct": package.direct,
        "licence": expression_of(package.licences),
        "manifests": sorted({place.path for place in package.found_at}),
    }


async def _save(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    sbom: Sbom,
    bill: Bill,
    content: bytes,
    notices: list[str],
) -> uuid.UUID:
    await lock_project(session, access.project_id)
    count, used = await queries.count_sboms(session, access.project_id)
    packed = await asyncio.to_thread(zlib.compress, content, 6)
    if count >= _MOST or used + len(packed) > 2**30:
        raise conflict("too-many", "The project holds as many SBOMs as it may; delete some first.")
    sbom.id = new_id()
    sbom.project_id = access.project_id
    sbom.name = tidy_line(sbom.name, _LENGTH)
    sbom.subject = tidy_line(bill.subject, _LENGTH)
    sbom.subject_version = tidy_line(bill.subject_version, _LENGTH)
    sbom.package_count = len(bill.packages)
    sbom.notices = notices
    sbom.size = len(content)
    sbom.sha256 = hashlib.sha256(content).digest()
    sbom.content = packed
    sbom.created_by = caller.user_id
    session.add(sbom)
    await session.flush()
    await _audit(session, caller, access, "created", sbom.id, after=_told(sbom))
    return sbom.id


def _told(sbom: Sbom) -> dict[str, Any]:
    return {"name": sbom.name, "origin": sbom.origin, "format": sbom.format, "packages": sbom.package_count}


async def _audit(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    action: str,
    sbom_id: uuid.UUID,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await record(
        session,
        caller,
        f"sbom.{action}",
        "sbom",
        sbom_id,
        before=before,
        after=after,
        team_id=access.team_id,
        project_id=access.project_id,
    )
