"""The job that chains new entries of the audit log."""

from __future__ import annotations

from datetime import timedelta

import structlog

from securestack.server.audit.chain import Sealer
from securestack.server.audit.service import chain
from securestack.server.kit.jobs import Job
from securestack.server.kit.platform import Platform

_log = structlog.get_logger()


async def chain_entries(platform: Platform) -> None:
    """Chain every entry that waits, and write the head into the log: kept elsewhere, it proves the end of the chain."""
    sealer = Sealer(platform.settings.key)
    head = None
    while True:
        async with platform.database.transaction() as session:
            chained = await chain(session, sealer)
        if chained is None:
            break
        head = chained
    if head is not None:
        _log.info("audit log chained", head=str(head))


JOBS = (Job("audit.chain", chain_entries, every=timedelta(seconds=2)),)
"""The jobs of the audit log."""
