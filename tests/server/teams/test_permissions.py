"""What roles, scopes and the platform's administrators may do; and that what is foreign does not exist."""

from __future__ import annotations

import itertools
import uuid

import pytest
from sqlalchemy import text

from securestack.server.accounts.scopes import Scope
from securestack.server.kit.caller import ApiKeyGrant, Caller
from securestack.server.kit.identifiers import new_id
from securestack.server.kit.problems import Problem
from securestack.server.models.accounts import User
from securestack.server.models.projects import Project
from securestack.server.models.teams import Membership, Role, Team
from securestack.server.settings import Settings
from securestack.server.teams.permissions import (
    ALL_RIGHTS,
    PROJECT_KEY_RIGHTS,
    ROLE_RIGHTS,
    SCOPE_RIGHTS,
    Right,
    require_project,
    require_team,
    visible_projects,
    visible_projects_sql,
)
from tests.server.support import Server, serve


class World:
    """Two teams of one project each, a member of every role in the first, and somebody of the second."""

    def __init__(self) -> None:
        self.team, self.other_team = new_id(), new_id()
        self.project, self.other_project = new_id(), new_id()
        self.members = {role: new_id() for role in Role}
        self.stranger = new_id()

    async def write(self, server: Server, *, archived: bool = False) -> None:
        async with server.platform.database.transaction() as session:
            for user in (*self.members.values(), self.stranger):
                session.add(User(id=user, email=f"{user}@example.test", name="x"))
            for team in (self.team, self.other_team):
                session.add(Team(id=team, name="x", slug=str(team)))
            await session.flush()
            for role, user in self.members.items():
                session.add(Membership(team_id=self.team, user_id=user, role=role))
            session.add(Membership(team_id=self.other_team, user_id=self.stranger, role=Role.OWNER))
            for team, project in ((self.team, self.project), (self.other_team, self.other_project)):
                session.add(Project(id=project, team_id=team, name="x", slug="x"))
            if archived:
                await session.flush()
                await session.execute(
                    text("UPDATE projects SET archived_at = now() WHERE id = :id"), {"id": self.project}
                )


def _user(
    user: uuid.UUID | None, *scopes: str, project: uuid.UUID | None = None, administrator: bool = False
) -> Caller:
    key = ApiKeyGrant(new_id(), frozenset(scopes), project) if scopes or project else None
    return Caller(user_id=user, is_administrator=administrator, api_key=key)


async def _refused(server: Server, caller: Caller, project: uuid.UUID, right: Right) -> tuple[int, str]:
    answers = set()
    async with server.platform.database.read() as reader, server.platform.database.transaction() as session:
        for source in (reader, session):
            try:
                await require_project(source, caller, project, right)
                answers.add((200, ""))
            except Problem as problem:
                answers.add((problem.status, problem.detail))
    assert len(answers) == 1, "a reader and a session decide alike"
    return answers.pop()


def test_roles_grant_more_from_viewer_to_owner() -> None:
    rights = [ROLE_RIGHTS[role] for role in (Role.VIEWER, Role.ANALYST, Role.MAINTAINER, Role.OWNER)]
    assert all(less < more for less, more in itertools.pairwise(rights))
    assert rights[-1] == ALL_RIGHTS


def test_every_scope_is_known() -> None:
    assert set(SCOPE_RIGHTS) == set(Scope)


def test_no_key_makes_keys_or_deletes_teams() -> None:
    through = frozenset().union(*SCOPE_RIGHTS.values())
    kept = {
        Right.KEY_MANAGE,
        Right.MEMBER_MANAGE,
        Right.TEAM_CHANGE,
        Right.TEAM_DELETE,
        Right.PROJECT_MOVE,
        Right.PROJECT_DELETE,
    }
    assert not through & kept
    assert ROLE_RIGHTS[Role.MAINTAINER] > PROJECT_KEY_RIGHTS


