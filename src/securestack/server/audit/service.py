"""Writing to the audit log, chaining it, and verifying it."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit import queries
from securestack.server.audit.chain import Head, Sealer
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.logs import hide_secrets

_BATCH = 2000
_MOST_FAULTS = 100
_BEFORE_EVERYTHING = -(2**62)  # no forged place lies before it

SYSTEM = Caller(user_id=None, user_agent="securestack")
"""The platform itself, for what jobs and commands do."""


async def record(
    session: AsyncSession,
    caller: Caller,
    action: str,
    object_type: str,
    object_id: uuid.UUID | str | None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    team_id: uuid.UUID | None = None,
    project_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write an entry into the transaction of the change it tells of and return its id.

    `action` is the thing and what was done to it, such as `project.created`. `before` and `after` hold what changed,
    plain values only (`changes` makes them); values whose names or looks are those of secrets are hidden.
    """
    identifier = new_id()
    await queries.insert_entry(
        session,
        {
            "id": identifier,
            "at": now(),
            "actor_user_id": caller.user_id,
            "actor_api_key_id": caller.api_key.id if caller.api_key else None,
            "ip": caller.ip,
            "user_agent": _clean(caller.user_agent[:300]),
            "request_id": caller.request_id[:100],
            "action": action,
            "object_type": object_type,
            "object_id": None if object_id is None else str(object_id),
            "team_id": team_id,
            "project_id": project_id,
            "before": _told(before),
            "after": _told(after),
        },
    )
    return identifier


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what of `before` and `after` differs, for `record`."""
    names = [name for name in after if name not in before or before[name] != after[name]]
    return {name: before[name] for name in names if name in before}, {name: after[name] for name in names}


async def chain(session: AsyncSession, sealer: Sealer) -> Head | None:
    """Chain the entries that wait, up to a batch, and return the new head; None when there was nothing to do.

    Only one transaction chains at a time; another that comes meanwhile finds nothing to do.
    """
    if not await queries.lock_chain(session):
        return None
    position, previous = await queries.last_link(session) or (0, Head().hash)
    links = []
    for entry in await queries.waiting(session, _BATCH):
        position += 1
        sealed = sealer.seal(entry, position, previous)
        links.append((entry["seq"], position, previous, sealed))
        previous = sealed
    if not links:
        return None
    await queries.save_links(session, links)
    return Head(position, previous)


class Fault(msgspec.Struct, frozen=True):
    """A place where the log was tampered with."""

    position: int
    what: str
    entry_id: uuid.UUID | None = None
    at: datetime | None = None
    action: str | None = None


class Verification(msgspec.Struct):
    """What verifying the log has shown. `waiting` entries have no place in the chain yet."""

    entries: int = 0
    head: Head = Head()
    faults: list[Fault] = []
    more_faults: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None

    def add(self, fault: Fault) -> None:
        """Keep a fault; of very many only the first."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(fault)
        else:
            self.more_faults += 1


async def verify(
    reader: Reader, sealer: Sealer, *, known: Head | None = None, newest: int | None = None
) -> Verification:
    """Look at every entry of the log and say where it was changed, and whether a head `known` from before is in it.

    With `newest`, only so many entries at the end are looked at; what the first of them is chained to is believed.
    """
    result = Verification()
    if newest is not None:
        result.head = await queries.head_before_newest(reader, newest) or Head()
    start = result.head.position if result.head.position else _BEFORE_EVERYTHING
    async for entry in _chained(reader, start):
        _verify_entry(entry, sealer, result, known)
    result.waiting, result.waiting_since = await queries.count_waiting(reader)
    if known is not None and known.position > result.head.position:
        missing = known.position - result.head.position
        result.add(
            Fault(result.head.position + 1, f"The last {missing:,} entries up to the known head are missing.")
        )
    return result


def _verify_entry(entry: Mapping[str, Any], sealer: Sealer, result: Verification, known: Head | None) -> None:
    position, expected = entry["position"], result.head.position + 1

    def fault(what: str, at: int = position) -> None:
        result.add(Fault(at, what, entry["id"], entry["at"], entry["action"]))

    if position != expected:
        missing = position - expected
        span = f"Entry {expected} is" if missing == 1 else f"Entries {expected} to {position - 1} are"
        result.add(Fault(expected, f"{span} missing."))
    elif entry["previous_hash"] != result.head.hash:
        fault("It is not chained to the entry before it.")
    if not sealer.holds(entry):
        fault("Its content is not what was written.")
    if known is not None and known.position == position and known.hash != entry["hash"]:
        fault("It is not the entry that was the known head.")
    result.entries += 1
    result.head = Head(position, entry["hash"] or b"")


async def _chained(reader: Reader, position: int) -> AsyncIterator[Any]:
    while rows := await queries.chained_after(reader, position, _BATCH):
        for row in rows:
            yield row
        position = rows[-1]["position"]


def _told(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    plain: dict[str, Any] = msgspec.to_builtins(dict(values), str_keys=True)
    return {name: _clean(value) for name, value in hide_secrets(None, "", plain).items()}


def _clean(value: Any) -> Any:
    """Return a value that the database can store: what strangers send may hold NUL, or half a surrogate pair."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode(errors="replace").decode()
    if isinstance(value, dict):
        return {_clean(name): _clean(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    return value
