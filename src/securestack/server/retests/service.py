"""Looks at findings: asked for by people, taken by workers, and what they change.

A look that is sure changes the finding: what is gone becomes fixed, what was fixed and is there is reopened. Where it
could not be told, nothing changes and the history says why.
"""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.core.evidence import HttpEvidence
from securestack.core.finding import Finding
from securestack.core.masking import Masker
from securestack.net.url import origin, parse
from securestack.scanners.api.replay import is_from_api
from securestack.scanning.replay import ReplayResult
from securestack.server.audit.service import SYSTEM, record
from securestack.server.findings.queries_ingest import insert_events
from securestack.server.findings.schemas import DecidedState, FindingChange
from securestack.server.findings.service import change_finding
from securestack.server.findings.stored import EVIDENCE_BYTES, tidy, tidy_json
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.crypto import Vault
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import conflict
from securestack.server.models.findings import (
    ACTIVE_STATES,
    FindingEventKind,
    FindingState,
    Retest,
    RetestOutcome,
)
from securestack.server.projects.service_targets import require_scannable_target
from securestack.server.retests import queries
from securestack.server.retests.schemas import NewRetest
from securestack.server.scans.options import has_any, require_complete
from securestack.server.scans.schemas import Credentials
from securestack.server.teams.permissions import ProjectAccess

_REASON_LENGTH = 2_000
_NOT_REPLAYABLE = "This finding does not hold what is needed to look for it again; scan its target to see whether it is gone."


async def create_retest(
    session: AsyncSession, caller: Caller, platform: Platform, finding_id: uuid.UUID, new: NewRetest
) -> uuid.UUID:
    """Put a look into the queue and return its id.

    Raises the problems `not-replayable`, `retest-running` and what `require_scannable_target` raises (409).
    """
    await queries.lock_finding(session, finding_id)
    row = await queries.read_finding(session, finding_id)
    assert row is not None, "permissions have read it in this transaction"
    if row["target_id"] is None:
        raise conflict("not-replayable", _NOT_REPLAYABLE)
    target = await require_scannable_target(session, caller, row["target_id"], platform.settings)
    finding = stored_finding(row)
    if finding is None or replay_origin(finding) != origin(target.locator):
        raise conflict("not-replayable", _NOT_REPLAYABLE)
    require_complete(new.credentials)
    if await queries.under_way(session, finding_id):
        raise conflict("retest-running", "Somebody looks at this finding already; wait for what comes of it.")
    retest = Retest(
        id=new_id(),
        finding_id=finding_id,
        target_id=row["target_id"],
        options={"verify_tls": new.verify_tls},
        created_by=caller.user_id,
    )
    if has_any(new.credentials):
        retest.secret_options = platform.vault.encrypt(
            new.credentials.model_dump_json().encode(), _place(retest.id)
        )
    session.add(retest)
    await session.flush()
    await record(
        session,
        caller,
        "finding.retest-asked",
        "finding",
        finding_id,
        after={"retest_id": retest.id},
        team_id=target.access.team_id,
        project_id=target.access.project_id,
    )
    return retest.id


def open_credentials(vault: Vault, retest_id: uuid.UUID, secret: bytes | None) -> Credentials:
    """Return who looks. Raises DecryptionError."""
    if secret is None:
        return Credentials()
    return Credentials.model_validate_json(vault.decrypt(secret, _place(retest_id)))


def stored_finding(row: Any) -> Finding | None:
    """Return a stored finding as the scanner knew it; None where it holds nothing to look again with."""
    if row["evidence"] is None:
        return None
    try:
        finding = msgspec.convert(
            {
                **{name: row[name] for name in ("rule_id", "summary", "confidence", "fingerprint")},
                "location": plain(row["location"]),
                "evidence": plain(row["evidence"]),
            },
            Finding,
        )
    except msgspec.ValidationError:
        return None
    return finding if finding.evidence.replay is not None else None


def replay_origin(finding: Finding) -> str | None:
    """Return where a look would send its requests: an import can say anything, so it must be the target's own."""
    replay = finding.evidence.replay
    state = replay.state if replay is not None else {}
    template = state.get("template")
    stated = template.get("origin") if isinstance(template, dict) else None
    if is_from_api(state):
        stated = state.get("graphql", state.get("url"))
    parts = parse(f"{stated}/") if isinstance(stated, str) else None
    return None if parts is None or parts.userinfo else origin(str(parts))


async def finish(session: AsyncSession, claim: Any, result: ReplayResult, secrets: tuple[str, ...]) -> bool:
    """Write what a look showed, and what follows for the finding; return False when another worker has taken it over."""
    outcome = _OUTCOMES[result.confirmed]
    masker = Masker(secrets)
    reason = tidy(masker.mask_text(result.reason), _REASON_LENGTH)
    if not await queries.end(session, claim["id"], claim["attempt"], outcome, reason):
        return False
    row = await queries.read_finding(session, claim["finding_id"])
    if row is None:
        return True  # deleted meanwhile, and the look with it
    access = ProjectAccess(row["project_id"], row["team_id"], None, frozenset(), archived=False)
    columns = (
        [new_id()],
        [row["id"]],
        [FindingEventKind.RETEST.value],
        [None],
        [_json({"outcome": outcome})],
    )
    await insert_events(session, columns, at=now(), user_id=claim["created_by"], text=reason)
    if outcome is RetestOutcome.STILL_THERE:
        await queries.seen_now(session, row["id"], now(), _newest_proof(result, row["fingerprint"], masker))
    change = _consequence(FindingState(row["state"]), outcome, reason)
    if change is not None:
        await change_finding(session, SYSTEM, access, row["id"], change, None)
    told = {"finding_id": str(row["id"]), "outcome": outcome.value, "reason": reason}
    await write_event(session, "finding.retested", told, project_id=row["project_id"])
    return True


_OUTCOMES = {True: RetestOutcome.STILL_THERE, False: RetestOutcome.GONE, None: RetestOutcome.UNKNOWN}


def _consequence(state: FindingState, outcome: RetestOutcome, reason: str) -> FindingChange | None:
    if outcome is RetestOutcome.GONE and state in ACTIVE_STATES:
        return FindingChange(state=DecidedState.FIXED, reason=f"Looked again: {reason}")
    if outcome is RetestOutcome.STILL_THERE and state is FindingState.FIXED:
        return FindingChange(state=DecidedState.REOPENED, reason=f"Looked again: {reason}")
    return None


def _newest_proof(result: ReplayResult, fingerprint: str, masker: Masker) -> str | None:
    seen = result.finding
    if seen is None or seen.fingerprint != fingerprint or not isinstance(seen.evidence, HttpEvidence):
        return None
    evidence = tidy_json(masker.mask_finding(seen).evidence)
    return evidence if len(evidence) <= EVIDENCE_BYTES else None


def plain(value: Any) -> Any:
    """Return a column of JSON as plain values, however the row was read."""
    return msgspec.json.decode(value) if isinstance(value, msgspec.Raw | bytes | str) else value


def _json(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()


def _place(retest_id: uuid.UUID) -> str:
    return f"finding_retests.secret_options:{retest_id}"
