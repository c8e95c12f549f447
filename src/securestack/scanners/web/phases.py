"""The phases of a web scan: arrive, log in, crawl and read, ask the site, ask every point, look again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from securestack.core.budget import Budget
from securestack.core.events import Event, Notice, NoticeLevel, Outcome, Progress, ScanStatus
from securestack.core.finding import Finding
from securestack.net.client import HttpClient
from securestack.net.errors import NetError, OutOfScope
from securestack.net.guard import AddressGuard
from securestack.net.message import Request
from securestack.net.pacing import Pacing
from securestack.net.recording import Recording
from securestack.net.redirects import redirect_target
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.probing.account import Account
from securestack.probing.attack import Attack, TargetGone, why_not
from securestack.probing.callbacks import CallbackServer
from securestack.probing.credentials import secrets_in
from securestack.probing.needs import Profile
from securestack.probing.session import Session
from securestack.probing.telling import Teller
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.check import PassiveCheck, Site
from securestack.scanners.web.crawl.crawler import Crawler
from securestack.scanners.web.crawl.options import QUICK_CRAWL, CrawlOptions
from securestack.scanners.web.crawl.soft_not_found import SoftNotFound
from securestack.scanners.web.crawl.token_refresh import TokenRefresh
from securestack.scanners.web.harvest import Harvest
from securestack.scanners.web.inspection import Inspection
from securestack.scanners.web.login import FormLogin, HeaderLogin
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.page import Page
from securestack.scanners.web.plan import Plan
from securestack.scanners.web.remarks import answer_remarks, crawl_remarks, nothing_seen

_DEAD_AFTER = 25  # requests in a row without any answer: the target is gone


class WebScan:
    """One scan. `run` goes through the phases; what it raises says why it ended early."""

    def __init__(
        self, options: WebScanOptions, emit: Callable[[Event], None], guard: AddressGuard | None = None
    ) -> None:
        """Raise ValueError, in one sentence, for options that cannot work."""
        self.options = options
        self._guard = guard
        self.budget = Budget(time_limit=options.time_limit, max_requests=options.max_requests)
        self._scope = Scope.of(options.url, include=options.scope, exclude=options.exclude)
        self._teller = Teller(emit, [options.password, *secrets_in(options.headers)])
        self._account = Account()
        self._plan = Plan(options.only)
        self._account.plan(self._plan.ids())
        self._ledger = stored_xss.TokenLedger()
        self._harvest = Harvest(options, self._scope)
        self._inspection = Inspection(self._plan.passive, self._passive_broke)
        self._phase, self._detail = "connecting", options.url
        self._crawler: Crawler | None = None
        self._attack: Attack | None = None
        self._reached = False
        self._client: HttpClient | None = None
        self._login: FormLogin | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Open the connections the scan needs, and close them afterwards.

        Raises OSError when the recording cannot be written.
        """
        options = self.options
        async with AsyncExitStack() as stack:
            recorder = None
            if options.record:
                recorder = stack.enter_context(Recording(Path(options.record), masker=self._teller.masker))
            client = HttpClient(
                self._scope,
                self.budget,
                transport=AiohttpTransport(verify_tls=options.verify_tls, guard=self._guard),
                pacing=Pacing(requests_per_second=options.requests_per_second),
                recorder=recorder,
            )
            self._client = await stack.enter_async_context(client)
            self._callbacks = await stack.enter_async_context(CallbackServer(public_url=options.callback_url))
            if options.login_url:
                self._login = FormLogin(
                    client,
                    login_url=options.login_url,
                    username=options.username,
                    password=options.password,
                    start_url=options.url,
                )
            self._session = Session(client, headers=options.headers, login=self._login)
            self._teller.watch_secrets(self._session.secrets)
            self._not_found = SoftNotFound(self._session)
            yield

    async def run(self) -> None:
        """Go through the phases.

        Raises NetError when the target cannot be reached, LoginFailed or SessionLost when nobody would be logged in,
        TargetGone when the target stopped answering, and BudgetExhausted when time or requests ran out.
        """
        assert self._client is not None
        await self._arrive(self._client)
        await self._log_in(self._client)
        await self._crawl()
        self._session.freeze()
        await self._ask_site()
        await self._ask_points()
        await self._look_again()
        await self._session.verify()

    async def _arrive(self, client: HttpClient) -> None:
        exchange = await client.send(Request("GET", self.options.url, self.options.headers))
        self._reached = True
        target = redirect_target(exchange)
        if target and not self._scope.allows(target):
            pieces = urlsplit(target)
            raise OutOfScope(
                f"{self.options.url} sends its visitors to {target}, which is not part of the scan. "
                f"Scan that address instead, or add it with --scope {pieces.scheme}://{pieces.netloc}/."
            )

    async def _log_in(self, client: HttpClient) -> None:
        options = self.options
        if self._login is not None:
            self._phase, self._detail = "logging in", options.login_url
            await self._session.log_in()
            nobody = Session(client)
            await nobody.send(Request("GET", options.login_url))
            nobody.freeze()  # a probe that happens to log in must not make it somebody
            self._harvest.add_login_form(self._login, nobody)
            self._teller.notice(f"Logged in as {options.username} at {options.login_url}.")
        elif options.headers:
            login = HeaderLogin(client, options.headers, start_url=options.url)
            self._session.canary = await login.canary(self._session)

    async def _crawl(self) -> None:
        self._phase = "crawling"
        self._crawler = crawler = Crawler(
            self._session,
            self._scope,
            self._crawl_options(),
            not_found=self._not_found,
        )
        async for page in crawler.crawl([self.options.url]):
            self._detail = page.url
            page.cookies = self._session.jar.kept_for(page.url)
            self._inspect(page)
            self._harvest.add(page, self._session)
        for page in self._login.pages if self._login is not None else ():
            self._inspect(page)  # the only ones that set the session's cookie
        if not crawler.answered and crawler.errors:
            raise NetError(crawler.errors[0].message)
        if crawler.ended:
            self.budget.check()
            raise TargetGone("the target stopped answering")
        self._account.finish(check.id for check in self._plan.passive)
        await self._doubt_headers()

    def _crawl_options(self) -> CrawlOptions:
        base = QUICK_CRAWL if self.options.profile is Profile.QUICK else CrawlOptions()
        return msgspec.structs.replace(
            base,
            max_pages=min(self.options.max_pages, base.max_pages),
            allow_destructive=self.options.allow_destructive,
        )

    async def _doubt_headers(self) -> None:
        """Look for a page that tells whether credentials given as headers still work, if the start page does not."""
        assert self._client is not None
        login = HeaderLogin(self._client, self.options.headers, start_url=self.options.url)
        if self._session.canary is not None or not login.has_credentials:
            return
        pages = [template.url for template in self._harvest.templates() if template.method == "GET"]
        self._session.canary = await login.canary(self._session, pages)
        if self._session.canary is None:
            self._teller.notice(
                "The pages look the same with and without the credentials given with --header, so whether these work "
                "cannot be told.",
                NoticeLevel.WARNING,
            )

    def _inspect(self, page: Page) -> None:
        for finding in self._inspection.inspect(page):
            self._find(finding)

    def _find(self, finding: Finding) -> None:
        if self._plan.wants(finding):
            self._teller.find(finding)

    def _passive_broke(self, check: PassiveCheck, page: Page, error: Exception) -> None:
        self._account.broke(check.id, page.url, error)

    async def _ask_site(self) -> None:
        self._phase = "looking for forgotten files and settings"
        site = Site(
            origin=self._harvest.origin,
            pages=self._harvest.pages,
            sender=self._session,
            is_missing=self._not_found.is_missing,
            profile=self.options.profile,
        )
        for check in self._plan.site:
            if reason := why_not(check.needs, self.options.profile, callbacks=True):
                self._account.skip(check.id, reason)
                continue
            self._detail = check.id
            asked, left_out = site.asked, site.left_out
            async with self._account.watch(check.id, site.origin):
                for finding in await check.run(site):
                    self._find(finding)
            if site.asked == asked and site.left_out > left_out:
                self._account.skip(check.id, "what it asks for is not part of the scan")
            self._account.finish([check.id])

    async def _ask_points(self) -> None:
        self._phase = "testing inputs"
        self._attack = Attack(
            sender=self._session,
            checks=self._plan.injection,
            profile=self.options.profile,
            account=self._account,
            on_finding=self._find,
            callbacks=self._callbacks,
            ledger=self._ledger,
            is_alive=self._target_answers,
        )
        await self._attack.run(self._harvest.targets())

    def _target_answers(self) -> bool:
        return self._client is not None and self._client.consecutive_failures < _DEAD_AFTER

    async def _look_again(self) -> None:
        if not self._plan.looks_again:
            return
        self._phase, self._detail = "looking again for what was stored", self.options.url
        async with self._account.watch(stored_xss.CHECK_ID, self._harvest.origin):
            await stored_xss.stored_xss(
                self._harvest.templates(),
                self._ledger,
                self._session,
                profile=self.options.profile,
                refresh=TokenRefresh(self._session),
                on_finding=self._find,
            )
        self._account.finish([stored_xss.CHECK_ID])

    def progress(self) -> Progress:
        """Return how far the scan is now."""
        client = self._client
        done, total = self._harvest.answers, None
        if self._attack is not None:
            done, total = self._attack.points_done, self._attack.points_found
            self._detail = self._attack.asking or self._detail
        elif self._crawler is not None:
            total = self._harvest.answers + self._crawler.queued
        return Progress(
            phase=self._phase,
            done=done,
            total=total,
            requests=client.requests_sent if client else 0,
            requests_per_second=round(client.requests_per_second, 1) if client else 0.0,
            pages=self._harvest.page_count,
            detail=self._teller.url(self._detail),
        )

    def closing_events(self, status: ScanStatus) -> Iterator[Event]:
        """Yield what is to be said at the end: notices, what became of each check, and how the scan as a whole ended."""
        if self._crawler is not None:
            seen = answer_remarks(self._harvest.statuses, self._harvest.cut)
            for sentence in (*crawl_remarks(self._crawler), *seen):
                yield Notice(self._teller.masker.mask_text(sentence), NoticeLevel.WARNING)
        for check, places in self._inspection.looked_at.items():
            self._account.count(check, places)
        status = self._final(status)
        early = "" if status.outcome is Outcome.COMPLETED else status.reason
        for line in self._account.statuses(early):
            yield self._teller.check(line)
        yield self._teller.status(status)

    def _final(self, status: ScanStatus) -> ScanStatus:
        """Return how the scan ended, FAILED where it saw nothing that deserves to be called a result."""
        if status.outcome is Outcome.FAILED:
            return status
        if not self._reached:
            return ScanStatus(Outcome.FAILED, f"{self.options.url} was not reached. {status.reason}".strip())
        if status.outcome is Outcome.COMPLETED and (
            reason := nothing_seen(self.options.url, self._harvest.statuses)
        ):
            return ScanStatus(Outcome.FAILED, reason)
        return status
