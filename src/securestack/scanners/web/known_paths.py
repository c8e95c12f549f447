"""Paths that often lie open by mistake, each with what its content must look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.core.severity import Severity
from securestack.net.message import Response
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, page_finding
from securestack.scanners.web.page import Page

_DIRECTORIES_DEEP = 3  # further directories asked in a deep scan


class KnownPath(msgspec.Struct, frozen=True):
    """One path, without its leading slash, and how its content proves that it is what it seems.

    `proof` must match the body; `reject_html` says that a page in HTML can never be it. `detail` may say more of what
    was found. `what` completes "the answer is …".
    """

    path: str
    what: str
    rule: Rule
    proof: re.Pattern[bytes]
    severity: Severity | None = None
    reject_html: bool = True
    profile: Profile = Profile.STANDARD
    detail: Callable[[Response], str] | None = None


async def ask_known_paths(site: Site, table: Sequence[KnownPath], check_id: str) -> list[Finding]:
    """Ask a site for the paths of a table, at its root and where its first page lies; in a deep scan more of both."""
    findings: list[Finding] = []
    for directory in directories(site):
        for known in table:
            if known.profile is Profile.DEEP and site.profile is not Profile.DEEP:
                continue
            page = await site.ask(directory + known.path)
            found = list(judge_known_path(page, table, check_id))
            if found and await site.shows(page):
                findings += found
    return findings


def judge_known_path(page: Page, table: Sequence[KnownPath], check_id: str) -> Iterator[Finding]:
    """Yield the finding of a page whose path and content are those of an entry."""
    response = page.response
    if response.status != 200:
        return
    for known in table:
        if not page.template.path.endswith("/" + known.path):
            continue
        if known.reject_html and looks_like_html(response):
            continue
        proof = known.proof.search(response.body[:200_000])
        if proof is None:
            continue
        more = known.detail(response) if known.detail else ""
        yield page_finding(
            page,
            known.rule,
            check_id,
            f"{page.template.path} answers with {known.what}{': ' + more if more else ''}.",
            proof[0].decode("utf-8", "replace")[:100],
            severity=known.severity,
        )
        return


def directories(site: Site) -> list[str]:
    """Return the directories worth asking, each with a slash at its end: the root, where the first page lies, more."""
    found = ["/"]
    for page in site.pages[:1] if site.profile is not Profile.DEEP else site.pages:
        directory = page.template.path.rpartition("/")[0] + "/"
        if directory not in found:
            found.append(directory)
        if len(found) > _DIRECTORIES_DEEP:
            break
    return found


def looks_like_html(response: Response) -> bool:
    """Whether a body is a page for people, whatever its declared type says."""
    head = response.body[:1000].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or b"<html" in head
