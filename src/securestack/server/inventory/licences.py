"""Which licences may be used: the policies of teams and projects, and what they say of what packages declare."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.inventory.licence_policy import LicenceRules
from securestack.inventory.licences import LicencePolicy, Verdict, judge
from securestack.server.audit.service import record
from securestack.server.inventory import queries_licences as queries
from securestack.server.inventory.schemas_packages import LicenceRules as WrittenRules
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.problems import not_found
from securestack.server.models.inventory import LicencePolicy as PolicyRow

_WORST = {Verdict.DENY: 0, Verdict.WARN: 1, Verdict.ALLOW: 2}

_DEFAULT: dict[str, Any] = {
    "allow": [
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "BlueOak-1.0.0", "CC0-1.0", "ISC"),
        *(
            "CC-BY-3.0",
            "CC-BY-4.0",
            "MIT",
            "MIT-0",
            "MIT-CMU",
            "PSF-2.0",
            "Python-2.0",
            "PostgreSQL",
            "Unicode-3.0",
        ),
        *("Unicode-DFS-2016", "Unlicense", "W3C", "WTFPL", "X11", "Zlib", "ZPL-2.1"),
    ],
    "warn": [],
    "deny": [],
    "others": Verdict.WARN.value,
}
"""What holds where nobody wrote a policy: what asks for no more than a notice is allowed, all else is worth a look."""


class Policy(msgspec.Struct, frozen=True):
    """A policy that holds somewhere, and where it was written: `project`, `team` or `default`."""

    source: str
    rules: dict[str, Any]
    updated_at: Any = None
    version: int = 0

    def shown(self) -> dict[str, Any]:
        """Return the policy as the API shows it."""
        return {
            "source": self.source,
            "rules": self.rules,
            "updated_at": self.updated_at,
            "version": self.version,
        }

    def for_scan(self) -> LicenceRules | None:
        """Return what a dependency scan judges licences by; nothing where nobody wrote a policy."""
        if self.source == "default":
            return None
        return LicenceRules(_compiled(msgspec.json.encode(self.rules)))

    def verdict(self, expression: str) -> Verdict:
        """Return what the policy says of an SPDX expression, or of none."""
        return _judged(msgspec.json.encode(self.rules), expression)


async def policy_of_project(source: Reader | AsyncSession, project_id: uuid.UUID) -> Policy:
    """Return the policy that holds in a project."""
    row = await queries.policy_of_project(source, project_id)
    return _policy(row, "project" if row is not None and row["project_id"] is not None else "team")


async def policy_of_team(source: Reader | AsyncSession, team_id: uuid.UUID) -> Policy:
    """Return the policy that holds in a team's projects, where they have none of their own."""
    return _policy(await queries.policy_of_team(source, team_id), "team")


async def write_policy(
    session: AsyncSession,
    caller: Caller,
    rules: WrittenRules,
    if_match: str | None,
    *,
    team_id: uuid.UUID,
    project_id: uuid.UUID | None = None,
) -> None:
    """Write the policy of a project, or of a team where no project is named."""
    owner = {"project_id": project_id} if project_id is not None else {"team_id": team_id}
    row = await queries.lock_policy(session, **owner)
    before = None
    if row is not None:
        require_match(if_match, row.version)
        before = dict(row.policy)
    else:  # what was read is the policy of another, which is not changed
        row = PolicyRow(id=new_id(), version=0, **owner)
        session.add(row)
    row.policy = rules.model_dump(mode="json")
    row.updated_by = caller.user_id
    row.version += 1
    await session.flush()
    await _audit(session, caller, "changed", team_id, project_id, before, row.policy)


async def remove_policy(
    session: AsyncSession, caller: Caller, *, team_id: uuid.UUID, project_id: uuid.UUID | None = None
) -> None:
    """Remove a policy, so that the next one up holds. Raises the problem `not-found`."""
    owner = {"project_id": project_id} if project_id is not None else {"team_id": team_id}
    row = await queries.lock_policy(session, **owner)
    if row is None:
        raise not_found("The policy")
    before = dict(row.policy)
    await session.delete(row)
    await session.flush()
    await _audit(session, caller, "removed", team_id, project_id, before, None)


async def overview(source: Reader | AsyncSession, project_id: uuid.UUID) -> dict[str, Any]:
    """Return the licences of a project's packages and what its policy says of them, the worst first."""
    policy = await policy_of_project(source, project_id)
    counted = [
        {**dict(row.items()), "verdict": policy.verdict(row["licence"])}
        for row in await queries.licences(source, project_id)
    ]
    counted.sort(key=lambda one: (_WORST[one["verdict"]], -one["count"], one["licence"]))
    totals = {verdict.value: 0 for verdict in Verdict}
    for one in counted:
        totals[one["verdict"].value] += one["count"]
    return {"source": policy.source, **totals, "licences": counted}


async def licences_with(
    source: Reader | AsyncSession, project_id: uuid.UUID, policy: Policy, verdicts: list[Verdict]
) -> list[str]:
    """Return the licences of a project's packages of which the policy says one of these."""
    rows = await queries.licences(source, project_id)
    return [row["licence"] for row in rows if policy.verdict(row["licence"]) in verdicts]


def _policy(row: Any | None, source: str) -> Policy:
    if row is None:
        return Policy("default", _DEFAULT)
    rules = row["policy"]
    if isinstance(rules, str | bytes | msgspec.Raw):
        rules = msgspec.json.decode(rules)
    return Policy(source, dict(rules), row["updated_at"], row["version"])


@lru_cache(maxsize=64)
def _compiled(rules: bytes) -> LicencePolicy:
    return msgspec.json.decode(rules, type=LicencePolicy)


@lru_cache(maxsize=20_000)
def _judged(rules: bytes, expression: str) -> Verdict:
    return judge(expression, _compiled(rules))


async def _audit(
    session: AsyncSession,
    caller: Caller,
    action: str,
    team_id: uuid.UUID,
    project_id: uuid.UUID | None,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    await record(
        session,
        caller,
        f"licence-policy.{action}",
        "project" if project_id is not None else "team",
        project_id or team_id,
        before=before,
        after=after,
        team_id=team_id,
        project_id=project_id,
    )
