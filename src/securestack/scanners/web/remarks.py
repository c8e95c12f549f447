"""What a person should know about a crawl beside its pages, in a few sentences."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.scanners.web.crawl.crawler import Crawler

_EXAMPLES = 3


def crawl_remarks(crawler: Crawler) -> Iterator[str]:
    """Yield a sentence for each thing the crawl left out or could not do."""
    if crawler.ended:
        yield f"The crawl ended early: {crawler.ended.rstrip('.')}."
    if crawler.failed:
        first = crawler.errors[0]
        yield f"{_count(crawler.failed, 'request')} of the crawl got no answer, the first {first.url}: {first.message}"
    if crawler.destructive:
        examples = ", ".join(f"{left.method} {left.url}" for left in crawler.destructive[:_EXAMPLES])
        more = len(crawler.destructive) - _EXAMPLES
        yield (
            f"Not sent, as it looks destructive (allow it with --allow-destructive): {examples}"
            f"{f' and {more} more' if more > 0 else ''}."
        )
    for reason, number in crawler.left_out.most_common():
        yield f"{_count(number, 'address', 'addresses')} left out: {reason}."


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
