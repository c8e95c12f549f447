"""The phases of a scan of a GraphQL service: find it, learn its schema, ask everything once, check, test inputs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from securestack.core.budget import BudgetExhausted
from securestack.core.events import Event, Notice, NoticeLevel, Outcome, Progress, ScanStatus
from securestack.core.finding import Finding
from securestack.net.client import HttpClient
from securestack.net.guard import AddressGuard
from securestack.net.pacing import Pacing
from securestack.net.recording import Recording
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.probing.account import Account
from securestack.probing.attack import Attack, TargetGone, why_not
from securestack.probing.callbacks import CallbackServer
from securestack.probing.credentials import secrets_in
from securestack.probing.session import Session
from securestack.probing.telling import Teller
from securestack.scanners.api.check import Stage
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.graphql.calls import Call, calls
from securestack.scanners.api.graphql.doors import registrations
from securestack.scanners.api.graphql.endpoint import Endpoint, find_endpoint
from securestack.scanners.api.graphql.graph import Graph, GraphCheck
from securestack.scanners.api.graphql.guessing import guess_schema
from securestack.scanners.api.graphql.members import Members
from securestack.scanners.api.graphql.objects import delete_made
from securestack.scanners.api.graphql.points import targets, unreached, with_call
from securestack.scanners.api.graphql.recognise import schema_text
from securestack.scanners.api.graphql.schema import ask_for_schema, read_schema
from securestack.scanners.api.graphql.survey import survey, why_not_ask
from securestack.scanners.api.loading import is_address
from securestack.scanners.api.options import ApiScanOptions
from securestack.scanners.api.phases import CannotLook
from securestack.scanners.api.plan import Plan
from securestack.scanners.api.reserve import Reserve
from securestack.scanners.api.values import ValueMaker

_DEAD_AFTER = 25  # requests in a row without any answer: the target is gone
_HEADERS = (("Accept", "application/json, */*;q=0.8"),)
_WORKERS = 4  # many services answer one request at a time, and an operation may be much work


class GraphqlScan:
    """One scan of a GraphQL service. `run` goes through the phases; what it raises says why it ended early."""

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
        self._secrets: dict[str, None] = {}  # passwords and tokens of everybody
        self._teller.watch_secrets(self._secrets)
        self._account = Account()
        self._plan = Plan(options.only)
        self._account.plan(
            [*(check.id for check in self._plan.graph), *(check.id for check in self._plan.injection)]
        )
        self._phase, self._detail = "connecting", options.description
        self._client: HttpClient | None = None
        self._attack: Attack | None = None
        self._places: dict[str, Call] = {}  # the call of each variable
        self._tested: set[str] = set()  # calls whose inputs were tested
        self._done = 0
        self.graph: Graph | None = None
        self._members: Members

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Open the connections the scan needs, find the service, and learn its schema; close them afterwards.

        Raises UnreadableDescription, NetError, or OSError when the recording cannot be written.
        """
        options = self.options
        address = options.url or options.description
        if not address.lower().startswith(("http://", "https://")):
            raise UnreadableDescription(
                "The schema does not say where the service runs; give its address with --url http://HOST:PORT/graphql."
            )
        if self._guard is not None and not options.document and not is_address(options.description):
            raise UnreadableDescription(
                "A schema on this machine is read for its owner only; give its text or a web address."
            )
        async with AsyncExitStack() as stack:
            recorder = None
            if options.record:
                recorder = stack.enter_context(Recording(Path(options.record), masker=self._teller.masker))
            client = HttpClient(
                Scope.of(address, include=options.scope, exclude=options.exclude),
                self.budget,
                transport=AiohttpTransport(verify_tls=options.verify_tls, guard=self._guard),
                pacing=Pacing(requests_per_second=options.requests_per_second),
                recorder=recorder,
                headers=(*_HEADERS, *options.headers),
            )
            self._client = await stack.enter_async_context(client)
            callbacks = await stack.enter_async_context(CallbackServer(public_url=options.callback_url))
            endpoint = await self._find_endpoint(address, client)
            if endpoint is None:
                raise UnreadableDescription(
                    f"No GraphQL service answers at {address} or at the usual paths of its host; check --url."
                )
            self.graph = Graph(
                endpoint,
                None,
                ValueMaker(),
                profile=options.profile,
                callbacks=callbacks,
                description=options.description,
            )
            self._members = Members(self.graph, options, client, self._warn)
            yield

    async def _find_endpoint(self, address: str, client: HttpClient) -> Endpoint | None:
        """Return the service, looked for as nobody, then as those whose headers were given; it is asked as nobody."""
        if (endpoint := await find_endpoint(address, client)) is not None:
            return endpoint
        for session in self._given(client):
            if (endpoint := await find_endpoint(address, session)) is not None:
                return Endpoint(endpoint.url, client)
        return None

    def _given(self, client: HttpClient) -> list[Session]:
        return [Session(client, headers=user.headers) for user in self.options.users if user.headers]

    async def run(self) -> None:
        """Go through the phases. Raises NetError, TargetGone and BudgetExhausted."""
        graph = self.graph
        assert graph is not None
        try:
            await self._test(graph)
        except BudgetExhausted as error:
            self._reserve.release()
            await self._clean(graph)
            raise BudgetExhausted(self._reserve.reached(str(error))) from error
        finally:
            self._learn_secrets()
        self._reserve.release()
        await self._clean(graph)

    async def _test(self, graph: Graph) -> None:
        await self._prepare(graph)
        for stage in (Stage.READING, Stage.WRITING, Stage.CREDENTIALS):
            await self._run_checks(graph, stage)
        await self._ask_points(graph)
        await self._run_checks(graph, Stage.RESOURCES)
        await self._members.verify()

    async def _clean(self, graph: Graph) -> None:
        self._phase = "cleaning up"
        await delete_made(graph, self._warn)

    async def look_again(self, check_id: str) -> None:
        """Run one check; findings are told as in `run`. Raises CannotLook where there is none, and as `run` does."""
        graph = self.graph
        assert graph is not None
        check = next((check for check in self._plan.graph if check.id == check_id), None)
        if check is None:
            raise CannotLook(f"There is no check {check_id!r} any more.")
        try:
            await self._prepare(graph)
            if reason := self._why_not(check):
                raise CannotLook(f"The check {check_id} cannot look: {reason}.")
            self._learn_secrets()
            for finding in await check.run(graph):
                self._find(finding)
            await delete_made(graph, self._warn)
        finally:
            self._learn_secrets()

    async def _prepare(self, graph: Graph) -> None:
        await self._learn_schema(graph)
        self._choose(graph)
        await self._gather(graph)
        self._phase = "asking everything once"
        await survey(graph, self._step)

    async def _gather(self, graph: Graph) -> None:
        self._phase = "setting up users"
        if graph.schema is None or not (self.options.users or any(registrations(graph.open_calls))):
            return
        if self.options.register:
            graph.newcomer = self._members.newcomer
        try:
            await self._members.gather()
        finally:
            self._learn_secrets()
        for actor in filter(None, (*graph.users, graph.administrator)):
            made = "registered and logged in" if actor.made else "logged in"
            if actor.session.canary is not None and graph.own_call is not None:
                self._teller.notice(
                    f"{actor.name.capitalize()} is {made}; {graph.own_call.name} tells whether that lasts."
                )
            else:
                self._warn(
                    f"{actor.name.capitalize()} is {made}, but no field tells whether that lasts, so a lost session would "
                    "not be noticed."
                )

    def _learn_secrets(self) -> None:
        self._secrets.update(dict.fromkeys(self._members.secrets()))

    async def _learn_schema(self, graph: Graph) -> None:
        self._phase = "learning the schema"
        if self.options.conformance:
            self._warn(
                "A GraphQL service holds its answers to its schema itself, so no report on conformance is written."
            )
        text = schema_text(self.options)
        if text:
            graph.schema, graph.told = read_schema(text), False
        else:
            graph.schema = await ask_for_schema(graph.endpoint)
        if graph.schema is None and self._client is not None:
            for session in self._given(self._client):
                graph.schema = graph.schema or await ask_for_schema(Endpoint(graph.endpoint.url, session))
                graph.told = False  # not to everybody
        if graph.schema is None:
            graph.schema, graph.told = await guess_schema(graph.endpoint), False
            how = (
                "was guessed from the names that errors suggest"
                if graph.schema
                else "could not even be guessed"
            )
            self._warn(
                f"The service does not tell its schema; it {how}. Give it as a file to test everything."
            )

    def _choose(self, graph: Graph) -> None:
        if graph.schema is None:
            return
        graph.calls = list(calls(graph.schema, graph.maker, new=True))
        for call in graph.calls:
            self._places.update(dict.fromkeys(call.variables, call))
            if reason := why_not_ask(call, self.options):
                graph.left_out[call.name] = reason
        fields = len(graph.calls)
        self._teller.notice(
            f"The service has {fields} {'field' if fields == 1 else 'fields'} to begin an operation with."
        )

    async def _run_checks(self, graph: Graph, stage: Stage) -> None:
        self._phase = _STAGES[stage]
        for check in self._plan.graph:
            if check.stage is not stage:
                continue
            if reason := self._why_not(check):
                self._account.skip(check.id, reason)
                continue
            self._step(check.id)
            async with self._account.watch(check.id, graph.endpoint.url):
                for finding in await check.run(graph):
                    self._find(finding)
            self._account.finish([check.id])
            self._done += 1

    def _why_not(self, check: GraphCheck) -> str:
        if check.stage is not Stage.READING and self.graph is not None and self.graph.schema is None:
            return "the schema is not known"
        return why_not(check.needs, self.options.profile, callbacks=True)

    async def _ask_points(self, graph: Graph) -> None:
        self._phase = "testing inputs"
        if not self._plan.injection:
            return
        self._attack = Attack(
            sender=graph.endpoint.sender,
            checks=self._plan.injection,
            profile=self.options.profile,
            account=self._account,
            on_finding=self._find,
            callbacks=graph.callbacks,
            is_alive=self._is_alive,
            workers=_WORKERS,
        )
        await self._attack.run(targets(graph, self._tested))
        self._attack = None

    def _find(self, finding: Finding) -> None:
        if self._plan.wants(finding):
            self._teller.find(with_call(finding, self._places))

    def _warn(self, message: str) -> None:
        self._teller.notice(message, NoticeLevel.WARNING)

    def _step(self, detail: str) -> None:
        self._detail = detail
        if not self._is_alive():
            raise TargetGone("the target stopped answering")

    def _is_alive(self) -> bool:
        return self._client is not None and self._client.consecutive_failures < _DEAD_AFTER

    def progress(self) -> Progress:
        """Return how far the scan is now."""
        client, attack = self._client, self._attack
        done, total = self._done, len(self._plan.graph) or None
        if attack is not None:
            done, total = attack.points_done, attack.points_found
            self._detail = attack.asking or self._detail
        return Progress(
            phase=self._phase,
            done=done,
            total=total,
            requests=client.requests_sent if client else 0,
            requests_per_second=round(client.requests_per_second, 1) if client else 0.0,
            pages=len(self.graph.asked) if self.graph is not None else 0,
            detail=self._teller.url(self._detail),
        )

    def closing_events(self, status: ScanStatus) -> Iterator[Event]:
        """Yield what is to be said at the end: what was not asked, what became of each check, and how it all ended."""
        graph = self.graph
        if graph is not None:
            for name, reason in graph.left_out.items():
                if name not in graph.tried:
                    yield Notice(f"{name} was not tested: {reason}.", NoticeLevel.INFORMATION)
            if status.outcome is not Outcome.COMPLETED:
                for sentence in unreached(graph, self._tested):
                    yield Notice(sentence, NoticeLevel.WARNING)
            if status.outcome is Outcome.COMPLETED and graph.schema is None:
                reason = "The schema is not known, so only the service as a whole was tested. Give it as a file, with --url."
                status = ScanStatus(Outcome.INCOMPLETE, reason)
        early = "" if status.outcome is Outcome.COMPLETED else status.reason
        for line in self._account.statuses(early):
            yield self._teller.check(line)
        yield self._teller.status(status)


_STAGES = {
    Stage.READING: "checking the service",
    Stage.WRITING: "checking its operations",
    Stage.CREDENTIALS: "checking credentials",
    Stage.RESOURCES: "checking limits",
}
