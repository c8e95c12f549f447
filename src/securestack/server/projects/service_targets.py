"""What happens to targets: made, changed, proven, and allowed to be scanned."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.net.dns import Server
from securestack.net.guard import AddressGuard, parse_allowance
from securestack.server.audit.service import changes, record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import conflict, invalid, not_found
from securestack.server.kit.schemas import row_dict
from securestack.server.kit.tokens import new_secret
from securestack.server.models.projects import Target, TargetKind, VerificationMethod
from securestack.server.projects import queries_targets as queries
from securestack.server.projects.locators import taken_apart, web_locator
from securestack.server.projects.permissions import require_target
from securestack.server.projects.proof import Attempt, Challenge, Prover
from securestack.server.projects.schemas_targets import NewTarget, TargetChange
from securestack.server.settings import Settings
from securestack.server.teams.permissions import ProjectAccess, Right, require_project

_TOKEN_LENGTH = 32  # characters
_WEB = frozenset({TargetKind.WEB, TargetKind.API})
UPLOADED = frozenset({TargetKind.REPOSITORY, TargetKind.MANIFEST, TargetKind.PROGRAM, TargetKind.SBOM})
"""The kinds of targets that are scanned as they were uploaded; nobody else's machine is touched by that."""


class ScannableTarget(msgspec.Struct, frozen=True):
    """A target that may be scanned. `guard` goes with every request of the scan."""

    id: uuid.UUID
    kind: TargetKind
    name: str
    locator: str
    access: ProjectAccess
    guard: AddressGuard


async def address_guard(source: Reader | AsyncSession, settings: Settings) -> AddressGuard:
    """Return the guard that lets requests through to public addresses, and to what administrators allow."""
    hosts = await queries.allowed_hosts(source)
    return AddressGuard(map(parse_allowance, hosts), allow_private=settings.allow_private_targets)


async def require_scannable_target(
    source: Reader | AsyncSession, caller: Caller, target_id: uuid.UUID, settings: Settings
) -> ScannableTarget:
    """Return a target that the caller may scan now.

    Raises the problem `not-found` for a target that is missing or foreign, `forbidden`, `project-archived`, and
    `target-not-verified` (409) where control of it was not proven and no administrator allows it.
    """
    access = await require_target(source, caller, target_id, Right.SCAN_CREATE)
    row = await queries.read_target(source, target_id)
    if row is None:
        raise not_found("The target")
    guard = await address_guard(source, settings)
    if not is_scannable(row, guard):
        raise conflict(
            "target-not-verified",
            "Control of this target is not proven; put the file, the TXT record or the element in place and verify it, "
            "or ask an administrator to allow the host.",
        )
    return ScannableTarget(row["id"], TargetKind(row["kind"]), row["name"], row["locator"], access, guard)


async def still_scannable(
    source: Reader | AsyncSession, target_id: uuid.UUID, settings: Settings
) -> AddressGuard | None:
    """Return the guard for a scan that begins only now; None when its target may no longer be scanned."""
    row = await queries.read_target(source, target_id)
    if row is None:
        return None
    guard = await address_guard(source, settings)
    return guard if is_scannable(row, guard) else None


async def create_target(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID, new: NewTarget
) -> uuid.UUID:
    """Create a target and return its id. Raises the problem `target-exists`."""
    access = await require_project(session, caller, project_id, Right.TARGET_CHANGE)
    locator = web_locator(new.locator, "body.locator")
    target = Target(
        id=new_id(),
        project_id=project_id,
        kind=TargetKind(new.kind.value),
        name=new.name or taken_apart(locator).host,
        locator=locator,
        verification_token=new_secret(_TOKEN_LENGTH),
        created_by=caller.user_id,
    )
    await _require_unique(session, target)
    session.add(target)
    await session.flush()
    await _tell(session, caller, "created", access, target, after=_told(target))
    return target.id


async def uploaded_target(
    session: AsyncSession, caller: Caller, access: ProjectAccess, kind: TargetKind, name: str
) -> uuid.UUID:
    """Return the target of uploads that was first called `name`, made now where there is none.

    What it is follows what is uploaded to it. The project's row is to be locked, so that two at once make one.
    """
    known = await queries.target_by_locator(session, access.project_id, UPLOADED, name)
    if known is None:
        known = Target(
            id=new_id(),
            project_id=access.project_id,
            kind=kind,
            name=name,
            locator=name,
            verification_token="",  # nothing has to be proven
            created_by=caller.user_id,
        )
        session.add(known)
        await session.flush()
        await _tell(session, caller, "created", access, known, after=_told(known))
    await _become(session, known, kind)
    return known.id


async def upload_to_target(
    session: AsyncSession, access: ProjectAccess, target_id: uuid.UUID, kind: TargetKind
) -> None:
    """Make sure that a target of the project takes uploads. Raises the problems `not-found` and `takes-no-uploads`."""
    target = await queries.lock_target(session, target_id)
    if target is None or target.project_id != access.project_id:
        raise not_found("The target")
    if target.kind not in UPLOADED:
        raise conflict(
            "takes-no-uploads", "This target is scanned over the network; leave it out to make another."
        )
    await _become(session, target, kind)


async def _become(session: AsyncSession, target: Target, kind: TargetKind) -> None:
    if target.kind != kind:
        target.kind = kind
        target.version += 1
        await session.flush()


