"""Telling "no such page" however a server says it: with 404, with 200, with a redirect, echoing the path, or at random.

Learned by asking for names that cannot exist, once a directory and shape of name, and only when an answer could be one.
"""

from __future__ import annotations

import asyncio
import html
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from securestack.net.message import Exchange, Request
from securestack.probing.check import Sender

_MISSING = frozenset({404, 410})
_MOST_PLACES = 2_000
_LOOKED_AT = 30_000  # bytes of a body that are compared
_WORD = re.compile(rb"[^\W\d_]{2,}|<\w+")
_SAME = 0.95
_VARIES = 0.4  # two answers for names that cannot exist, less alike than this, have random content
_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


class _Place:
    """What is known of one directory and shape of name."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.samples: list[_Sample] = []


class _Sample:
    """An answer with everything taken out that repeats the address it was asked for."""

    def __init__(self, exchange: Exchange) -> None:
        response = exchange.response
        echo = _echo_pattern(exchange.request.url)
        self.status = response.status
        self.media_type = response.media_type
        self.location = echo.sub(b"*", (response.header("location") or "").encode("utf-8", "replace"))
        self.body = echo.sub(b"*", response.body[:_LOOKED_AT])
        self.words = frozenset(_WORD.findall(self.body))
        found = _TITLE.search(self.body)
        self.title = found[1].strip() if found else b""


class SoftNotFound:
    """Decides whether an answer means that there is no such page. One a scan; it remembers what it learned."""

    def __init__(self, sender: Sender, *, new_name: Callable[[], str] | None = None) -> None:
        self._sender = sender
        self._new_name = new_name or (lambda: secrets.token_hex(6))
        self._places: OrderedDict[tuple[str, str, str], _Place] = OrderedDict()

    async def is_missing(self, exchange: Exchange) -> bool:
        """Return whether the answer is how this server says "no such page".

        Asks at most two questions a directory and shape of name, and none for a status of 404 or 410, nor where the
        server is known to use these. Raises NetError or BudgetExhausted.
        """
        if exchange.response.status in _MISSING:
            return True
        url = exchange.request.url
        directory, shape = _place_of(url)
        place = self._place((directory, *shape))
        async with place.lock:
            if not place.samples:
                place.samples.append(await self._ask(directory, shape))
            first = place.samples[0]
            answer = _Sample(exchange)
            if not _could_be_alike(answer, first):
                return False
            if answer.body == first.body:
                return True
            if len(place.samples) == 1:
                place.samples.append(await self._ask(directory, shape))
        return _is_like(answer, *place.samples)

    async def _ask(self, directory: str, shape: tuple[str, str]) -> _Sample:
        before, after = shape
        url = f"{directory}{before}{self._new_name()}{after}"
        return _Sample(await self._sender.send(Request("GET", url)))

    def _place(self, key: tuple[str, str, str]) -> _Place:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = _Place()
            if len(self._places) > _MOST_PLACES:
                self._places.popitem(last=False)
        return place


def _place_of(url: str) -> tuple[str, tuple[str, str]]:
    """Return the directory of a URL and the shape of its last name: a hidden file's dot before, ending and slash after."""
    pieces = urlsplit(url)
    path = pieces.path or "/"
    slash = "/" if path.endswith("/") and path != "/" else ""
    head, _, name = (path[:-1] if slash else path).rpartition("/")
    dot = "." if name.startswith(".") else ""
    stem, point, ending = name.lstrip(".").rpartition(".")
    ending = f".{ending}" if point and stem and len(ending) <= 8 else ""
    return f"{pieces.scheme}://{pieces.netloc}{head}/", (dot, ending + slash)


def _could_be_alike(answer: _Sample, sample: _Sample) -> bool:
    if sample.status in _MISSING or answer.status != sample.status:
        return False
    if answer.location or sample.location:
        return answer.location == sample.location
    return answer.media_type == sample.media_type


def _is_like(answer: _Sample, first: _Sample, second: _Sample) -> bool:
    if answer.location:
        return True  # the same redirect
    if not _could_be_alike(answer, second):
        return False
    usual = _likeness(first.words, second.words)
    if usual < _VARIES:
        # Nothing in the text repeats, so only its outer form tells: title and length.
        lengths = sorted((len(first.body), len(second.body)))
        return (
            first.title == second.title == answer.title
            and lengths[0] * 0.7 <= len(answer.body) <= lengths[1] * 1.4
        )
    if first.title == second.title != answer.title:
        return False
    likeness = max(_likeness(answer.words, first.words), _likeness(answer.words, second.words))
    return likeness >= min(_SAME, usual - 0.05)


def _likeness(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    either = len(one | other)
    return len(one & other) / either if either else 1.0


def _echo_pattern(url: str) -> re.Pattern[bytes]:
    """Return what finds the ways in which a page may repeat the address it was asked for, the longest first."""
    pieces = urlsplit(url)
    path = pieces.path
    name = path.rstrip("/").rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    whole = f"{path}?{pieces.query}" if pieces.query else path
    forms = {url, whole, path, path.rstrip("/"), path.lstrip("/"), name, stem, pieces.query}
    spelled: set[str] = set()
    for form in forms:
        plain = unquote(form, errors="replace")
        spelled |= {
            form,
            plain,
            html.escape(plain),
            quote(plain),
            quote(plain, safe=""),
            plain.replace("/", "\\/"),
        }
    longest_first = sorted((form for form in spelled if len(form) > 1), key=len, reverse=True)
    # As words of their own only: a page called "ea" does not take the heart out of "please".
    choice = b"|".join(re.escape(form.encode("utf-8", "surrogatepass")) for form in longest_first)
    return re.compile(rb"(?<![A-Za-z0-9])(?:" + (choice or rb"(?!)") + rb")(?![A-Za-z0-9])")