def test_a_foreign_project_is_a_missing_one(settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = World()
        await world.write(server)
        owner = world.members[Role.OWNER]
        callers = (
            _user(world.stranger),
            _user(world.stranger, administrator=True),
            _user(None, "read", project=world.other_project),
            _user(owner, "read", project=world.other_project),
            _user(owner, "unknown"),
        )
        for caller in callers:
            for right in (Right.PROJECT_READ, Right.SCAN_CREATE):
                missing = await _refused(server, caller, new_id(), right)
                assert missing == (404, "The project does not exist.")
                assert await _refused(server, caller, world.project, right) == missing

    serve(settings, story)


@pytest.mark.parametrize("role", Role)
def test_a_member_is_told_when_the_role_does_not_allow_it(settings: Settings, role: Role) -> None:
    async def story(server: Server) -> None:
        world = World()
        await world.write(server)
        for right in Right:
            status, _ = await _refused(server, _user(world.members[role]), world.project, right)
            assert status == (200 if right in ROLE_RIGHTS[role] else 403), right

    serve(settings, story)


@pytest.mark.parametrize("scope", SCOPE_RIGHTS)
def test_a_key_does_what_both_its_scopes_and_the_role_allow(settings: Settings, scope: str) -> None:
    async def story(server: Server) -> None:
        world = World()
        await world.write(server)
        for role, user in world.members.items():
            for right in Right:
                status, _ = await _refused(server, _user(user, scope), world.project, right)
                if Right.PROJECT_READ not in SCOPE_RIGHTS[scope]:
                    assert status == 404
                else:
                    assert status == (200 if right in ROLE_RIGHTS[role] & SCOPE_RIGHTS[scope] else 403)
        for right in Right:
            status, _ = await _refused(
                server, _user(None, scope, project=world.project), world.project, right
            )
            if Right.PROJECT_READ in SCOPE_RIGHTS[scope]:
                assert status == (200 if right in PROJECT_KEY_RIGHTS & SCOPE_RIGHTS[scope] else 403)

    serve(settings, story)


def test_an_archived_project_is_only_read_and_restored(settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = World()
        await world.write(server, archived=True)
        owner = _user(world.members[Role.OWNER])
        for right, status in (
            (Right.PROJECT_READ, 200),
            (Right.FINDING_READ, 200),
            (Right.PROJECT_CHANGE, 200),
            (Right.SCAN_CREATE, 409),
            (Right.FINDING_TRIAGE, 409),
            (Right.TARGET_CHANGE, 409),
        ):
            assert (await _refused(server, owner, world.project, right))[0] == status, right
        viewer = _user(world.members[Role.VIEWER])
        assert (await _refused(server, viewer, world.project, Right.SCAN_CREATE))[0] == 403

    serve(settings, story)


def test_lists_over_projects_hold_the_visible_ones_only(settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = World()
        await world.write(server)
        viewer, owner = world.members[Role.VIEWER], world.members[Role.OWNER]
        expected: tuple[tuple[Caller, Right, set[uuid.UUID]], ...] = (
            (_user(viewer), Right.FINDING_READ, {world.project}),
            (_user(viewer), Right.SCAN_CREATE, set()),
            (_user(world.stranger), Right.FINDING_READ, {world.other_project}),
            (_user(new_id(), administrator=True), Right.FINDING_READ, set()),
            (_user(owner, "scan"), Right.SCAN_READ, {world.project}),
            (_user(owner, "read", project=world.other_project), Right.PROJECT_READ, set()),
            (_user(owner, "read", project=world.project), Right.PROJECT_READ, {world.project}),
            (_user(None, "read", project=world.project), Right.FINDING_READ, {world.project}),
        )
        async with server.platform.database.read() as reader:
            for caller, right, projects in expected:
                assert set(await visible_projects(reader, caller, right)) == projects
        with pytest.raises(Problem, match=r"finding\.read"):
            visible_projects_sql(_user(owner, "scan"), Right.FINDING_READ, "project_id", place=1)

    serve(settings, story)


def test_a_foreign_team_is_a_missing_one_but_for_administrators(settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = World()
        await world.write(server)
        async with server.platform.database.read() as reader:
            for caller in (
                _user(world.stranger),
                _user(world.members[Role.OWNER], "read", project=world.project),
                _user(None, "read", project=world.project),
            ):
                for team in (world.team, new_id()):
                    with pytest.raises(Problem, match="The team does not exist"):
                        await require_team(reader, caller, team, Right.TEAM_READ)
            access = await require_team(
                reader, _user(world.stranger, administrator=True), world.team, Right.MEMBER_MANAGE
            )
            assert access.role is None
            with pytest.raises(Problem, match=r"project\.create"):
                access.require(Right.PROJECT_CREATE)
            with pytest.raises(Problem, match=r"member\.manage"):
                await require_team(
                    reader, _user(world.members[Role.ANALYST]), world.team, Right.MEMBER_MANAGE
                )

    serve(settings, story)
