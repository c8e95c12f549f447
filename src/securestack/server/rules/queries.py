"""The SQL of the rules catalogue."""

from __future__ import annotations

from securestack.server.findings.queries_filter import ACTIVE
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.teams.permissions import Right, visible_projects_sql


async def open_findings(reader: Reader, caller: Caller, rule_id: str) -> tuple[int, int]:
    """Return how many findings of a rule are to be done, of those the caller may see, and in how many projects."""
    visible = visible_projects_sql(caller, Right.FINDING_READ, "f.project_id", place=2)
    row = await reader.fetch_one(
        "SELECT count(*), count(DISTINCT f.project_id) FROM findings f "
        f"WHERE f.rule_id = $1 AND {ACTIVE} AND {visible.sql}",
        rule_id,
        *visible.arguments,
    )
    return (row[0], row[1]) if row is not None else (0, 0)
