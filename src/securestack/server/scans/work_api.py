"""API scans: the description the target has now, and its actors, whose secrets are opened only here."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from securestack.scanners.api.options import ApiScanOptions
from securestack.server.apis.queries import description_content
from securestack.server.apis.service import users_of
from securestack.server.kit.crypto import DecryptionError
from securestack.server.kit.platform import Platform
from securestack.server.projects.service_targets import still_scannable
from securestack.server.scans.queries_queue import Claim
from securestack.server.scans.schemas import ApiScanSettings
from securestack.server.scans.work import CannotBegin
from securestack.server.scans.work_web import NetworkWork

_TAKEN = frozenset(ApiScanSettings.model_fields) - {"use_actors", "register_users"}


@asynccontextmanager
async def api_work(platform: Platform, claim: Claim) -> AsyncIterator[NetworkWork]:
    """Lend a claimed API scan, ready to run. Raises CannotBegin."""
    guard = None
    if claim.target_id is not None:
        async with platform.database.read() as reader:
            guard = await still_scannable(reader, claim.target_id, platform.settings)
    if guard is None or claim.target_id is None:
        raise CannotBegin("The target may no longer be scanned: prove control of it again.")
    yield NetworkWork(await _options(platform, claim, claim.target_id), guard)


async def _options(platform: Platform, claim: Claim, target_id: uuid.UUID) -> ApiScanOptions:
    async with platform.database.transaction() as session:
        description = await description_content(session, target_id)
        try:
            wanted = claim.options.get("use_actors", True)
            users = await users_of(session, platform.vault, target_id) if wanted else ()
        except DecryptionError as error:
            raise CannotBegin(str(error)) from error
    taken = {name: value for name, value in claim.options.items() if name in _TAKEN and value is not None}
    document = description.content.decode() if description is not None else ""
    linked = description.url if description is not None else ""
    # Without a description the scanner looks for one at the usual places of the target itself.
    named = (description.file_name if document and description is not None else linked) or claim.target
    more = {
        "description": named,
        "document": document,
        "url": claim.target,
        "register": claim.options.get("register_users", True),
    }
    return msgspec.structs.replace(msgspec.convert({**taken, **more}, ApiScanOptions), users=users)
