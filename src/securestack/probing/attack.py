"""Asking every chosen insertion point every injection check."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

import msgspec

from securestack.core.finding import Finding
from securestack.net.errors import NetError
from securestack.net.message import Exchange
from securestack.probing.account import Account
from securestack.probing.check import Callbacks, InjectionCheck, Ledger, Probe, Sender
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.needs import Needs, Profile
from securestack.probing.one_time import OneTimeFields, Refresh
from securestack.probing.selection import PointSelector

_ORDER = list(Profile)


class TargetGone(Exception):
    """The target has stopped answering, so that there is no point in going on."""


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """A request worth asking: its template, and what is known of it.

    `leave_out` names the fields that no probe may touch, such as CSRF tokens; `refresh` returns the template with
    those tokens fresh, where it has some. `baseline` is an answer already at hand. `sender` sends its requests where that
    is not the session of the scan: the login form is asked as nobody. `points` are the places to ask where whoever
    made the request knows them, instead of those that look dynamic. `alone` says that the request changes what others
    show, so that it is asked after them and by itself.
    """

    template: RequestTemplate
    baseline: Exchange | None = None
    leave_out: tuple[str, ...] = ()
    refresh: Refresh | None = None
    sender: Sender | None = None
    points: tuple[InsertionPoint, ...] | None = None
    alone: bool = False


class Attack:
    """Asks targets, several at once; the client's pacing decides how many requests are really under way."""

    def __init__(
        self,
        *,
        sender: Sender,
        checks: Sequence[InjectionCheck],
        profile: Profile,
        account: Account,
        on_finding: Callable[[Finding], None],
        callbacks: Callbacks | None = None,
        ledger: Ledger | None = None,
        is_alive: Callable[[], bool] = lambda: True,
        workers: int = 24,
    ) -> None:
        self._sender = sender
        self._profile = profile
        self._account = account
        self._on_finding = on_finding
        self._callbacks = callbacks
        self._ledger = ledger
        self._is_alive = is_alive
        self._workers = workers
        self._selector = PointSelector(profile)
        self._checks = [check for check in checks if self._may_run(check)]
        self.points_found = 0
        self.points_done = 0
        self.asking = ""  # the place asked last, for people who watch

    def _may_run(self, check: InjectionCheck) -> bool:
        reason = why_not(check.needs, self._profile, callbacks=self._callbacks is not None)
        if reason:
            self._account.skip(check.id, reason)
        return not reason

    async def run(self, targets: Iterable[Target]) -> None:
        """Ask every target. Raises BudgetExhausted, SessionLost or TargetGone when the scan must end."""
        jobs = [(target, points) for target in targets if (points := self._points(target))]
        self.points_found += sum(len(points) for _, points in jobs)
        together = [job for job in jobs if not job[0].alone]
        queue = iter(together)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._workers, len(together))):
                    group.create_task(self._work(queue))
        except ExceptionGroup as group_error:
            # Whatever ends the scan ends it for all workers, who say the same.
            raise _first(group_error) from None
        await self._work(job for job in jobs if job[0].alone)
        self._account.finish(check.id for check in self._checks)

    def _points(self, target: Target) -> list[InsertionPoint]:
        if target.points is not None:
            return list(target.points)
        return list(self._selector.choose(target.template, target.leave_out))

    async def _work(self, queue: Iterable[tuple[Target, list[InsertionPoint]]]) -> None:
        for target, points in queue:
            await self._ask_target(target, points)

    async def _ask_target(self, target: Target, points: list[InsertionPoint]) -> None:
        self._stop_if_gone()
        template, baseline, refresh = target.template, target.baseline, None
        sender = target.sender or self._sender
        place = f"{template.method} {template.url}"
        try:
            if target.refresh is not None:
                tokens = OneTimeFields(target.refresh, sender)
                template, baseline = await tokens.begin(template)
                refresh = tokens.refresh
            elif baseline is None:
                baseline = await sender.send(template.build())
        except NetError as error:
            for point in points:
                for check in self._fitting(point):
                    self._account.unanswered(check.id, place, error)
            self.points_done += len(points)
            return
        for point in points:
            self._stop_if_gone()
            self.asking = f"{place} {point.name}"
            probe = Probe(
                sender=sender,
                template=template,
                point=point,
                baseline=baseline,
                profile=self._profile,
                callbacks=self._callbacks,
                ledger=self._ledger,
                refresh=refresh,
            )
            await self._ask(probe)
            self.points_done += 1

    def _stop_if_gone(self) -> None:
        if not self._is_alive():
            raise TargetGone("the target stopped answering")

    async def _ask(self, probe: Probe) -> None:
        place = f"{probe.template.method} {probe.template.url} {probe.point.name}"
        for check in self._fitting(probe.point):
            async with self._account.watch(check.id, place):
                for finding in await check.run(probe):
                    self._on_finding(finding)

    def _fitting(self, point: InsertionPoint) -> Iterable[InjectionCheck]:
        return (check for check in self._checks if point.position in check.positions)


def why_not(needs: Needs, profile: Profile, *, callbacks: bool) -> str:
    """Return why a check with these needs may not run, or an empty string."""
    if _ORDER.index(needs.profile) > _ORDER.index(profile):
        return f"it runs from the {needs.profile} profile on; this scan is {profile}"
    if needs.callback and not callbacks:
        return "the callback server is off"
    if needs.browser:
        return "it needs a browser"
    if needs.destructive:
        return "it changes things on the target"
    return ""


def _first(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
