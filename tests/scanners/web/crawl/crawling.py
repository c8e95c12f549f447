"""Running a real crawl over a real site in a test."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from aiohttp import web

from securestack.core.budget import Budget
from securestack.net.client import HttpClient
from securestack.net.scope import Scope
from securestack.scanners.web.crawl.crawler import Crawler
from securestack.scanners.web.crawl.options import CrawlOptions
from securestack.scanners.web.page import Page
from tests.targets.gallery import serve


def crawl(
    app: web.Application,
    options: CrawlOptions | None = None,
    *,
    start: str = "/",
    budget: Budget | None = None,
    exclude: tuple[str, ...] = (),
) -> tuple[Crawler, list[Page]]:
    """Crawl a site; return the crawler and its pages."""

    async def run() -> tuple[Crawler, list[Page]]:
        async with serve(app) as url:
            scope = Scope.of(url, exclude=exclude)
            async with HttpClient(scope, budget or Budget()) as client:
                crawler = Crawler(client, scope, options)
                return crawler, [page async for page in crawler.crawl([url + start])]

    return asyncio.run(run())


def paths(pages: list[Page]) -> set[str]:
    """Return the paths of pages, without those that mean "not found"."""
    return {urlsplit(page.url).path for page in pages if not page.missing}
