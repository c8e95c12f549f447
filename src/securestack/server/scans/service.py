"""What people do with scans: start, cancel and repeat them."""

from __future__ import annotations

import uuid
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.service import record
from securestack.server.inventory.queries_uploads import newest_upload
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.jobs import Queue
from securestack.server.kit.outbox import write_event
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import conflict, forbidden, invalid
from securestack.server.kit.schemas import Body
from securestack.server.models.scans import Scan, ScanQueue, ScanState
from securestack.server.projects.service_targets import UPLOADED, ScannableTarget, require_scannable_target
from securestack.server.scans import options as scan_options
from securestack.server.scans.permissions import require_scan
from securestack.server.scans.schemas import (
    ApiScanSettings,
    Credentials,
    DependencyScanSettings,
    NewApiScan,
    NewDependencyScan,
    NewScan,
    NewWebScan,
    WebScanSettings,
)
from securestack.server.teams.permissions import ProjectAccess, Right

_ENDED = frozenset({ScanState.COMPLETED, ScanState.INCOMPLETE, ScanState.FAILED, ScanState.CANCELLED})


JOB_OF_QUEUE = {ScanQueue.NETWORK: "scans.run", ScanQueue.CPU: "scans.run_computing"}
"""The job that runs the scans of each queue."""

QUEUE_OF_SCANNER = {"web": ScanQueue.NETWORK, "api": ScanQueue.NETWORK, "dependencies": ScanQueue.CPU}


async def ask_worker(platform: Platform, queue: ScanQueue) -> None:
    """Ask a worker to run what waits in a queue, after the transaction that put it there."""
    await platform.jobs.send(JOB_OF_QUEUE[queue], queue=Queue(queue.value))


async def create_scan(session: AsyncSession, caller: Caller, platform: Platform, new: NewScan) -> uuid.UUID:
    """Put a scan into the queue and return its id: the row, its event and its audit entry are one transaction."""
    return await _enqueue(session, caller, platform, new, retry_of=None)


async def retry_scan(
    session: AsyncSession,
    caller: Caller,
    platform: Platform,
    scan_id: uuid.UUID,
    credentials: Credentials | None,
) -> uuid.UUID:
    """Put a scan that has ended into the queue again, as a new one, and return its id.

    Raises the problems `scan-not-ended`, `target-gone`, `upload-gone` and `credentials-needed` (409).
    """
    await require_scan(session, caller, scan_id, Right.SCAN_CREATE)
    scan = await _locked(session, scan_id)
    if scan.status not in _ENDED:
        raise conflict("scan-not-ended", "The scan has not ended yet; cancel it first.")
    if scan.target_id is None:
        raise conflict("target-gone", "The target of the scan has been deleted; create it anew.")
    if scan.options.get("authenticated") and credentials is None:
        raise conflict(
            "credentials-needed",
            "The scan was logged in, and its credentials were deleted when it ended; send them again.",
        )
    return await _enqueue(session, caller, platform, _again(scan, credentials), retry_of=scan_id)


def _again(scan: Scan, credentials: Credentials | None) -> NewScan:
    """Return the order to scan once more as before."""
    assert scan.target_id is not None, "the caller has looked"
    model = _SETTINGS.get(scan.scanner, WebScanSettings)
    settings = {name: value for name, value in scan.options.items() if name in model.model_fields}
    if scan.scanner == "api":
        return NewApiScan(
            target_id=scan.target_id,
            scanner="api",
            options=ApiScanSettings.model_validate(settings),
            priority=scan.priority,
        )
    if scan.scanner == "dependencies":
        return NewDependencyScan(
            target_id=scan.target_id,
            scanner="dependencies",
            options=DependencyScanSettings.model_validate(settings),
            priority=scan.priority,
        )
    return NewWebScan(
        target_id=scan.target_id,
        options=WebScanSettings.model_validate(settings),
        credentials=credentials or Credentials(),
        priority=scan.priority,
    )


_SETTINGS: dict[str, type[Body]] = {"dependencies": DependencyScanSettings, "api": ApiScanSettings}


