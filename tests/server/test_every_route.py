"""Every route, asked by everybody, about what is theirs, what is not, and what does not exist.

The routes come from the API description, so that none can be forgotten; who may use which stands in `route_rights.py`.
What is foreign must neither be read nor changed nor told apart from what is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from securestack.server.app import create_app
from securestack.server.settings import Settings
from tests.server.route_rights import CALLERS, KEYS, MISSING, PEOPLE, ROUTES, Route, routes_of
from tests.server.support import Server, serve
from tests.server.walk import Answer, World, roll_everything_back

_PARAMETER = re.compile(r"\{(\w+)\}")
_THING = re.compile(r'"\{(\w+)\}"')
_METHODS = ("get", "post", "put", "patch", "delete")


class Operation(NamedTuple):
    """A route as the API description has it."""

    name: str
    method: str
    path: str
    secured: bool


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Return every operation of an API description."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in _METHODS:
                yield Operation(operation["operationId"], method.upper(), path, "security" in operation)


def things_of(operation: Operation, route: Route) -> dict[str, str]:
    """Return the things that a request names: of path parameters by their names, of query and body by their own."""
    named = {
        name: route.path.get(name, name.removesuffix("_id")) for name in _PARAMETER.findall(operation.path)
    }
    elsewhere = _THING.findall(json.dumps([route.body, dict(route.query)]))
    return named | {f"body:{thing}": thing for thing in elsewhere}


class Walk:
    """One operation, asked by everybody."""

    def __init__(self, world: World, operation: Operation, route: Route) -> None:
        self.world = world
        self.operation = operation
        self.route = route
        self.named = things_of(operation, route)
        self.faults: list[str] = []

    async def run(self) -> None:
        for caller in sorted(CALLERS):
            own = await self._ask(caller, {})
            self._judge(caller, own)
            self._look_for_leaks(caller, own)
            if self.named and caller not in self.route.reach:
                await self._compare(caller, own)

    async def _ask(self, caller: str, others: dict[str, str]) -> Answer:
        """Ask about the caller's own things, with `others` in the place of some parameters."""
        things = self.world.things(caller)
        ids = {name: others.get(name, things[thing]) for name, thing in self.named.items()}
        path = _PARAMETER.sub(lambda found: ids[found[1]], self.operation.path)
        filled = _THING.sub(
            lambda found: json.dumps(ids[f"body:{found[1]}"]),
            json.dumps([self.route.body, dict(self.route.query)]),
        )
        body, query = json.loads(filled)
        return await self.world.ask(caller, self.operation.method, path, query, body)

    def _judge(self, caller: str, answer: Answer) -> None:
        route = self.route
        if caller in route.allowed:
            right = answer.status < 400 or answer.status in route.answers
            expected = f"below 400 or one of {sorted(route.answers)}"
        else:
            wanted = 401 if caller == "anonymous" else 404 if caller in route.hidden else 403
            right, expected = answer.status == wanted, str(wanted)
        if not right:
            self.faults.append(
                f"{self.operation.name} by {caller}: {answer.status} instead of {expected}: {answer.text[:200]!r}"
            )

    def _look_for_leaks(self, caller: str, answer: Answer) -> None:
        """What somebody asks about their own holds nothing of others: above all lists."""
        if caller == "anonymous" or caller in self.route.reach:
            return
        known = set(self.world.things(caller).values()) if caller != "stranger" else set()
        if leaked := (set(self.world.foreign_to(caller).values()) - known) & answer.ids:
            names = [name for name, one in self.world.foreign_to(caller).items() if one in leaked]
            self.faults.append(f"{self.operation.name} by {caller} shows foreign {', '.join(names)}")

    async def _compare(self, caller: str, own: Answer) -> None:
        """Foreign things are answered as missing ones, one by one and all at once."""
        foreign, missing = self.world.foreign_to(caller), self.world.missing
        for names in [*([name] for name in self.named), *([list(self.named)] if len(self.named) > 1 else [])]:
            if self._is_same_thing(caller, names):
                continue
            about_foreign = await self._ask(caller, {name: foreign[self.named[name]] for name in names})
            about_missing = await self._ask(caller, {name: missing[self.named[name]] for name in names})
            what = f"{self.operation.name} by {caller} with foreign {', '.join(names)}"
            if not about_foreign.same(about_missing):
                self.faults.append(f"{what} differs from missing: {about_foreign} {about_missing}")
            tells = self.route.report or self.operation.method == "GET"
            if about_foreign.status < 400 and not (tells and about_foreign.same(about_missing)):
                self.faults.append(f"{what} was let through: {about_foreign}")
        if caller in self.route.hidden:
            all_missing = await self._ask(
                caller, {name: missing[thing] for name, thing in self.named.items()}
            )
            if not own.same(all_missing):
                self.faults.append(
                    f"{self.operation.name} by {caller} shows what is hidden: {own} {all_missing}"
                )

    def _is_same_thing(self, caller: str, names: list[str]) -> bool:
        """Whether what is foreign is the caller's own after all, such as the team around two projects."""
        foreign, own = self.world.foreign_to(caller), self.world.things(caller)
        return all(foreign[self.named[name]] == own[self.named[name]] for name in names)


def test_every_route_says_who_may_use_it(settings: Settings) -> None:
    found = {operation.name for operation in operations(create_app(settings).openapi())}
    assert found - ROUTES.keys() == set(), (
        "tests/server/route_rights.py does not say who may use these routes"
    )
    assert ROUTES.keys() - found == set(), "tests/server/route_rights.py has routes that are gone"


def test_only_public_routes_are_open_and_only_known_callers_are_named(settings: Settings) -> None:
    for operation in operations(create_app(settings).openapi()):
        for route in routes_of(operation.name):
            assert ("anonymous" not in route.allowed) == operation.secured, operation.name
            assert route.allowed | route.hidden <= CALLERS
    assert KEYS < CALLERS
    assert PEOPLE < CALLERS


@pytest.mark.timeout(120)
def test_nobody_reaches_what_is_not_theirs_nor_learns_that_it_exists(fresh_settings: Settings) -> None:
    async def story(server: Server) -> None:
        world = await World.make(server, MISSING)
        roll_everything_back(server)
        faults: list[str] = []
        for operation in operations(server.app.openapi()):
            for route in routes_of(operation.name):
                walk = Walk(world, operation, route)
                await walk.run()
                faults += walk.faults
        assert not faults, "\n".join(faults)

    # Without Valkey limits are counted in this process, and start at nothing.
    serve(fresh_settings.changed(redis_url=None), story)
