"""The phases of a web scan: arrive, log in, crawl and read, ask the site, ask every point, look again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from securestack.core.budget import Budget
from securestack.core.events import Event, FindingFound, Notice, NoticeLevel, Outcome, Progress, ScanStatus
from securestack.core.finding import Finding
from securestack.core.masking import Masker
from securestack.net.client import HttpClient
from securestack.net.errors import NetError, OutOfScope
from securestack.net.message import Request
from securestack.net.pacing import Pacing
from securestack.net.recording import Recording
from securestack.net.redirects import redirect_target
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.probing.account import Account
from securestack.probing.attack import Attack, why_not
from securestack.probing.callbacks import CallbackServer
from securestack.probing.catalogue import INJECTION_CHECKS
from securestack.probing.needs import Needs
from securestack.probing.session import Session
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS
from securestack.scanners.web.check import PassiveCheck, Site, SiteCheck
from securestack.scanners.web.crawl.crawler import Crawler
from securestack.scanners.web.crawl.options import CrawlOptions
from securestack.scanners.web.crawl.soft_not_found import SoftNotFound
from securestack.scanners.web.harvest import Harvest
from securestack.scanners.web.inspection import Inspection
from securestack.scanners.web.login import FormLogin, HeaderLogin
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.page import Page
from securestack.scanners.web.remarks import crawl_remarks

_DEAD_AFTER = 25  # requests in a row without any answer: the target is gone


class WebScan:
    """One scan. `run` goes through the phases; what it raises says why it ended early."""

    def __init__(self, options: WebScanOptions, emit: Callable[[Event], None]) -> None:
        """Raise ValueError, in one sentence, for options that cannot work."""
        self.options = options
        self.budget = Budget(time_limit=options.time_limit, max_requests=options.max_requests)
        self._scope = Scope.of(options.url, include=options.scope, exclude=options.exclude)
        self._emit = emit
        self._masker = Masker([options.password, *(value for _, value in options.headers)])
        self._account = Account()
        self._ledger = stored_xss.TokenLedger()
        self._harvest = Harvest(options)
        self._told: set[str] = set()
        self._phase, self._detail = "connecting", options.url
        self._crawler: Crawler | None = None
        self._attack: Attack | None = None
        self._reached = False
        self._client: HttpClient
        self._session: Session
        self._callbacks: CallbackServer
        self._not_found: SoftNotFound
        self._login: FormLogin | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Open the connections the scan needs, and close them afterwards."""
        options = self.options
        async with AsyncExitStack() as stack:
            recorder = None
            if options.record:
                recorder = stack.enter_context(Recording(Path(options.record), masker=self._masker))
            self._client = await stack.enter_async_context(
                HttpClient(
                    self._scope,
                    self.budget,
                    transport=AiohttpTransport(verify_tls=options.verify_tls),
                    pacing=Pacing(requests_per_second=options.requests_per_second),
                    recorder=recorder,
                )
            )
            self._callbacks = await stack.enter_async_context(CallbackServer(public_url=options.callback_url))
            self._login = self._form_login()
            self._session = Session(self._client, headers=options.headers, login=self._login)
            self._not_found = SoftNotFound(self._session)
            yield

    def _form_login(self) -> FormLogin | None:
        options = self.options
        if not options.login_url:
            return None
        return FormLogin(
            self._client,
            login_url=options.login_url,
            username=options.username,
            password=options.password,
            start_url=options.url,
        )

    async def run(self) -> None:
        """Go through the phases.

        Raises NetError when the target cannot be reached, LoginFailed or SessionLost when nobody would be logged in,
        and BudgetExhausted when time or requests ran out.
        """
        await self._arrive()
        await self._log_in()
        await self._crawl()
        self._session.freeze()
        await self._ask_site()
        await self._ask_points()
        await self._look_again()
        await self._session.verify()

    async def _arrive(self) -> None:
        exchange = await self._client.send(Request("GET", self.options.url, self.options.headers))
        self._reached = True
        target = redirect_target(exchange)
        if target and not self._scope.allows(target):
            host = urlsplit(target).netloc
            raise OutOfScope(
                f"{self.options.url} sends its visitors to {target}, which is not part of the scan. "
                f"Scan that address instead, or add it with --scope {urlsplit(target).scheme}://{host}/."
            )

    async def _log_in(self) -> None:
        options = self.options
        if options.login_url:
            self._phase, self._detail = "logging in", options.login_url
            await self._session.log_in()
            self._masker = self._masker.with_secrets(self._session.jar.values())
            if self._login is not None:
                self._harvest.add_login_form(self._login, Session(self._client))
            self._emit(Notice(f"Logged in as {options.username} at {options.login_url}."))
        elif options.headers:
            login = HeaderLogin(self._client, options.headers, start_url=options.url)
            self._session.canary = await login.canary(self._session)

    async def _crawl(self) -> None:
        self._phase = "crawling"
        self._crawler = crawler = Crawler(
            self._session,
            self._scope,
            CrawlOptions(max_pages=self.options.max_pages, allow_destructive=self.options.allow_destructive),
            not_found=self._not_found,
        )
        inspection = Inspection(PASSIVE_CHECKS, self._passive_broke)
        try:
            async for page in crawler.crawl([self.options.url]):
                self._detail = page.url
                page.cookies = self._session.jar.kept_for(page.url)
                for finding in inspection.inspect(page):
                    self._tell(finding)
                self._harvest.add(page, self._session)
            if not crawler.answered and crawler.errors:
                raise NetError(crawler.errors[0].message)
        finally:
            for check, places in inspection.looked_at.items():
                self._account.count(check, places)
            self._masker = self._masker.with_secrets(self._session.jar.values())

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
        for check in SITE_CHECKS:
            if self._left_out(check):
                continue
            self._detail = check.id
            async with self._account.watch(check.id, site.origin):
                for finding in await check.run(site):
                    self._tell(finding)

    def _left_out(self, check: SiteCheck) -> bool:
        reason = why_not(check.needs, self.options.profile, callbacks=True)
        if reason:
            self._account.skip(check.id, reason)
        return bool(reason)

    async def _ask_points(self) -> None:
        self._phase = "testing inputs"
        self._attack = Attack(
            sender=self._session,
            checks=INJECTION_CHECKS,
            profile=self.options.profile,
            account=self._account,
            on_finding=self._tell,
            callbacks=self._callbacks,
            ledger=self._ledger,
            is_alive=self._target_answers,
        )
        await self._attack.run(self._harvest.targets())

    def _target_answers(self) -> bool:
        return self._client.consecutive_failures < _DEAD_AFTER

    async def _look_again(self) -> None:
        self._phase, self._detail = "looking again for what was stored", self.options.url
        reason = why_not(Needs(active=True), self.options.profile, callbacks=True)
        if reason:
            self._account.skip(stored_xss.CHECK_ID, reason)
            return
        async with self._account.watch(stored_xss.CHECK_ID, self._harvest.origin):
            await stored_xss.stored_xss(
                self._harvest.templates(),
                self._ledger,
                self._session,
                profile=self.options.profile,
                refresh=self._harvest.refresh,
                on_finding=self._tell,
            )

    def _tell(self, finding: Finding) -> None:
        if finding.fingerprint not in self._told:
            self._told.add(finding.fingerprint)
            self._emit(FindingFound(self._masker.mask_finding(finding)))

    def progress(self) -> Progress:
        """Return how far the scan is now."""
        client = getattr(self, "_client", None)
        done, total = self._harvest.page_count, None
        if self._attack is not None:
            done, total = self._attack.points_done, self._attack.points_found
            self._detail = self._attack.asking or self._detail
        elif self._crawler is not None:
            total = self._harvest.page_count + self._crawler.queued
        return Progress(
            phase=self._phase,
            done=done,
            total=total,
            requests=client.requests_sent if client else 0,
            requests_per_second=round(client.requests_per_second, 1) if client else 0.0,
            pages=self._harvest.page_count,
            detail=self._masker.mask_url(self._detail),
        )

    def closing_events(self) -> Iterator[Event]:
        """Yield what is to be said at the end: notices, then what became of each check."""
        if self._crawler is not None:
            for sentence in crawl_remarks(self._crawler):
                yield Notice(self._masker.mask_text(sentence), NoticeLevel.WARNING)
        for check in (*PASSIVE_CHECKS, *SITE_CHECKS, *INJECTION_CHECKS):
            self._account.expect(check.id)
        self._account.expect(stored_xss.CHECK_ID)
        yield from self._account.statuses()

    def final_status(self, status: ScanStatus) -> ScanStatus:
        """Return how the scan ended, FAILED where it saw nothing that deserves to be called a result."""
        if status.outcome is Outcome.FAILED:
            return status
        if not self._reached:
            return ScanStatus(Outcome.FAILED, f"{self.options.url} was not reached. {status.reason}".strip())
        if status.outcome is Outcome.COMPLETED and self._harvest.page_count == 0:
            return ScanStatus(Outcome.FAILED, f"{self.options.url} showed no page that could be looked at.")
        if status.outcome is Outcome.COMPLETED and self._account.gave_up:
            return ScanStatus(Outcome.INCOMPLETE, f"The scan ended early: {self._account.gave_up}")
        return status
