"""What happens to descriptions of APIs and to the people as whom they are asked."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.scanners.api.options import ApiUser
from securestack.server.apis import queries, reading
from securestack.server.apis.permissions import require_actor
from securestack.server.apis.schemas import ActorChange, NewActor, NewDescription
from securestack.server.audit.service import changes, record
from securestack.server.kit.caller import Caller
from securestack.server.kit.crypto import Vault
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.problems import conflict, invalid, not_found
from securestack.server.models.apis import ActorRole, ApiActor, ApiDescription
from securestack.server.models.projects import TargetKind
from securestack.server.projects.permissions import require_target
from securestack.server.projects.queries_targets import lock_target
from securestack.server.teams.permissions import ProjectAccess, Right

MOST_ACTORS = 10  # of one target
_ADDRESSES = frozenset({TargetKind.WEB, TargetKind.API})


class _Secret(msgspec.Struct):
    """What of an actor is encrypted."""

    password: str = ""
    headers: tuple[tuple[str, str], ...] = ()


async def put_description(
    session: AsyncSession, caller: Caller, target_id: uuid.UUID, new: NewDescription
) -> tuple[str, ...]:
    """Keep a description for a target in place of the one it had; return what of it could not be read.

    Raises the problems `invalid-request` and `takes-no-description` (409).
    """
    access = await _require_address(session, caller, target_id)
    content = new.content or ""
    found = await asyncio.to_thread(reading.read, content) if content else reading.Reading("", "", 0)
    if content and not found.operation_count:
        raise invalid("body.content", "The description names no operation that could be tested.")
    row = await queries.lock_description(session, target_id)
    before = None if row is None else _told_description(row)
    if row is None:
        row = ApiDescription(target_id=target_id)
        session.add(row)
    row.url = new.url or ""
    row.file_name = new.file_name if content else ""
    row.format, row.title, row.operation_count = found.format, found.title, found.operation_count
    row.content = content.encode()
    row.size, row.sha256 = len(row.content), hashlib.sha256(row.content).digest() if content else b""
    row.created_by = caller.user_id
    await session.flush()
    await _audit(
        session,
        caller,
        access,
        "api-description.kept",
        target_id,
        before=before,
        after=_told_description(row),
    )
    return found.notices


async def delete_description(session: AsyncSession, caller: Caller, target_id: uuid.UUID) -> None:
    """Forget the description of a target. Raises the problem `not-found` where it has none."""
    access = await require_target(session, caller, target_id, Right.TARGET_CHANGE)
    row = await queries.lock_description(session, target_id)
    if row is None:
        raise not_found("The description")
    before = _told_description(row)
    await session.delete(row)
    await session.flush()
    await _audit(session, caller, access, "api-description.deleted", target_id, before=before)


async def create_actor(
    session: AsyncSession, caller: Caller, vault: Vault, target_id: uuid.UUID, new: NewActor
) -> uuid.UUID:
    """Set up somebody as whom an API is asked, and return their id.

    Raises the problems `takes-no-description`, `actors-full` and `actor-exists` (409).
    """
    access = await _require_address(session, caller, target_id)
    others = await queries.actors_of(session, target_id)
    if len(others) >= MOST_ACTORS:
        raise conflict("actors-full", f"A target has at most {MOST_ACTORS} actors; remove one first.")
    _require_unique(others, new.name)
    actor = ApiActor(
        id=new_id(), target_id=target_id, name=new.name, role=new.role, username=new.username or ""
    )
    actor.created_by = caller.user_id
    _seal(vault, actor, _Secret(new.password or "", tuple((one.name, one.value) for one in new.headers)))
    session.add(actor)
    await session.flush()
    await _audit(session, caller, access, "api-actor.created", actor.id, after=_told_actor(actor))
    return actor.id


async def change_actor(
    session: AsyncSession,
    caller: Caller,
    vault: Vault,
    actor_id: uuid.UUID,
    change: ActorChange,
    if_match: str | None,
) -> None:
    """Change somebody as whom an API is asked; secrets that are not sent stay. Raises `actor-exists` (409)."""
    access = await require_actor(session, caller, actor_id, Right.TARGET_CHANGE)
    actor = await _locked(session, actor_id)
    require_match(if_match, actor.version)
    before = _told_actor(actor)
    sent = change.model_dump(exclude_unset=True)
    if "name" in sent and sent["name"] != actor.name:
        _require_unique(await queries.actors_of(session, actor.target_id), sent["name"])
    for name in ("name", "role", "username"):
        if name in sent:
            setattr(actor, name, sent[name])
    secret = _open(vault, actor)
    if "password" in sent:
        secret.password = sent["password"]
    if "headers" in sent:
        secret.headers = tuple((one["name"], one["value"]) for one in sent["headers"])
    if bool(actor.username) != bool(secret.password):
        raise invalid("body.password", "A login takes both username and password.")
    _seal(vault, actor, secret)
    actor.version += 1
    await session.flush()
    old, new = changes(before, _told_actor(actor))
    if "password" in sent or "headers" in sent:
        new["secrets"] = "changed"
    if new:
        await _audit(session, caller, access, "api-actor.changed", actor.id, before=old, after=new)


async def delete_actor(session: AsyncSession, caller: Caller, actor_id: uuid.UUID) -> None:
    """Remove somebody as whom an API is asked, and their secrets."""
    access = await require_actor(session, caller, actor_id, Right.TARGET_CHANGE)
    actor = await _locked(session, actor_id)
    before = _told_actor(actor)
    await session.delete(actor)
    await session.flush()
    await _audit(session, caller, access, "api-actor.deleted", actor_id, before=before)


async def users_of(session: AsyncSession, vault: Vault, target_id: uuid.UUID) -> tuple[ApiUser, ...]:
    """Return the actors of a target as the scanner takes them. Raises DecryptionError."""
    users = []
    for actor in await queries.actors_of(session, target_id):
        secret = _open(vault, actor)
        users.append(
            ApiUser(
                name=actor.username,
                password=secret.password,
                headers=secret.headers,
                administrator=actor.role is ActorRole.ADMINISTRATOR,
            )
        )
    return tuple(users)


async def _require_address(session: AsyncSession, caller: Caller, target_id: uuid.UUID) -> ProjectAccess:
    access = await require_target(session, caller, target_id, Right.TARGET_CHANGE)
    target = await lock_target(session, target_id)
    if target is None:
        raise not_found("The target")
    if target.kind not in _ADDRESSES:
        raise conflict(
            "takes-no-description",
            "This target was uploaded; describe the API at a target that is an address.",
        )
    return access


async def _locked(session: AsyncSession, actor_id: uuid.UUID) -> ApiActor:
    actor = await queries.lock_actor(session, actor_id)
    if actor is None:
        raise not_found("The actor")
    return actor


def _require_unique(others: Any, name: str) -> None:
    if any(other.name == name for other in others):
        raise conflict("actor-exists", "The target has an actor of this name already.")


def _place(actor: ApiActor) -> str:
    return f"api_actors.secret:{actor.id}"


def _seal(vault: Vault, actor: ApiActor, secret: _Secret) -> None:
    actor.header_names = ", ".join(name for name, _ in secret.headers)
    actor.secret = vault.encrypt(msgspec.json.encode(secret), _place(actor))


def _open(vault: Vault, actor: ApiActor) -> _Secret:
    return msgspec.json.decode(vault.decrypt(actor.secret, _place(actor)), type=_Secret)


def _told_description(row: ApiDescription) -> dict[str, Any]:
    return {
        "url": row.url,
        "file_name": row.file_name,
        "format": row.format,
        "operations": row.operation_count,
        "sha256": row.sha256.hex(),
    }


def _told_actor(actor: ApiActor) -> dict[str, Any]:
    return {
        "name": actor.name,
        "role": str(actor.role),
        "username": actor.username,
        "headers": actor.header_names,
    }


async def _audit(
    session: AsyncSession,
    caller: Caller,
    access: ProjectAccess,
    action: str,
    subject: uuid.UUID,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await record(
        session,
        caller,
        action,
        action.partition(".")[0],
        subject,
        before=before,
        after=after,
        team_id=access.team_id,
        project_id=access.project_id,
    )
