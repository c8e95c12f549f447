"""What is still to be asked: each page once, each shape only as long as it brings something new.

Endless sites (calendars, facets, generated paths) consist of ever more pages of few shapes. A shape whose last pages were
built like earlier ones and led nowhere new is left out from then on; nothing is compared across shapes.
"""

from __future__ import annotations

from collections import Counter, deque

import msgspec

from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.crawl.canonical import Key, page_key, shape_key
from securestack.scanners.web.crawl.forms import Form
from securestack.scanners.web.crawl.options import CrawlOptions

_MOST_VARIANTS = 100  # sets of parameter names under one path
_MOST_REPEATS = 3  # times a path segment may follow itself, or come back
_MOST_PARAMETERS = 40
_SELDOM = 3  # a page that leads to a shape seen less often than this leads somewhere new
_FORM_TURN = 4  # one form is sent after so many links were followed


class Item(msgspec.Struct, kw_only=True, eq=False):
    """A request to be sent. `base` is what the references of the page it was found on are relative to.

    `fill` asks to fill its empty query fields when its turn comes, when more of the site's values are known.
    """

    template: RequestTemplate
    depth: int = 0
    guessed: bool = False
    fill: bool = False
    form: Form | None = None
    base: str = ""
    source: int = 0  # which page or script guessed it
    parent_path: str = ""
    parent_structure: int = 0
    chain: int = 0  # pages in a row that were built alike, each one segment deeper
    shape: Key = ()


class _Shape:
    __slots__ = ("admitted", "misses", "structures", "visited")

    def __init__(self) -> None:
        self.admitted = 0
        self.visited = 0
        self.misses = 0
        self.structures: set[int] = set()


class Frontier:
    """The queue of a crawl, without duplicates and with bounds. `left_out` counts what it refused, by reason."""

    def __init__(self, options: CrawlOptions) -> None:
        self._options = options
        self._links: deque[Item] = deque()
        self._guesses: deque[Item] = deque()
        self._forms: deque[Item] = deque()
        self._known: set[int] = set()
        self._shapes: dict[Key, _Shape] = {}
        self._variants: Counter[str] = Counter()
        self._turn = 0
        self.taken = 0
        self.left_out: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._links) + len(self._guesses) + len(self._forms)

    def add(self, item: Item) -> bool:
        """Queue a request unless it is known or out of bounds; return whether it leads somewhere new."""
        if reason := self._refusal(item):
            self.left_out[reason] += 1
            return False
        tokens = item.form.token_fields if item.form is not None else ()
        key = hash((page_key(item.template, tokens), item.fill))
        if key in self._known:
            return False
        shape = self._shape_of(item)
        if shape is None:
            return False
        self._known.add(key)
        shape.admitted += 1
        if item.template.method not in ("GET", "HEAD"):
            self._forms.append(item)
        elif item.guessed:
            self._guesses.append(item)
        else:
            self._links.append(item)
        return shape.visited < _SELDOM

    def next(self) -> Item | None:
        """Return the next request to send, or None when there is none for now."""
        while self.taken < self._options.max_pages and (item := self._pop()) is not None:
            shape = self._shapes[item.shape]
            state = item.template.method not in ("GET", "HEAD")
            patience = self._options.form_patience if state else self._options.patience
            if shape.misses >= patience:
                self.left_out["pages like them brought nothing new"] += 1
                continue
            self.taken += 1
            return item
        if len(self):
            self.left_out[f"the limit of {self._options.max_pages} pages was reached"] += len(self)
            for queue in (self._links, self._guesses, self._forms):
                queue.clear()
        return None

    def learned(self, item: Item, structure: int, *, led_somewhere: bool) -> None:
        """Tell what came of a request: how its page is built, and whether it led to anything new."""
        shape = self._shapes[item.shape]
        shape.visited += 1
        if led_somewhere or structure not in shape.structures:
            shape.misses = 0
        else:
            shape.misses += 1
        shape.structures.add(structure)

    def _pop(self) -> Item | None:
        # Forms change what the site shows, so links come first; but a large site must not keep forms waiting for ever.
        self._turn += 1
        if self._forms and self._turn % _FORM_TURN == 0:
            return self._forms.popleft()
        for queue in (self._links, self._guesses, self._forms):
            if queue:
                return queue.popleft()
        return None

    def _refusal(self, item: Item) -> str:
        template, options = item.template, self._options
        segments = template.path.split("/")
        if item.depth > options.max_depth:
            return f"more than {options.max_depth} links away from the start"
        if len(segments) > options.max_path_segments:
            return "a path of too many segments"
        if len(segments) > 2 * _MOST_REPEATS and repeats(segments):
            return "a path that repeats itself"
        if len(template.query) > _MOST_PARAMETERS or len(template.path) > options.max_url_length:
            return "an address that is too long"
        return ""

    def _shape_of(self, item: Item) -> _Shape | None:
        item.shape = shape_key(item.template)
        shape = self._shapes.get(item.shape)
        if shape is None:
            path = str(item.shape[1])
            if self._variants[path] >= _MOST_VARIANTS:
                self.left_out["too many combinations of parameters"] += 1
                return None
            self._variants[path] += 1
            shape = self._shapes[item.shape] = _Shape()
        elif shape.admitted >= self._options.max_per_shape:
            self.left_out["too many pages that differ in their values only"] += 1
            return None
        return shape


def repeats(segments: list[str]) -> bool:
    """Whether a path goes round in circles: /a/b/a/b/a/b/a/b, or one segment again and again."""
    _, most = Counter(segment for segment in segments if segment).most_common(1)[0]
    return most > _MOST_REPEATS
