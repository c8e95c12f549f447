"""The routes of the audit log, for administrators of the platform."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from securestack.server.audit import queries
from securestack.server.audit.chain import Sealer
from securestack.server.audit.export import MEDIA_TYPES, export
from securestack.server.audit.schemas import (
    AuditEntry,
    AuditFilter,
    AuditQuery,
    AuditVerification,
    ExportFormat,
    ExportQuery,
)
from securestack.server.audit.service import record, verify
from securestack.server.kit.caller import Caller, CurrentAdministrator
from securestack.server.kit.clock import now
from securestack.server.kit.pages import Page, keyset
from securestack.server.kit.platform import CurrentPlatform, Platform
from securestack.server.kit.problems import declared
from securestack.server.kit.schemas import json_response, row_dict

router = APIRouter(prefix="/audit", tags=["audit"])
_NEWEST = 20_000

_EXPORTED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The entries, the oldest first.",
        "content": {
            "application/jsonl": {"schema": {"type": "string"}},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


@router.get("", response_model=Page[AuditEntry], responses=declared(403), summary="List audit entries")
async def list_entries(
    platform: CurrentPlatform, caller: CurrentAdministrator, query: Annotated[AuditQuery, Query()]
) -> Response:
    """Return entries of the audit log, newest first."""
    return await page_of_entries(platform, caller, query)


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses=_EXPORTED | declared(403),
    summary="Export audit entries",
)
async def export_entries(
    platform: CurrentPlatform, caller: CurrentAdministrator, query: Annotated[ExportQuery, Query()]
) -> Response:
    """Return all entries that fit as a file. That it was exported is itself an entry of the log."""
    wanted = AuditFilter(**query.model_dump(exclude={"format"}))
    async with platform.database.transaction(caller) as session:
        filters = wanted.model_dump(mode="json", exclude_none=True)
        await record(
            session, caller, "audit.exported", "audit", None, after={"format": query.format, **filters}
        )
    name = f"audit-{now():%Y-%m-%d}.{'csv' if query.format is ExportFormat.CSV else 'jsonl'}"
    return StreamingResponse(
        export(platform.database, caller, wanted, query.format),
        media_type=MEDIA_TYPES[query.format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/verification",
    response_model=AuditVerification,
    responses=declared(403),
    operation_id="audit_verification",
    summary="Verify the chain of the audit log",
)
async def verify_entries(platform: CurrentPlatform, caller: CurrentAdministrator) -> Response:
    """Look whether the newest entries, up to 20,000, are as they were written, and chained to one another."""
    await platform.limiter.hit("audit-verification", caller.name, times=30, seconds=60)
    async with platform.database.read() as reader:
        result = await verify(reader, Sealer(platform.settings.key), newest=_NEWEST)
    return json_response(
        {
            "verified_at": now(),
            "entries": result.entries,
            "from_position": result.head.position - result.entries + 1 if result.entries else 0,
            "head_position": result.head.position,
            "head": str(result.head),
            "waiting": result.waiting,
            "waiting_since": result.waiting_since,
            "intact": not result.faults,
            "faults": result.faults,
            "more_faults": result.more_faults,
        }
    )


async def page_of_entries(platform: Platform, caller: Caller, query: AuditQuery) -> Response:
    """Return the answer with a page of entries; whether the caller may see them has been decided before."""
    where, arguments = queries.conditions(query)
    page = keyset(
        query, queries.ORDERS, default="-at", key=platform.cursor_key, id_sql="e.id", arguments=arguments
    )
    sql = queries.page_sql(where, page.key_sql, page.and_where, page.order_sql)
    async with platform.database.read(caller) as reader:
        rows, cursor = page.cut(await reader.fetch(sql, *page.arguments))
    return json_response({"items": [row_dict(row) for row in rows], "next": cursor})
