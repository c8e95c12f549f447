"""The phases of an API scan: read the description, set up people, survey, check, ask every value, clean up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from securestack.core.budget import BudgetExhausted
from securestack.core.events import Event, Notice, NoticeLevel, Outcome, Progress, ScanStatus
from securestack.core.finding import Finding
from securestack.net.client import HttpClient
from securestack.net.guard import AddressGuard
from securestack.net.message import Request
from securestack.net.pacing import Pacing
from securestack.net.recording import Recording
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.probing.account import Account
from securestack.probing.attack import Attack, TargetGone, why_not
from securestack.probing.callbacks import CallbackServer
from securestack.probing.credentials import secrets_in
from securestack.probing.insertion import InsertionPoint
from securestack.probing.needs import Profile
from securestack.probing.telling import Teller
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage
from securestack.scanners.api.cleaning import clean_up
from securestack.scanners.api.description.model import ApiDescription, Operation, UnreadableDescription
from securestack.scanners.api.injection import injection_targets, target_again
from securestack.scanners.api.loading import base_address, is_address, load_description
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanners.api.people import People
from securestack.scanners.api.plan import Plan
from securestack.scanners.api.remarks import closing_remarks, nothing_seen
from securestack.scanners.api.reserve import Reserve
from securestack.scanners.api.survey import Survey
from securestack.scanners.api.together import together
from securestack.scanners.api.values import ValueMaker

_LATER_REQUESTS, _LATER_SECONDS = 500, 45.0  # for the checks after injection
_DEAD_AFTER = 25  # requests in a row without any answer: the target is gone
_HEADERS = (("Accept", "application/json, */*;q=0.8"),)


class CannotLook(Exception):
    """A finding cannot be looked at again; the message says why, in one sentence."""


class ApiScan:
    """One scan. `run` goes through the phases; what it raises says why it ended early."""

    def __init__(
        self, options: ApiScanOptions, emit: Callable[[Event], None], guard: AddressGuard | None = None
    ) -> None:
        """Raise ValueError, in one sentence, for options that cannot work."""
        self.options = options
        self._guard = guard
        self._reserve = Reserve(options)
        self.budget = self._reserve.budget
        given = [user.password for user in options.users if user.password]
        given += [secret for user in options.users for secret in secrets_in(user.headers)]
        self._teller = Teller(emit, [*given, *secrets_in(options.headers)])
        self._secrets: dict[str, None] = {}  # passwords and tokens of everybody, those of the past included
        self._teller.watch_secrets(self._secrets)
        self._account = Account()
        self._plan = Plan(options.only)
        self._account.plan(self._plan.ids())
        self._phase, self._detail = "reading the description", options.description
        self._client: HttpClient | None = None
        self._attack: Attack | None = None
        self._done = 0
        self._cut_short = ""  # which limit ended the injection checks before they had asked everything
        self._total = 0
        self.api: Api | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Read the description and open the connections the scan needs; close them afterwards.

        Raises UnreadableDescription, NetError, or OSError when the recording cannot be written.
        """
        options = self.options
        async with AsyncExitStack() as stack:
            transport = AiohttpTransport(verify_tls=options.verify_tls, guard=self._guard)
            stack.push_async_callback(transport.close)
            if self._guard is not None and not options.document and not is_address(options.description):
                raise UnreadableDescription(
                    "A description on this machine is read for its owner only; give its text or a web address."
                )
            description = await load_description(options, transport)
            base = base_address(options, description)
            scope = Scope.of(base, include=options.scope, exclude=options.exclude)
            recorder = None
            if options.record:
                recorder = stack.enter_context(Recording(Path(options.record), masker=self._teller.masker))
            client = HttpClient(
                scope,
                self.budget,
                transport=transport,
                pacing=Pacing(requests_per_second=options.requests_per_second),
                recorder=recorder,
                headers=(*_HEADERS, *options.headers),
            )
            self._client = await stack.enter_async_context(client)
            callbacks = await stack.enter_async_context(CallbackServer(public_url=options.callback_url))
            maker = ValueMaker()
            people = People(description, base, options, client, maker, self._warn)
            self.api = Api(description, base, options, people, maker, client=client, callbacks=callbacks)
            yield

    def _learn_secrets(self) -> None:
        if self.api is not None:
            self._secrets.update(dict.fromkeys(self.api.people.secrets()))

    def _warn(self, message: str) -> None:
        self._teller.notice(message, NoticeLevel.WARNING)

    async def run(self) -> None:
        """Go through the phases.

        Raises NetError when the target cannot be reached, LoginFailed or SessionLost when somebody is not logged in,
        TargetGone when the target stopped answering, and BudgetExhausted when time or requests ran out.
        """
        api = self.api
        assert api is not None
        self._tell_description(api.description)
        await self._arrive(api)
        try:
            await self._test(api)
        except BudgetExhausted as error:
            self._reserve.release()
            await self._clean(api)
            raise BudgetExhausted(self._reserve.reached(str(error))) from error
        finally:
            self._learn_secrets()
            if api.conformance is not None:
                api.conformance.write(Path(self.options.conformance), api.description)
        self._reserve.release()
        await self._clean(api)

    async def _test(self, api: Api) -> None:
        await self._gather(api)
        self._phase = "reading and making"
        await Survey(api, self._step).run()
        self._learn_secrets()
        for stage in (Stage.READING, Stage.WRITING):
            await self._run_checks(api, stage)
        await self._ask_points(api)
        for stage in (Stage.CREDENTIALS, Stage.RESOURCES):
            await self._run_checks(api, stage)
        for actor in api.people.known:
            await actor.session.verify()
        if self._cut_short:
            raise BudgetExhausted(self._cut_short)

    async def _clean(self, api: Api) -> None:
        self._phase, self._detail = "cleaning up", api.base
        await clean_up(api, self._warn)

    async def look_again(self, check_id: str, operation_id: str, point: InsertionPoint | None) -> None:
        """Run one check on one operation, at one point where the check asks points; findings are told as in `run`.

        Raises CannotLook when the operation or the check is no more, or somebody is missing, and as `run` does.
        """
        api = self.api
        assert api is not None
        operation = api.description.operation(operation_id)
        if operation is None:
            raise CannotLook(f"{api.options.description} describes no operation {operation_id} any more.")
        await self._arrive(api)
        await self._gather(api)
        await Survey(api, self._step).run()
        for check in self._plan.checks:
            if check.id == check_id:
                if reason := self._why_not(api, check):
                    raise CannotLook(f"The check {check_id} cannot look: {reason}.")
                for finding in await check.run(api, operation):
                    self._find(finding)
                break
        else:
            await self._ask_point_again(api, check_id, operation, point)
        await clean_up(api, self._warn)

    async def _ask_point_again(
        self, api: Api, check_id: str, operation: Operation, point: InsertionPoint | None
    ) -> None:
        checks = [check for check in self._plan.injection if check.id == check_id]
        if not checks or point is None:
            raise CannotLook(f"There is no check {check_id!r} any more.")
        attack = Attack(
            sender=api.people.nobody,
            checks=checks,
            profile=Profile.DEEP,
            account=self._account,
            on_finding=self._find,
            callbacks=api.callbacks,
        )
        await attack.run(target_again(api, operation, point))

    def _tell_description(self, description: ApiDescription) -> None:
        title = description.title or "The API"
        count = len(description.operations)
        self._teller.notice(
            f"{title}: {count:,} {'operation' if count == 1 else 'operations'} ({description.format})."
        )
        for notice in description.notices:
            self._warn(notice)

    async def _arrive(self, api: Api) -> None:
        """Make sure that somebody answers. Raises NetError."""
        assert self._client is not None
        self._phase, self._detail = "connecting", api.base
        nothing = await self._client.send(Request("GET", f"{api.base}/{api.maker.word(12)}"))
        if 200 <= nothing.response.status < 300:
            api.catch_all = nothing
            self._warn(
                f"{api.base} answers {nothing.response.status} to addresses that do not exist as well, so that a success "
                "says less than it should."
            )

    async def _gather(self, api: Api) -> None:
        self._phase = "setting up users"
        people = api.people
        await people.gather()
        self._learn_secrets()
        for actor in people.known:
            made = "registered and logged in" if actor.made else "logged in"
            if actor.session.canary is not None and people.canary_operation is not None:
                self._teller.notice(
                    f"{actor.name.capitalize()} is {made}; {people.canary_operation.id} tells whether that lasts."
                )
            else:
                self._warn(
                    f"{actor.name.capitalize()} is {made}, but no operation tells whether that lasts, so a lost session "
                    "would not be noticed."
                )
        if not people.known and any(operation.wants_login for operation in api.operations):
            self._warn("Nobody is logged in, so that only what is public was tested. Give users with --user.")

    def _step(self, detail: str) -> None:
        self._detail = detail
        self._stop_if_gone()

    def _stop_if_gone(self) -> None:
        if not self._is_alive():
            raise TargetGone("the target stopped answering")

    def _is_alive(self) -> bool:
        return self._client is not None and self._client.consecutive_failures < _DEAD_AFTER

    async def _run_checks(self, api: Api, stage: Stage) -> None:
        self._phase = _STAGES[stage]
        for check in self._plan.of_stage(stage):
            if reason := self._why_not(api, check):
                self._account.skip(check.id, reason)
                continue
            chosen = list(check.choose(api))
            self._total += len(chosen)
            if stage is Stage.READING:
                await together([partial(self._look, api, check, operation) for operation in chosen])
            else:
                for operation in chosen:  # what writes, or measures, must not disturb itself
                    await self._look(api, check, operation)
            self._account.finish([check.id])

    async def _look(self, api: Api, check: ApiCheck, operation: Operation) -> None:
        self._detail = f"{check.id}: {operation.id}"
        self._stop_if_gone()
        async with self._account.watch(check.id, operation.id):
            for finding in await check.run(api, operation):
                self._find(finding)
            api.looked_at(check.id, operation)
        self._done += 1

    def _why_not(self, api: Api, check: ApiCheck) -> str:
        if len(api.people.users) < check.users:
            have = len(api.people.users) or "none"
            return f"it needs {check.users} ordinary {'user' if check.users == 1 else 'users'}, and there was {have}"
        return why_not(check.needs, self.options.profile, callbacks=True)

    async def _ask_points(self, api: Api) -> None:
        self._phase = "testing inputs"
        self._attack = Attack(
            sender=api.people.nobody,
            checks=self._plan.injection,
            profile=self.options.profile,
            account=self._account,
            on_finding=self._find,
            callbacks=api.callbacks,
            is_alive=self._is_alive,
        )
        if self._plan.injection:
            await self._within_a_share(self._attack.run(injection_targets(api)))
        self._attack = None

    async def _within_a_share(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work that could use up everything, leaving enough of the budget for the checks that come after it."""
        budget, requests, seconds = self.budget, self.budget.max_requests, self.budget.time_limit
        if requests is not None:
            budget.max_requests = max(budget.requests, requests - min(_LATER_REQUESTS, requests // 4))
        if seconds is not None:
            budget.time_limit = seconds - min(_LATER_SECONDS, seconds / 4)
        try:
            await work
        except BudgetExhausted as error:
            self._cut_short = str(error)
        finally:
            budget.max_requests, budget.time_limit = requests, seconds
        budget.check()

    def _find(self, finding: Finding) -> None:
        if self._plan.wants(finding):
            assert self.api is not None
            self._learn_secrets()
            self._teller.find(self.api.with_operation(finding))

    def progress(self) -> Progress:
        """Return how far the scan is now."""
        client, attack = self._client, self._attack
        done, total = self._done, self._total or None
        if attack is not None:
            done, total = attack.points_done, attack.points_found
            self._detail = attack.asking or self._detail
        return Progress(
            phase=self._phase,
            done=done,
            total=total,
            requests=client.requests_sent if client else 0,
            requests_per_second=round(client.requests_per_second, 1) if client else 0.0,
            pages=len(self.api.statuses) if self.api is not None else 0,
            detail=self._teller.url(self._detail),
        )

    def closing_events(self, status: ScanStatus) -> Iterator[Event]:
        """Yield what is to be said at the end: what was not tested, what became of each check, and how it all ended."""
        if self.api is not None:
            for notice in closing_remarks(self.api):
                yield Notice(self._teller.masker.mask_text(notice.message), notice.level)
            if status.outcome is Outcome.COMPLETED and (reason := nothing_seen(self.api)):
                status = ScanStatus(Outcome.FAILED, reason)
        early = "" if status.outcome is Outcome.COMPLETED else status.reason
        for line in self._account.statuses(early):
            yield self._teller.check(line)
        yield self._teller.status(status)


_STAGES = {
    Stage.READING: "checking who may read",
    Stage.WRITING: "checking who may write",
    Stage.CREDENTIALS: "checking credentials",
    Stage.RESOURCES: "checking limits",
}
