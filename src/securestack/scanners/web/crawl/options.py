"""What a crawl may do, and where it ends."""

from __future__ import annotations

import msgspec


class CrawlOptions(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of a crawl. Each is a bound against endless sites, none a measure of quality."""

    max_pages: int = 10_000  # requests for pages, forms included
    max_depth: int = 50  # links followed from the start
    max_path_segments: int = 16
    max_url_length: int = 2_000  # characters
    max_per_shape: int = 200  # pages that differ in their values only
    patience: int = 12  # pages of one shape in a row that bring nothing new, until the rest is left out
    form_patience: int = 3  # the same for requests that change state
    concurrency: int = 16  # requests under way at once; the client's own pacing may allow fewer
    allow_destructive: bool = False  # follow links and send forms that look destructive
    submit_forms: bool = True  # send POST forms and the like; otherwise they are only listed in `Page.forms`
    known_files: bool = True  # ask for robots.txt, sitemap.xml and the like


QUICK_CRAWL = CrawlOptions(max_pages=1_000, max_per_shape=20, patience=3, form_patience=1)
