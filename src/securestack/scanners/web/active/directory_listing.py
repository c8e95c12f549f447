"""Directory listings that nothing links to: the directories of known files are asked. At most 6 requests, 40 in a deep scan."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.directory_index import RULE, listing_marker
from securestack.scanners.web.page import Page

_MOST = {Profile.QUICK: 0, Profile.STANDARD: 6, Profile.DEEP: 40}


async def _run(site: Site) -> list[Finding]:
    findings: list[Finding] = []
    for directory in _directories(site)[: _MOST[site.profile]]:
        page = await site.ask(directory)
        findings += _judge(page)
    return findings


def _judge(page: Page) -> Iterator[Finding]:
    if marker := listing_marker(page.response):
        yield page_finding(
            page, RULE, CHECK.id, f"The server lists the files of {page.template.path}.", marker
        )


def _directories(site: Site) -> list[str]:
    """Return the directories of the pages that the crawler did not fetch, those with many files first."""
    fetched = {page.template.path for page in site.pages}
    files: dict[str, int] = {}
    for path in fetched:
        parts = path.split("/")[1:-1]
        for depth in range(1, len(parts) + 1):
            directory = "/" + "/".join(parts[:depth]) + "/"
            # A file says that the path is a folder of the server; a route of an application seldom is.
            weight = 10 if "." in path.rpartition("/")[2] else 1
            files[directory] = files.get(directory, 0) + weight
    return sorted((path for path in files if path not in fetched), key=lambda path: (-files[path], path))


CHECK = SiteCheck(id="unlinked-directory-listing", rules=(RULE,), run=_run, judge=_judge)
