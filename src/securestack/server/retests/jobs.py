"""What workers do about looks at findings."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import structlog

from securestack.core.finding import Finding
from securestack.net.guard import AddressGuard
from securestack.net.url import origin
from securestack.scanners.api.replay import is_from_api
from securestack.scanning.replay import ReplayResult, replay_finding
from securestack.server.apis.queries import description_content
from securestack.server.apis.service import users_of
from securestack.server.kit.crypto import DecryptionError
from securestack.server.kit.jobs import Job, Queue
from securestack.server.kit.platform import Platform
from securestack.server.projects.service_targets import still_scannable
from securestack.server.retests import queries, service
from securestack.server.scans.schemas import Credentials

_log = structlog.get_logger()
_SECONDS = 180.0  # for one look; a claim holds longer


async def run_next(platform: Platform) -> None:
    """Take the looks that wait, one after the other."""
    while not platform.stopping.is_set():
        async with platform.database.transaction() as session:
            claim = await queries.claim(session)
        if claim is None:
            return
        with structlog.contextvars.bound_contextvars(finding_id=str(claim["finding_id"])):
            await _look(platform, claim)


async def look_after_queue(platform: Platform) -> None:
    """Put back looks whose worker has died, and wake workers for what waits."""
    async with platform.database.transaction() as session:
        waiting = await queries.requeue_lost(session)
    if waiting:
        await platform.jobs.send("retests.run")


async def _look(platform: Platform, claim: Any) -> None:
    try:
        credentials = service.open_credentials(platform.vault, claim["id"], claim["secret_options"])
    except DecryptionError as error:
        await _finish(platform, claim, ReplayResult(confirmed=None, reason=str(error)), Credentials())
        return
    async with platform.database.read() as reader:
        row = await queries.read_finding(reader, claim["finding_id"])
        guard = None
        if claim["target_id"] is not None:
            guard = await still_scannable(reader, claim["target_id"], platform.settings)
    finding = None if row is None else service.stored_finding(row)
    if guard is None or row is None:
        reason = "The target may no longer be scanned: prove control of it again."
        result = ReplayResult(confirmed=None, reason=reason)
    elif (
        finding is None or row["locator"] is None or service.replay_origin(finding) != origin(row["locator"])
    ):
        result = ReplayResult(confirmed=None, reason="The finding no longer lies on its target; scan again.")
    else:
        verify_tls = bool(service.plain(claim["options"]).get("verify_tls", True))
        setup = await _api_setup(platform, finding, claim["target_id"])
        # A loop of its own, so that parsing answers never holds up the scans of others.
        result = await asyncio.to_thread(asyncio.run, _replay(finding, credentials, guard, verify_tls, setup))
    await _finish(platform, claim, result, credentials)


async def _api_setup(platform: Platform, finding: Finding, target_id: uuid.UUID) -> dict[str, Any]:
    """Return what else a look at a finding of an API needs: the description the target keeps, and its actors."""
    replay = finding.evidence.replay
    if replay is None or not is_from_api(replay.state):
        return {}
    async with platform.database.transaction() as session:
        description = await description_content(session, target_id)
        try:
            users = await users_of(session, platform.vault, target_id)
        except DecryptionError:
            users = ()  # the look then registers its own, or says that it cannot
    return {"document": description.content.decode() if description is not None else "", "users": users}


async def _replay(
    finding: Finding, credentials: Credentials, guard: AddressGuard, verify_tls: bool, setup: dict[str, Any]
) -> ReplayResult:
    try:
        async with asyncio.timeout(_SECONDS):
            return await replay_finding(
                finding,
                headers=tuple((header.name, header.value) for header in credentials.headers),
                login_url=credentials.login_url,
                username=credentials.username,
                password=credentials.password,
                verify_tls=verify_tls,
                address_guard=guard,
                **setup,
            )
    except TimeoutError:
        reason = f"It could not be told within {_SECONDS:.0f} seconds: the target answers too slowly."
        return ReplayResult(confirmed=None, reason=reason)
    except Exception as error:  # a check's own fault must not leave the look waiting for ever
        _log.exception("look failed")
        return ReplayResult(confirmed=None, reason=f"The check itself failed ({type(error).__name__}).")


async def _finish(platform: Platform, claim: Any, result: ReplayResult, credentials: Credentials) -> None:
    secrets = (credentials.password, *(header.value for header in credentials.headers))
    async with platform.database.transaction() as session:
        kept = await service.finish(session, claim, result, tuple(secret for secret in secrets if secret))
    _log.info("looked again" if kept else "look passed to another worker", confirmed=result.confirmed)


JOBS = (
    Job("retests.run", run_next, Queue.NETWORK),
    Job("retests.look_after_queue", look_after_queue, Queue.NETWORK, every=timedelta(seconds=15)),
)
