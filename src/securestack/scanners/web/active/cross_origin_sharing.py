"""Cross-origin resource sharing: whether a foreign site may read answers made for the user (Fetch Standard, CORS).

At most 4 requests a page: for 2 pages, for 10 in a deep scan.
"""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.severity import Severity
from securestack.probing.cross_origin import RULE, lets_in, strange_origins
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import asked_as_somebody

_PAGES = {Profile.QUICK: 0, Profile.STANDARD: 2, Profile.DEEP: 10}


async def _run(site: Site) -> list[Finding]:
    for path in _paths(site)[: _PAGES[site.profile]]:
        for origin in strange_origins(site.origin):
            page = await site.ask(path, headers={"Origin": origin})
            if found := list(_judge(page)):
                return found  # one policy usually holds for the whole site
    return []


def _paths(site: Site) -> list[str]:
    """Return the paths to ask: those that share already, then data, then pages; the first page always."""

    def interest(page: Page) -> int:
        if page.response.header("access-control-allow-origin") or page.response.header(
            "access-control-allow-credentials"
        ):
            return 0
        return 1 if "json" in page.response.media_type else 2

    pages = [page for page in site.pages if page.response.status < 400 and page.request.method == "GET"]
    paths = [_path(page) for page in sorted(pages, key=interest)]
    return list(dict.fromkeys(paths[:1] + [_path(page) for page in pages[:1]] + paths)) or ["/"]


def _path(page: Page) -> str:
    return page.template.url[len(page.template.origin) :]


def _judge(page: Page) -> Iterator[Finding]:
    origin = page.template.build().header("origin") or ""
    own = page.template.origin
    if not origin or origin == own or not lets_in(page.response, origin):
        return
    mistake = "a sandboxed frame of any site has it" if origin == "null" else "it belongs to somebody else"
    yield page_finding(
        page,
        RULE,
        CHECK.id,
        f"Asked with Origin: {origin}, the server allowed that origin to read the answer with credentials; {mistake}.",
        f"Access-Control-Allow-Origin: {origin}",
        origin,
        parameter="Origin",
        site_wide=True,
        severity=Severity.HIGH if asked_as_somebody(page) else None,
    )


CHECK = SiteCheck(id="cross-origin-sharing", rules=(RULE,), run=_run, judge=_judge)