async def cancel_scan(session: AsyncSession, caller: Caller, scan_id: uuid.UUID) -> None:
    """Cancel a scan: at once while it waits, and as soon as its worker hears of it while it runs.

    Raises the problem `scan-ended` (409).
    """
    access = await require_scan(session, caller, scan_id, Right.SCAN_CANCEL)
    scan = await _locked(session, scan_id)
    if scan.status in _ENDED:
        raise conflict("scan-ended", "The scan has ended already.")
    if scan.cancel_requested_at is not None:
        return
    scan.cancel_requested_at = now()
    scan.version += 1
    if scan.status is ScanState.QUEUED:
        scan.status = ScanState.CANCELLED
        scan.finished_at = scan.cancel_requested_at
        scan.secret_options = None
        await tell_end(session, scan.id, scan.project_id, ScanState.CANCELLED)
    await session.flush()
    await _audit(session, caller, access, "scan.cancelled", scan)


async def tell_end(
    session: AsyncSession, scan_id: uuid.UUID, project_id: uuid.UUID, status: ScanState, **more: Any
) -> None:
    """Write the event that a scan has ended, for higher features such as webhooks."""
    data = {"scan_id": str(scan_id), "status": status.value, **more}
    await write_event(session, "scan.ended", data, project_id=project_id)


async def _enqueue(
    session: AsyncSession, caller: Caller, platform: Platform, new: NewScan, *, retry_of: uuid.UUID | None
) -> uuid.UUID:
    target = await require_scannable_target(session, caller, new.target_id, platform.settings)
    access = target.access
    scan_id = new_id()
    secret = None
    if isinstance(new, NewDependencyScan):
        options = await _dependency_options(session, target, new, again=retry_of is not None)
    elif isinstance(new, NewApiScan):
        options = _api_options(target, new)
    else:
        options, secret = _web_options(platform, target, new, scan_id)
    scan = Scan(
        id=scan_id,
        project_id=access.project_id,
        target_id=new.target_id,
        scanner=new.scanner,
        queue=QUEUE_OF_SCANNER[new.scanner],
        target_text=target.locator,
        options=options,
        secret_options=secret,
        priority=new.priority,
        created_by=caller.user_id,
        retry_of=retry_of,
    )
    session.add(scan)
    await session.flush()
    await write_event(session, "scan.queued", {"scan_id": str(scan_id)}, project_id=access.project_id)
    await _audit(session, caller, access, "scan.created", scan)
    return scan_id


def _web_options(
    platform: Platform, target: ScannableTarget, new: NewWebScan, scan_id: uuid.UUID
) -> tuple[dict[str, Any], bytes | None]:
    _require_address(target, destructive=new.options.allow_destructive)
    scan_options.require_complete(new.credentials)
    authenticated = scan_options.has_any(new.credentials)
    secret = scan_options.seal(platform.vault, scan_id, new.credentials) if authenticated else None
    return scan_options.stored_options(new.options, authenticated=authenticated), secret


def _api_options(target: ScannableTarget, new: NewApiScan) -> dict[str, Any]:
    _require_address(target, destructive=new.options.allow_destructive)
    return scan_options.stored_api_options(new.options)


def _require_address(target: ScannableTarget, *, destructive: bool) -> None:
    if target.kind in UPLOADED:
        raise invalid("body.scanner", "This target was uploaded; the scanner `dependencies` looks at it.")
    if destructive and Right.TARGET_CHANGE not in target.access.rights:
        raise forbidden("Only maintainers may start scans that send what looks destructive.")


async def _dependency_options(
    session: AsyncSession, target: ScannableTarget, new: NewDependencyScan, *, again: bool
) -> dict[str, Any]:
    if target.kind not in UPLOADED:
        raise invalid(
            "body.scanner", "This target is an address; upload a lock file, SBOM or archive instead."
        )
    upload = await newest_upload(session, target.id, new.options.upload_id)
    if upload is None and again:
        raise conflict("upload-gone", "What was scanned is no longer kept; upload it anew.")
    if upload is None:
        raise invalid("body.options.upload_id", "The target has no such upload.")
    return scan_options.stored_dependency_options(new.options, upload)


async def _locked(session: AsyncSession, scan_id: uuid.UUID) -> Scan:
    scan = await session.get(Scan, scan_id, with_for_update=True, populate_existing=True)
    assert scan is not None, "permissions have read it in this transaction"
    return scan


async def _audit(
    session: AsyncSession, caller: Caller, access: ProjectAccess, action: str, scan: Scan
) -> None:
    after = {"target": scan.target_text, "scanner": scan.scanner, "status": str(scan.status)}
    if action == "scan.created":
        after |= {"options": msgspec.json.encode(scan.options).decode()}
    await record(
        session,
        caller,
        action,
        "scan",
        scan.id,
        after=after,
        team_id=access.team_id,
        project_id=access.project_id,
    )
