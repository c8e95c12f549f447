"""Updates of the advisory store: by an administrator's word, or once a day."""

from __future__ import annotations

import asyncio
import urllib.request
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.advisories import feeds
from securestack.advisories.feeds import EPSS, KEV, Sources, UpdateFailed
from securestack.server.audit.service import SYSTEM, record
from securestack.server.findings.stored import tidy_line
from securestack.server.inventory import queries_advisories as queries
from securestack.server.inventory.advisory_store import advisories_folder
from securestack.server.kit.caller import Caller
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.platform import Platform
from securestack.server.kit.problems import conflict
from securestack.server.models.inventory import AdvisoryUpdate, UpdateState
from securestack.server.settings import Settings

_NOTES = 20


async def start_update(session: AsyncSession, caller: Caller, settings: Settings) -> uuid.UUID:
    """Put an update into the queue and return its id. Raises the problem `update-going-on`."""
    if await queries.is_going_on(session):
        raise conflict("update-going-on", "The advisories are being updated already.")
    update = AdvisoryUpdate(id=new_id(), source=_named(settings), started_by=caller.user_id)
    session.add(update)
    await session.flush()
    await record(session, caller, "advisories.update-started", "advisory-update", update.id)
    return update.id


async def start_daily_update(platform: Platform) -> bool:
    """Put the daily update into the queue where the settings want one; return whether there is one to run."""
    if not platform.settings.advisory_updates:
        return False
    async with platform.database.transaction() as session:
        if await queries.is_going_on(session):
            return False
        await start_update(session, SYSTEM, platform.settings)
    return True


async def run_waiting_update(platform: Platform) -> None:
    """Run the update that waits, if there is one, and write how it ended."""
    async with platform.database.transaction() as session:
        update_id = await queries.claim(session)
    if update_id is None:
        return
    state, told, reason = UpdateState.COMPLETED, {}, None
    try:
        told = _told(await _updated(platform.settings))
    except (UpdateFailed, OSError) as error:
        state, reason = UpdateState.FAILED, tidy_line(_without_paths(str(error), platform.settings), 1_000)
    async with platform.database.transaction() as session:
        await queries.end(session, update_id, state, told, reason)


async def _updated(settings: Settings) -> feeds.UpdateReport:
    folder = advisories_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    mirror = settings.advisory_mirror
    if mirror and not mirror.startswith(("http://", "https://")):
        return await asyncio.to_thread(feeds.update_from_folder, folder, Path(mirror))
    return await feeds.update(folder, _sources(mirror))


def _sources(mirror: str | None) -> Sources:
    if not mirror:
        return Sources(proxy=_proxy(Sources().osv))
    base = mirror.rstrip("/")
    return Sources(osv=base, kev=f"{base}/{KEV}", epss=f"{base}/{EPSS}", proxy=_proxy(base))


def _proxy(url: str) -> str:
    """Return the proxy that the environment names for an address."""
    parts = urlsplit(url)
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return ""
    return urllib.request.getproxies().get(parts.scheme, "")


def _named(settings: Settings) -> str:
    """Return where updates come from, without what only administrators of the machine should know."""
    mirror = settings.advisory_mirror
    if not mirror:
        return "the public databases"
    return urlsplit(mirror).hostname or Path(mirror).name


def _told(report: feeds.UpdateReport) -> dict[str, Any]:
    build = report.build
    return {
        "advisories": build.advisories if build is not None else 0,
        "packages": build.packages if build is not None else 0,
        "exploited": report.exploited,
        "likelihoods": report.likelihoods,
        "changed": build is not None,
        "notes": [tidy_line(note, 500) for note in report.notes[:_NOTES]],
    }


def _without_paths(text: str, settings: Settings) -> str:
    for path, name in (
        (settings.advisory_mirror, "the mirror"),
        (str(advisories_folder(settings)), "the data folder"),
    ):
        if path:
            text = text.replace(path, name)
    return text
