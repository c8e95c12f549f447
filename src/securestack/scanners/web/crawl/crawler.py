"""The crawl itself: takes requests from the frontier, hands out pages, and follows what they lead to."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Iterable

import msgspec

from securestack.core.budget import BudgetExhausted
from securestack.net.errors import NetError
from securestack.net.message import Exchange
from securestack.net.scope import Scope
from securestack.net.url import origin, resolve
from securestack.probing.check import Sender
from securestack.probing.destructive import is_destructive
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.crawl.canonical import template_of
from securestack.scanners.web.crawl.extract import Extractor, Found
from securestack.scanners.web.crawl.form_values import ValueMemory, with_filled_query
from securestack.scanners.web.crawl.forms import Form
from securestack.scanners.web.crawl.frontier import Frontier, Item
from securestack.scanners.web.crawl.html import Link
from securestack.scanners.web.crawl.media import is_media_path
from securestack.scanners.web.crawl.options import CrawlOptions
from securestack.scanners.web.crawl.soft_not_found import SoftNotFound
from securestack.scanners.web.crawl.token_refresh import TokenRefresh
from securestack.scanners.web.page import Page

_KNOWN_FILES = (
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
    "/.well-known/openid-configuration",
)
_REFUSED = frozenset({400, 401, 403, 409, 419, 422})  # how servers refuse a stale CSRF token
_MOST_ERRORS = 100  # kept with their text; all are counted
_GIVES_UP_AFTER = 30  # failures in a row
_MOST_REFERENCES = 200_000  # remembered to save work; forgetting them costs time only
_MOST_FROM_PAGE = 3_000
_VAIN_GUESSES = 25  # in a row out of one script or page, until its others are left out
_LONGEST_CHAIN = 7  # pages built alike, each one segment deeper than the last


class LeftOut(msgspec.Struct, frozen=True):
    """A request the crawler did not send, and why, as half a sentence."""

    method: str
    url: str
    reason: str


class CrawlError(msgspec.Struct, frozen=True):
    """A request that brought no answer."""

    method: str
    url: str
    message: str


class Crawler:
    """Finds the pages of a site. Use it once.

    `ended` says why the crawl stopped before its end, and is empty otherwise. `answered` counts the answers: where it
    is zero nothing was seen, and `errors` says why. `unanswered` holds requests that brought no answer: other values
    may bring one. `destructive` lists what was left alone, `left_out` counts the rest of what was not sent.
    """

    def __init__(
        self,
        sender: Sender,
        scope: Scope,
        options: CrawlOptions | None = None,
        *,
        not_found: SoftNotFound | None = None,
    ) -> None:
        self._sender = sender
        self._scope = scope
        self._options = options or CrawlOptions()
        self._frontier = Frontier(self._options)
        self._references: set[int] = set()
        self._vain: Counter[int] = Counter()
        self._failures = 0
        self._announced: set[tuple[str, str]] = set()
        self.memory = ValueMemory()
        self._extractor = Extractor(self.memory)
        self.not_found = not_found or SoftNotFound(sender)
        self.pages_seen = 0
        self.answered = 0
        self.failed = 0
        self.ended = ""
        self.errors: list[CrawlError] = []
        self.unanswered: list[RequestTemplate] = []
        self.destructive: list[LeftOut] = []
        self.foreign_origins: Counter[str] = Counter()

    @property
    def queued(self) -> int:
        """How many requests wait to be sent."""
        return len(self._frontier)

    @property
    def left_out(self) -> Counter[str]:
        """How many addresses were left out for each reason, destructive ones aside."""
        return self._frontier.left_out

    async def crawl(self, start_urls: Iterable[str]) -> AsyncGenerator[Page, None]:
        """Yield the pages of a site as they come, error pages included (see `Page.missing`).

        A page is packed into little memory as soon as the next one is asked for. The crawl ends quietly, with `ended`
        set, when the budget is exhausted; what was found until then has been handed out. A SessionLost goes through.
        """
        self._begin(start_urls)
        pending: set[asyncio.Task[Page | None]] = set()
        try:
            while True:
                while len(pending) < self._options.concurrency and (item := self._next()) is not None:
                    pending.add(asyncio.create_task(self._visit(item)))
                if not pending:
                    break
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    page = task.result()
                    if page is not None:
                        self.pages_seen += 1
                        yield page
                        page.pack()
        finally:
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)

    def _begin(self, start_urls: Iterable[str]) -> None:
        origins: dict[str, None] = {}
        for url in start_urls:
            address = resolve(url, "")
            if address is None or not self._scope.allows(address):
                self._fail("GET", url, "it is outside the scope of the scan")
                continue
            origins[origin(address)] = None
            self._frontier.add(Item(template=template_of(address)))
        if not self._options.known_files:
            return
        for start in origins:
            for path in _KNOWN_FILES:
                if self._scope.allows(start + path):
                    self._frontier.add(Item(template=template_of(start + path), depth=1, guessed=True))

    def _next(self) -> Item | None:
        while not self.ended:
            item = self._frontier.next()
            if item is None or self._vain[item.source] < _VAIN_GUESSES or not item.guessed:
                return item
            self.left_out["guesses from a source whose guesses were wrong"] += 1
        return None

    async def _visit(self, item: Item) -> Page | None:
        if item.fill:
            item.template = with_filled_query(item.template, self.memory)
        try:
            exchange = await self._ask(item)
            missing = await self._is_missing(item, exchange)
        except BudgetExhausted as error:
            self.ended = self.ended or str(error)
            return None
        except NetError as error:
            self._fail(item.template.method, item.template.url, str(error))
            if len(self.unanswered) < _MOST_ERRORS:
                self.unanswered.append(item.template)
            self._failures += 1
            if self._failures >= _GIVES_UP_AFTER:
                self.ended = self.ended or f"{self._failures} requests in a row got no answer: {error}"
            return None
        self.answered += 1
        self._failures = 0
        page = Page(
            item.template,
            exchange,
            depth=item.depth,
            form=item.form,
            missing=missing,
            guessed=item.guessed,
        )
        if item.guessed and item.source:
            self._vain[item.source] = self._vain[item.source] + 1 if missing else 0
        self._read(item, page)
        return page

    async def _ask(self, item: Item) -> Exchange:
        exchange = await self._sender.send(item.template.build())
        if item.form is not None and item.form.token_fields and exchange.response.status in _REFUSED:
            # The token may have served already; the page of the form has a fresh one.
            template = await TokenRefresh(self._sender)(item.template)
            if template != item.template:
                item.template = template
                exchange = await self._sender.send(template.build())
        return exchange

    async def _is_missing(self, item: Item, exchange: Exchange) -> bool:
        if exchange.response.status in (404, 410):
            return True
        if not item.guessed or item.template.method != "GET":
            return False  # a link is a promise; what was only guessed may be answered politely and still not exist
        try:
            return await self.not_found.is_missing(exchange)
        except BudgetExhausted as error:
            self.ended = self.ended or str(error)
        except NetError:
            pass  # the answer at hand stays worth reading
        return False

    def _read(self, item: Item, page: Page) -> None:
        if page.missing and item.depth > 0:
            self._frontier.learned(item, hash(("missing", page.response.status)), led_somewhere=False)
            return
        found = self._extractor.extract(page, item.base)
        page.forms = tuple(found.forms)
        new = self._follow(item, page, found)
        self._frontier.learned(item, found.structure, led_somewhere=new > 0)

    def _follow(self, item: Item, page: Page, found: Found) -> int:
        """Queue what a page leads to; return how much of it is really new."""
        path = item.template.path
        chain = 0
        if found.structure == item.parent_structure and _is_below(path, item.parent_path):
            chain = item.chain + 1
        parent = _Parent(item, hash(page.url), found, path, chain)
        new = 0
        for link in found.links[:_MOST_FROM_PAGE]:
            new += self._follow_link(link, parent)
        for template in found.endpoints:
            new += self._add(template, parent, guessed=False)
        for template in found.guessed_endpoints:
            new += self._add(template, parent, guessed=True)
        for form in found.forms:
            new += self._add_form(form, parent)
        return new

    def _follow_link(self, link: Link, parent: _Parent) -> bool:
        reference = link.reference.strip()
        rooted = reference.startswith("/") and not reference.startswith("//")
        # Most links of a page stand on every page: they are known before they are resolved.
        key = hash((parent.origin if rooted else parent.base, reference, link.method))
        if key in self._references:
            return False
        if len(self._references) >= _MOST_REFERENCES:
            self._references.clear()
        self._references.add(key)
        url = resolve(parent.base, reference)
        if url is None:
            return False
        if len(url) > self._options.max_url_length:
            self.left_out["an address that is too long"] += 1
            return False
        return self._add(template_of(url, link.method), parent, guessed=link.guessed, label=link.label)

    def _add(
        self,
        template: RequestTemplate,
        parent: _Parent,
        *,
        guessed: bool,
        label: str = "",
        form: Form | None = None,
    ) -> bool:
        if not self._scope.allows(template.url):
            if len(self.foreign_origins) < 1_000:
                self.foreign_origins[template.origin] += 1
            return False
        if is_media_path(template.path) and not template.query and template.method == "GET":
            return False
        if parent.chain >= _LONGEST_CHAIN and _is_below(template.path, parent.path):
            self.left_out["a path that grows without end"] += 1
            return False
        if not self._options.allow_destructive and (reason := is_destructive(template, label)):
            self._leave_alone(template, reason)
            return False
        for field in template.query:
            self.memory.learn(field.name, field.value)
        item = Item(
            template=template,
            depth=parent.depth + 1,
            guessed=guessed,
            form=form,
            base=parent.base,
            source=parent.source if guessed else 0,
            parent_path=parent.path,
            parent_structure=parent.structure,
            chain=parent.chain,
        )
        new = self._frontier.add(item)
        if form is None and template.method == "GET" and any(not field.value for field in template.query):
            self._frontier.add(msgspec.structs.replace(item, fill=True))
        return new

    def _add_form(self, form: Form, parent: _Parent) -> bool:
        if form.changes_state and not self._options.submit_forms:
            return False
        return self._add(form.template, parent, guessed=False, label=form.label, form=form)

    def _leave_alone(self, template: RequestTemplate, reason: str) -> None:
        key = (template.method, template.url)
        if key not in self._announced and len(self._announced) < 1_000:
            self._announced.add(key)
            self.destructive.append(LeftOut(template.method, template.url, reason))

    def _fail(self, method: str, url: str, message: str) -> None:
        self.failed += 1
        if len(self.errors) < _MOST_ERRORS:
            self.errors.append(CrawlError(method, url, message))


class _Parent:
    """What the requests found on one page have in common."""

    __slots__ = ("base", "chain", "depth", "origin", "path", "source", "structure")

    def __init__(self, item: Item, source: int, found: Found, path: str, chain: int) -> None:
        self.base = found.base
        self.origin = origin(found.base)
        self.depth = item.depth
        self.source = source
        self.structure = found.structure
        self.path = path
        self.chain = chain


def _is_below(path: str, above: str) -> bool:
    """Whether a path is the other one with more behind it."""
    directory = above.rstrip("/") + "/" if above != "/" else "/"
    return len(path) > len(directory) and path.startswith(directory) and above != ""
