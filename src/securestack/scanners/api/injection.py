"""Which requests the injection checks ask, and as whom: every value of every operation that can be asked."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from securestack.core.location import Position
from securestack.net.message import Exchange, Request
from securestack.probing.actors.actor import Actor
from securestack.probing.attack import Target
from securestack.probing.insertion import Field, InsertionPoint
from securestack.probing.needs import Profile
from securestack.scanners.api.api import Api
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.odd_values import odd_values_for
from securestack.scanners.api.purposes import Purpose
from securestack.scanners.api.requests import build, points_of

_LEFT_OUT = frozenset({Purpose.LOGOUT, Purpose.REGISTER, Purpose.CREDENTIALS, Purpose.RECOVER})
_ORDER = {
    Purpose.LIST: 0,
    Purpose.READ: 0,
    Purpose.LOGIN: 1,
    Purpose.CHANGE: 2,
    Purpose.CREATE: 3,
    Purpose.ACTION: 3,
}
_DEEP_HEADERS = (Field("User-Agent", "Mozilla/5.0"), Field("X-Forwarded-For", "127.0.0.1"))


def injection_targets(api: Api) -> list[Target]:
    """Return the requests worth asking: what reads before what writes, nothing that deletes or spoils an account."""
    operations = [
        operation
        for operation in api.operations
        if api.may_ask(operation) and operation.method != "DELETE" and api.purpose(operation) not in _LEFT_OUT
    ]
    operations.sort(key=lambda operation: _ORDER.get(api.purpose(operation), 4))
    return [target for operation in operations for target in _targets(api, operation)]


def _targets(api: Api, operation: Operation) -> Iterator[Target]:
    found = odd_values_for(api, operation)
    if found is None:
        return
    actor, inputs = found
    template = build(operation, api.base, inputs)
    if api.profile is Profile.DEEP:
        template = msgspec.structs.replace(template, headers=(*template.headers, *_DEEP_HEADERS))
    points = tuple(point for point in points_of(operation, template) if _worth_asking(point, api.profile))
    if points:
        api.asked_points[template.method, template.path] = operation
        sender = _Accounting(api, operation, actor)
        changes = operation.method != "GET" and api.purpose(operation) is not Purpose.LOGIN
        yield Target(template=template, sender=sender, points=points, alone=changes)


def target_again(api: Api, operation: Operation, point: InsertionPoint) -> list[Target]:
    """Return the request of one operation, to be asked at one point only, whatever value stands there now."""
    return [
        msgspec.structs.replace(target, points=points)
        for target in _targets(api, operation)
        if (
            points := tuple(
                own
                for own in target.points or ()
                if (own.position, own.name, own.index) == (point.position, point.name, point.index)
            )
        )
    ]


class _Accounting:
    """Somebody whose requests are counted for the operation, and what they make is remembered and deleted again."""

    def __init__(self, api: Api, operation: Operation, actor: Actor) -> None:
        self._api = api
        self._operation = operation
        self._actor = actor

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        return await self._api.send(self._operation, self._actor, request, timeout=timeout)


def _worth_asking(point: InsertionPoint, profile: Profile) -> bool:
    if point.position in (Position.HEADER, Position.COOKIE):
        return profile is not Profile.QUICK
    return True
