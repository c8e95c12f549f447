"""Who may do what: the one place where it is decided.

A right is a word. A role in a team grants rights in the team and in all its projects; the scopes of an API key narrow
them. What a caller may not even read does not exist for them: the same answer, from the same query, as for what is
missing. Only who may read it is told that their role does not allow more.

    access = await require_project(session, caller, project_id, Right.SCAN_CREATE)
    visible = visible_projects_sql(caller, Right.FINDING_READ, "f.project_id", place=1)
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.accounts.scopes import Scope
from securestack.server.kit.caller import Caller
from securestack.server.kit.database import Reader
from securestack.server.kit.problems import conflict, forbidden, not_found
from securestack.server.models.teams import Role


class Right(enum.StrEnum):
    """Something one may do in a team or in its projects."""

    TEAM_READ = "team.read"
    TEAM_CHANGE = "team.change"
    TEAM_DELETE = "team.delete"
    MEMBER_READ = "member.read"
    MEMBER_MANAGE = "member.manage"
    PROJECT_READ = "project.read"
    PROJECT_CREATE = "project.create"
    PROJECT_CHANGE = "project.change"
    PROJECT_MOVE = "project.move"
    PROJECT_DELETE = "project.delete"
    TARGET_CHANGE = "target.change"
    TARGET_VERIFY = "target.verify"
    SCAN_READ = "scan.read"
    SCAN_CREATE = "scan.create"
    SCAN_CANCEL = "scan.cancel"
    FINDING_READ = "finding.read"
    FINDING_TRIAGE = "finding.triage"
    FINDING_COMMENT = "finding.comment"
    FINDING_IMPORT = "finding.import"
    VIEW_SHARE = "view.share"
    KEY_MANAGE = "key.manage"
    POLICY_CHANGE = "policy.change"
    AUDIT_READ = "audit.read"


Rights = frozenset[Right]

ALL_RIGHTS: Rights = frozenset(Right)

_READING: Rights = frozenset(
    {Right.TEAM_READ, Right.MEMBER_READ, Right.PROJECT_READ, Right.SCAN_READ, Right.FINDING_READ}
)
_TRIAGING: Rights = frozenset(
    {
        Right.SCAN_CREATE,
        Right.SCAN_CANCEL,
        Right.FINDING_TRIAGE,
        Right.FINDING_COMMENT,
        Right.FINDING_IMPORT,
        Right.VIEW_SHARE,
    }
)
_MAINTAINING: Rights = frozenset(
    {
        Right.PROJECT_CREATE,
        Right.PROJECT_CHANGE,
        Right.TARGET_CHANGE,
        Right.TARGET_VERIFY,
        Right.KEY_MANAGE,
        Right.POLICY_CHANGE,
        Right.AUDIT_READ,
    }
)
_OWNING: Rights = frozenset(
    {
        Right.TEAM_CHANGE,
        Right.TEAM_DELETE,
        Right.MEMBER_MANAGE,
        Right.PROJECT_MOVE,
        Right.PROJECT_DELETE,
    }
)

ROLE_RIGHTS: dict[Role, Rights] = {
    Role.VIEWER: _READING,
    Role.ANALYST: _READING | _TRIAGING,
    Role.MAINTAINER: _READING | _TRIAGING | _MAINTAINING,
    Role.OWNER: _READING | _TRIAGING | _MAINTAINING | _OWNING,
}
"""What each role may do."""

ADMINISTRATOR_RIGHTS: Rights = frozenset(
    {Right.TEAM_READ, Right.TEAM_CHANGE, Right.TEAM_DELETE, Right.MEMBER_READ, Right.MEMBER_MANAGE}
)
"""What a platform administrator may do in teams they are no member of: put members in order, but not read findings."""

SCOPE_RIGHTS: dict[str, Rights] = {
    Scope.READ: _READING | {Right.AUDIT_READ},
    Scope.SCAN: frozenset({Right.PROJECT_READ, Right.SCAN_READ, Right.SCAN_CREATE, Right.SCAN_CANCEL}),
    Scope.IMPORT: frozenset({Right.PROJECT_READ, Right.FINDING_IMPORT}),
    Scope.TRIAGE: frozenset(
        {Right.PROJECT_READ, Right.FINDING_READ, Right.FINDING_TRIAGE, Right.FINDING_COMMENT}
    ),
    Scope.MANAGE: frozenset(
        {
            Right.TEAM_READ,
            Right.PROJECT_READ,
            Right.PROJECT_CREATE,
            Right.PROJECT_CHANGE,
            Right.TARGET_CHANGE,
            Right.TARGET_VERIFY,
        }
    ),
}
"""What the scopes of an API key let through. No key makes or revokes keys, or changes who is in a team."""

PROJECT_KEY_RIGHTS: Rights = ROLE_RIGHTS[Role.MAINTAINER] - {
    Right.TEAM_READ,
    Right.MEMBER_READ,
    Right.PROJECT_CREATE,
    Right.KEY_MANAGE,
    Right.VIEW_SHARE,
}
"""The most that a key bound to a project, and to no user, may do in it; maintainers create such keys."""

# An archived project is read, and brought back or deleted; nothing else happens in it.
_WHEN_ARCHIVED: Rights = _READING | {
    Right.PROJECT_CHANGE,
    Right.PROJECT_DELETE,
    Right.KEY_MANAGE,
    Right.AUDIT_READ,
}


class TeamAccess(msgspec.Struct, frozen=True):
    """What a caller may do in a team. Holding one proves that they may read it."""

    team_id: uuid.UUID
    role: Role | None  # None for an administrator from outside
    rights: Rights

    def require(self, right: Right) -> None:
        """Raise the problem `forbidden` when the caller may not do this."""
        if right not in self.rights:
            raise forbidden(_refusal(right))


class ProjectAccess(msgspec.Struct, frozen=True):
    """What a caller may do in a project. Holding one proves that they may read it."""

    project_id: uuid.UUID
    team_id: uuid.UUID
    role: Role | None  # None for a key that is bound to the project and to no user
    rights: Rights
    archived: bool

    def require(self, right: Right) -> None:
        """Raise the problem `forbidden` when the caller may not do this, `project-archived` when nobody may."""
        if right not in self.rights:
            raise forbidden(_refusal(right))
        if self.archived and right not in _WHEN_ARCHIVED:
            raise conflict("project-archived", "The project is archived; restore it first.")


class Visible(msgspec.Struct, frozen=True):
    """A condition on the rows a caller may see, and its arguments, which begin at the `place` it was made for."""

    sql: str
    arguments: list[Any]


ACCESS_COLUMNS = (
    "p.id AS project_id, p.team_id, m.role AS project_role, p.archived_at IS NOT NULL AS project_archived"
)
ACCESS_JOIN = "LEFT JOIN memberships m ON m.team_id = p.team_id AND m.user_id = $2"
ACCESS_CONDITION = "(m.role IS NOT NULL OR $3) AND ($4::uuid IS NULL OR p.id = $4)"
"""The pieces of a statement that reads something of a project `p` and proves the right to it in one: its `$2` to `$4` are
`access_arguments`, and the row that comes back, or None, goes to `access_of`."""

_ACCESS = f"SELECT {ACCESS_COLUMNS} FROM projects p {ACCESS_JOIN} WHERE p.id = $1 AND {ACCESS_CONDITION}"  # noqa: S608


async def require_project(
    source: Reader | AsyncSession,
    caller: Caller,
    project_id: uuid.UUID | None,
    right: Right,
    *,
    what: str = "The project",
    project_sql: str = "$1",
) -> ProjectAccess:
    """Return what the caller may do in a project, having made sure of one right.

    For something in a project, such as a scan, pass the project it says it is in, None when it is missing, and name it
    in `what`: missing and foreign are then answered alike. Or pass its own id, and in `project_sql` what finds its
    project, null when it is missing.

    Raises the problem `not-found` for what is missing or foreign, `forbidden` for what the caller may read but not do
    this to, and `project-archived` (409) where the right changes something in an archived project.
    """
    sql = _ACCESS.replace("$1", project_sql)
    row = await first_row(source, sql, project_id, *access_arguments(caller))
    return access_of(caller, row, right, what)


def access_arguments(caller: Caller) -> tuple[Any, ...]:
    """Return `$2` to `$4` of a statement with `ACCESS_CONDITION`."""
    bound = _bound_project(caller)
    return caller.user_id, caller.user_id is None and bound is not None, bound


def access_of(caller: Caller, row: Any | None, right: Right, what: str) -> ProjectAccess:
    """Return what the row of a statement with `ACCESS_COLUMNS` lets its caller do, or raise as `require_project` does."""
    role = Role(row["project_role"]) if row is not None and row["project_role"] is not None else None
    rights = _narrowed(caller, _project_rights(role)) if row is not None else frozenset()
    if row is None or Right.PROJECT_READ not in rights:
        raise not_found(what)
    access = ProjectAccess(row["project_id"], row["team_id"], role, rights, row["project_archived"])
    access.require(right)
    return access


async def require_team(
    source: Reader | AsyncSession, caller: Caller, team_id: uuid.UUID, right: Right
) -> TeamAccess:
    """Return what the caller may do in a team, having made sure of one right.

    Raises the problem `not-found` for a team that is missing or foreign, and `forbidden`.
    """
    row = await first_row(
        source,
        "SELECT m.role FROM teams t LEFT JOIN memberships m ON m.team_id = t.id AND m.user_id = $2 "
        "WHERE t.id = $1 AND t.deleted_at IS NULL AND (m.role IS NOT NULL OR $3)",
        team_id,
        caller.user_id,
        _administers(caller),
    )
    role = _role(row)
    rights = team_rights(caller, role) if row is not None else frozenset()
    if row is None or Right.TEAM_READ not in rights:
        raise not_found("The team")
    access = TeamAccess(team_id, role, rights)
    access.require(right)
    return access


def team_rights(caller: Caller, role: Role | None) -> Rights:
    """Return what a caller with a role in a team, or none, may do in the team itself."""
    granted = ROLE_RIGHTS[role] if role is not None else frozenset()
    if _administers(caller):
        granted |= ADMINISTRATOR_RIGHTS
    if _bound_project(caller) is not None:
        return frozenset()  # a key of one project knows nothing of the team around it
    return _narrowed(caller, granted)


def visible_projects_sql(caller: Caller, right: Right, column: str, *, place: int) -> Visible:
    """Return the condition that a column names a project in which the caller has a right; for lists over projects.

    Its arguments stand at `$place` and after. Raises the problem `forbidden` where no project could be listed, because
    an API key lacks the scope. Whoever lists over one named project asks `require_project` instead.
    """
    if caller.api_key is not None and right not in scope_rights(caller.api_key.scopes):
        if right is Right.PROJECT_READ:
            return Visible("false", [])
        raise forbidden(_refusal(right))
    bound = _bound_project(caller)
    if caller.user_id is None:
        return (
            Visible(f"{column} = ${place}", [bound]) if right in PROJECT_KEY_RIGHTS else Visible("false", [])
        )
    sql = (
        f"{column} IN (SELECT visible.id FROM memberships member JOIN projects visible "  # noqa: S608
        f"ON visible.team_id = member.team_id WHERE member.user_id = ${place} AND member.role = ANY(${place + 1}))"
    )
    arguments: list[Any] = [caller.user_id, [role.value for role in roles_with(right)]]
    if bound is not None:
        return Visible(f"({sql} AND {column} = ${place + 2})", [*arguments, bound])
    return Visible(sql, arguments)


async def visible_projects(
    source: Reader | AsyncSession, caller: Caller, right: Right = Right.PROJECT_READ
) -> list[uuid.UUID]:
    """Return the projects in which a caller has a right, for `project_id = ANY($1)` where that is faster."""
    visible = visible_projects_sql(caller, right, "p.id", place=1)
    rows = await all_rows(source, f"SELECT p.id FROM projects p WHERE {visible.sql}", *visible.arguments)  # noqa: S608
    return [row["id"] for row in rows]


def require_unbound(caller: Caller, right: Right) -> uuid.UUID:
    """Return the user who asks for something outside any team yet, such as to create one.

    Raises the problem `forbidden` for a key of a project, and for one whose scopes lack the right.
    """
    if (
        caller.user_id is None
        or _bound_project(caller) is not None
        or right not in _narrowed(caller, ALL_RIGHTS)
    ):
        raise forbidden(_refusal(right))
    return caller.user_id


def require_person(caller: Caller) -> uuid.UUID:
    """Return the user who asks, in person. Raises the problem `forbidden` for an API key."""
    if caller.user_id is None or caller.api_key is not None:
        raise forbidden("Log in to do this; an API key cannot.")
    return caller.user_id


def roles_with(right: Right) -> tuple[Role, ...]:
    """Return the roles that grant a right."""
    return tuple(role for role, rights in ROLE_RIGHTS.items() if right in rights)


def scope_rights(scopes: Iterable[str]) -> Rights:
    """Return what the scopes of an API key let through together; a scope we no longer know lets nothing through."""
    return frozenset().union(*(SCOPE_RIGHTS.get(scope, frozenset()) for scope in scopes))


def _project_rights(role: Role | None) -> Rights:
    return ROLE_RIGHTS[role] if role is not None else PROJECT_KEY_RIGHTS


def _narrowed(caller: Caller, granted: Rights) -> Rights:
    return granted if caller.api_key is None else granted & scope_rights(caller.api_key.scopes)


def _administers(caller: Caller) -> bool:
    return caller.is_administrator and caller.api_key is None and caller.user_id is not None


def _refusal(right: Right) -> str:
    return f"Neither your role nor your API key allows this; it needs the right {right.value}."


def _role(row: Any | None) -> Role | None:
    return Role(row["role"]) if row is not None and row["role"] is not None else None


def _bound_project(caller: Caller) -> uuid.UUID | None:
    return caller.api_key.project_id if caller.api_key is not None else None


async def first_row(source: Reader | AsyncSession, sql: str, *arguments: Any) -> Any | None:
    """Return the first row of a statement with `$1` for arguments, read by name; or None."""
    rows = await all_rows(source, sql, *arguments)
    return rows[0] if rows else None


async def all_rows(source: Reader | AsyncSession, sql: str, *arguments: Any) -> Sequence[Any]:
    """Return the rows of a statement with `$1` for arguments, from a reader or within a transaction."""
    if isinstance(source, Reader):
        return await source.fetch(sql, *arguments)
    connection = await source.connection()
    return (await connection.exec_driver_sql(sql, arguments)).mappings().all()
