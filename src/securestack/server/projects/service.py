"""What happens to projects."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from securestack.server.audit.service import changes, record
from securestack.server.kit.caller import Caller
from securestack.server.kit.clock import now
from securestack.server.kit.database import Reader
from securestack.server.kit.etags import require_match
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.outbox import write_event
from securestack.server.kit.problems import conflict, not_found
from securestack.server.kit.schemas import row_dict
from securestack.server.models.projects import Project
from securestack.server.projects import queries
from securestack.server.projects.schemas import NewProject, ProjectChange
from securestack.server.teams.permissions import Right, require_project, require_team
from securestack.server.teams.queries_deletion import put_away_project
from securestack.server.teams.slugs import slug_of


async def create_project(session: AsyncSession, caller: Caller, new: NewProject) -> uuid.UUID:
    """Create a project and return its id."""
    await require_team(session, caller, new.team_id, Right.PROJECT_CREATE)
    project = Project(
        id=new_id(),
        slug=await _free_slug(session, new.team_id, new.name),
        created_by=caller.user_id,
        **new.model_dump(),
    )
    session.add(project)
    await session.flush()
    await _tell(session, caller, "created", project, after=_told(project))
    return project.id


async def change_project(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID, change: ProjectChange, if_match: str | None
) -> None:
    """Change a project."""
    access = await require_project(session, caller, project_id, Right.PROJECT_CHANGE)
    project = await _locked(session, project_id)
    if access.archived:
        raise conflict("project-archived", "The project is archived; restore it first.")
    require_match(if_match, project.version)
    before = _told(project)
    for name, value in change.model_dump(exclude_unset=True).items():
        setattr(project, name, value)
    old, new = changes(before, _told(project))
    if new:
        project.version += 1
        await session.flush()
        await _tell(session, caller, "changed", project, before=old, after=new)


async def archive_project(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID, *, archived: bool
) -> None:
    """Archive a project, or restore it. What is so already stays so."""
    await require_project(session, caller, project_id, Right.PROJECT_CHANGE)
    project = await _locked(session, project_id)
    if (project.archived_at is not None) == archived:
        return
    before = {"archived_at": project.archived_at}
    project.archived_at = now() if archived else None
    project.version += 1
    await session.flush()
    action = "archived" if archived else "restored"
    await _tell(session, caller, action, project, before=before, after={"archived_at": project.archived_at})


async def move_project(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID, team_id: uuid.UUID, if_match: str | None
) -> None:
    """Give a project to another team, whose members alone may then see it."""
    await require_project(session, caller, project_id, Right.PROJECT_MOVE)
    await require_team(session, caller, team_id, Right.PROJECT_CREATE)
    slugs = await queries.slugs_of_team(session, team_id)  # teams are locked before projects
    project = await _locked(session, project_id)
    require_match(if_match, project.version)
    if project.team_id == team_id:
        return
    before = {"team_id": project.team_id, "slug": project.slug}
    old_team = project.team_id
    project.team_id, project.slug = team_id, _free(project.slug, slugs)
    project.version += 1
    await session.flush()
    after = {"team_id": team_id, "slug": project.slug}
    await _tell(session, caller, "moved", project, before=before, after=after)
    # The team that lost it reads of that in its own log.
    await record(
        session, caller, "project.left", "project", project_id, before=before, after=after, team_id=old_team
    )


async def delete_project(
    session: AsyncSession, caller: Caller, project_id: uuid.UUID, confirm: str | None, if_match: str | None
) -> None:
    """Delete a project with all its findings, when its slug is given in `confirm`."""
    await require_project(session, caller, project_id, Right.PROJECT_DELETE)
    project = await _locked(session, project_id)
    require_match(if_match, project.version)
    if confirm != project.slug:
        raise conflict(
            "confirmation-missing",
            f"All its scans and findings would be deleted; confirm with confirm={project.slug}, or archive it.",
        )
    await _tell(session, caller, "deleted", project, before=_told(project))
    await put_away_project(session, project_id)


async def with_counts(source: Reader | AsyncSession, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Return projects as the API shows them, with how many findings are open."""
    counts = await queries.count_open(source, [row["id"] for row in rows])
    return [{**row_dict(row), "open_findings": counts[row["id"]]} for row in rows]


async def _free_slug(session: AsyncSession, team_id: uuid.UUID, name: str) -> str:
    return _free(slug_of(name, "project"), await queries.slugs_of_team(session, team_id))


def _free(slug: str, taken: set[str]) -> str:
    if slug not in taken:
        return slug
    return next(numbered for number in itertools.count(2) if (numbered := f"{slug}-{number}") not in taken)


async def _locked(session: AsyncSession, project_id: uuid.UUID) -> Project:
    project = await queries.lock_project(session, project_id)
    if project is None:
        raise not_found("The project")  # deleted since it was permitted
    return project


async def _tell(
    session: AsyncSession,
    caller: Caller,
    action: str,
    project: Project,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write what was done into the audit log, and an event for the features above."""
    await record(
        session,
        caller,
        f"project.{action}",
        "project",
        project.id,
        before=before,
        after=after,
        team_id=project.team_id,
        project_id=project.id,
    )
    data = {"project_id": project.id, "team_id": project.team_id, "changed": sorted(after or ())}
    await write_event(session, f"project.{action}", data, project_id=project.id)


def _told(project: Project) -> dict[str, Any]:
    return {
        "team_id": project.team_id,
        "name": project.name,
        "slug": project.slug,
        "description": project.description,
        "importance": project.importance,
        "data_sensitivity": project.data_sensitivity,
        "exposure": project.exposure,
        "sla_days": dict(project.sla_days),
        "max_concurrent_scans": project.max_concurrent_scans,
    }
