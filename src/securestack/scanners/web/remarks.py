"""What a person should know about a scan beside its findings, in a few sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from securestack.scanners.web.crawl.crawler import Crawler

_EXAMPLES = 3
_LONGEST = 160  # characters of an address in a sentence
_FEW = 10  # answers, of which nothing can be said in general


def crawl_remarks(crawler: Crawler) -> Iterator[str]:
    """Yield a sentence for each thing the crawl left out or could not do."""
    if crawler.ended:
        yield f"The crawl ended early: {crawler.ended.rstrip('.')}."
    if crawler.failed:
        first = crawler.errors[0]
        yield (
            f"{_count(crawler.failed, 'request')} of the crawl got no answer, the first {_short(first.url)}: "
            f"{first.message}"
        )
    if crawler.destructive:
        examples = ", ".join(f"{left.method} {_short(left.url)}" for left in crawler.destructive[:_EXAMPLES])
        more = len(crawler.destructive) - _EXAMPLES
        yield (
            f"Not sent, as it looks destructive (allow it with --allow-destructive): {examples}"
            f"{f' and {more} more' if more > 0 else ''}."
        )
    for reason, number in crawler.left_out.most_common():
        yield f"{_count(number, 'address', 'addresses')} left out: {reason}."


def answer_remarks(statuses: Counter[int], cut: Sequence[str]) -> Iterator[str]:
    """Yield a sentence for each reason to think that not all of the application was seen.

    `statuses` counts those of the answers to what was linked or asked for, `cut` holds the addresses whose answers were
    read in part only.
    """
    refused = Counter({status: number for status, number in statuses.items() if status >= 400})
    if statuses.total() >= _FEW and refused.total() * 2 > statuses.total():
        kinds = ", ".join(f"{status}: {number:,}" for status, number in refused.most_common(_EXAMPLES))
        yield (
            f"{refused.total():,} of {_count(statuses.total(), 'address', 'addresses')} of the crawl answered with an "
            f"error ({kinds}), so that much of the application may not have been seen."
        )
    if cut:
        yield (
            f"{_count(len(cut), 'answer')} of the crawl ended too soon or went on for too long, and only the beginning was "
            f"read, the first {_short(cut[0])}."
        )


def nothing_seen(url: str, statuses: Counter[int]) -> str:
    """Return why a scan saw nothing worth the name, as a sentence, or an empty string where it saw something.

    `statuses` counts those of the answers to what was linked or asked for.
    """
    if any(200 <= status < 300 for status in statuses):
        return ""
    if not statuses:
        return f"{url} showed no page that could be looked at; check the address."
    status = statuses.most_common(1)[0][0]
    if status in (401, 407):
        return (
            f"{url} answered {status} to everything: it wants to know who asks. Log in with --login-url, or give "
            "credentials with --header."
        )
    if status == 403:
        return f"{url} answered 403 to everything: it refuses us. Give credentials with --header, or let the scanner in."
    if 300 <= status < 400:
        return (
            f"{url} answers with nothing but redirects, and none of them leads to a page; check the address."
        )
    if status >= 500:
        return f"{url} answered {status} to everything: the server is in trouble. Repair it, then scan again."
    return f"{url} answered {status} to everything; check the address."


def _short(url: str) -> str:
    return url if len(url) <= _LONGEST else f"{url[:_LONGEST]}…"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