async def change_target(
    session: AsyncSession, caller: Caller, target_id: uuid.UUID, change: TargetChange, if_match: str | None
) -> None:
    """Change a target. What was proven of one origin says nothing of another."""
    access = await require_target(session, caller, target_id, Right.TARGET_CHANGE)
    target = await _locked(session, target_id)
    require_match(if_match, target.version)
    before = _told(target)
    sent = change.model_dump(exclude_unset=True)
    if "locator" in sent and target.kind in UPLOADED:
        raise invalid("body.locator", "This target has no address; upload to it what is to be scanned.")
    if "locator" in sent:
        locator = web_locator(sent["locator"], "body.locator")
        if taken_apart(locator).origin != taken_apart(target.locator).origin:
            target.verified_at = target.verification_method = None
            target.verification_checked_at = target.verification_error = None
            target.verification_token = new_secret(_TOKEN_LENGTH)
        target.locator = locator
        await _require_unique(session, target)
    if "name" in sent:
        target.name = sent["name"]
    old, new = changes(before, _told(target))
    if new:
        target.version += 1
        await session.flush()
        await _tell(session, caller, "changed", access, target, before=old, after=new)


async def delete_target(
    session: AsyncSession, caller: Caller, target_id: uuid.UUID, if_match: str | None
) -> None:
    """Remove a target; its scans and findings stay."""
    access = await require_target(session, caller, target_id, Right.TARGET_CHANGE)
    target = await _locked(session, target_id)
    require_match(if_match, target.version)
    await session.delete(target)
    await session.flush()
    await _tell(session, caller, "deleted", access, target, before=_told(target))


async def verify_target(
    platform: Platform, caller: Caller, target_id: uuid.UUID, method: VerificationMethod | None
) -> list[Attempt]:
    """Look for the proof and keep what came of it; no transaction is open while others are asked.

    Failing to find it again takes nothing away.
    """
    async with platform.database.read(caller) as reader:
        await require_target(reader, caller, target_id, Right.TARGET_VERIFY)
        row = await queries.read_target(reader, target_id)
        guard = await address_guard(reader, platform.settings)
    if row is None:
        raise not_found("The target")
    if row["kind"] in UPLOADED:
        raise conflict("nothing-to-prove", "This target was uploaded, so nothing has to be proven.")
    challenge = Challenge(row["locator"], row["verification_token"])
    servers: list[Server] | None = [
        (host.strip("[]"), int(port))
        for host, _, port in (server.rpartition(":") for server in platform.settings.name_servers)
    ] or None
    attempts = await Prover(guard, servers).prove(challenge, method)
    async with platform.database.transaction(caller) as session:
        access = await require_target(session, caller, target_id, Right.TARGET_VERIFY)
        target = await _locked(session, target_id)
        if target.verification_token != challenge.token:
            raise conflict(
                "changed-meanwhile", "The target was changed while its proof was looked for; verify again."
            )
        await _keep(session, caller, access, target, attempts)
    return attempts


def shown(row: Any, guard: AddressGuard) -> dict[str, Any]:
    """Return a target as the API shows it."""
    values = row_dict(row)
    token = values.pop("verification_token")
    web = row["kind"] in _WEB
    values["allowed"] = not web or _allowed(row, guard)
    values["scannable"] = is_scannable(row, guard)
    values["proof"] = Challenge(values["locator"], token).described() if web else None
    return values


async def _keep(
    session: AsyncSession, caller: Caller, access: ProjectAccess, target: Target, attempts: list[Attempt]
) -> None:
    proven = next((attempt for attempt in attempts if attempt.proven), None)
    before = {"verified_at": target.verified_at, "verification_method": target.verification_method}
    target.verification_checked_at = now()
    if proven is not None:
        target.verified_at, target.verification_method = now(), proven.method
        target.verification_error = None
    else:
        target.verification_error = " ".join(f"{one.looked_at}: {one.seen}." for one in attempts)[:2000]
    target.version += 1
    await session.flush()
    after = {
        "verified_at": target.verified_at,
        "verification_method": target.verification_method,
        "proven": proven is not None,
    }
    await _tell(
        session, caller, "verified" if proven else "not-verified", access, target, before=before, after=after
    )


def _allowed(row: Any, guard: AddressGuard) -> bool:
    parts = taken_apart(row["locator"])
    return guard.allows_by_name(parts.host, parts.port)


def is_scannable(row: Any, guard: AddressGuard) -> bool:
    """Return whether a target of this kind, locator and proof may be scanned."""
    return row["kind"] not in _WEB or row["verified_at"] is not None or _allowed(row, guard)


async def _require_unique(session: AsyncSession, target: Target) -> None:
    if (other := await queries.same_target(session, target)) is not None:
        raise conflict("target-exists", "The project has this target already.", target_id=str(other))


async def _locked(session: AsyncSession, target_id: uuid.UUID) -> Target:
    target = await queries.lock_target(session, target_id)
    if target is None:
        raise not_found("The target")
    return target


async def _tell(
    session: AsyncSession,
    caller: Caller,
    action: str,
    access: ProjectAccess,
    target: Target,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await record(
        session,
        caller,
        f"target.{action}",
        "target",
        target.id,
        before=before,
        after=after,
        team_id=access.team_id,
        project_id=access.project_id,
    )
    data = {"target_id": target.id, "project_id": access.project_id}
    await write_event(session, f"target.{action}", data, project_id=access.project_id)


def _told(target: Target) -> dict[str, Any]:
    return {
        "kind": target.kind,
        "name": target.name,
        "locator": target.locator,
        "verified_at": target.verified_at,
    }
