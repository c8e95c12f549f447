"""Putting the address of the callback server into a point: asked once for every check that wants to know.

The answers tell three flaws apart: the server fetched the address and shows what it got (remote file inclusion), it
only fetched it (server-side request forgery), or it sends the browser there (open redirect).
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from securestack.core.location import Position
from securestack.net.message import Exchange
from securestack.net.url import origin
from securestack.probing.check import Callback, Probe
from securestack.probing.error_texts import FETCH_ERRORS, shows_any
from securestack.probing.first_probe import first_probe
from securestack.probing.needs import Profile
from securestack.probing.redirects import redirect_to
from securestack.probing.value_hints import looks_like_address, looks_like_file

PATIENCE = {Profile.QUICK: 0.0, Profile.STANDARD: 0.1, Profile.DEEP: 1.0}  # seconds given to a late fetch


class Visit(msgspec.Struct, frozen=True):
    """An exchange whose value was a callback address."""

    value: str
    callback: Callback
    exchange: Exchange

    @property
    def included(self) -> bool:
        """Whether the answer holds what the callback server said."""
        return self.callback.body_token.encode() in self.exchange.response.body

    @property
    def redirected(self) -> bool:
        """Whether the answer sends a browser to the callback server."""
        return redirect_to(self.exchange.response, origin(self.callback.url)) is not None

    async def fetched(self, seconds: float = 0) -> bool:
        """Return whether the address was fetched by now, or within so many seconds."""
        return self.included or await self.callback.wait(seconds)


async def visits(probe: Probe) -> list[Visit]:
    """Return what came of putting a callback address into the point; the last one tells most. Empty without callbacks.

    One request, or up to four where the point looks as if it holds an address or a file.
    """
    return await probe.shared("foreign-address", _ask)


async def fetched_visit(probe: Probe) -> Visit | None:
    """Return the visit whose address the server fetched, or None."""
    return await probe.shared("fetched-visit", _wait)


async def _wait(probe: Probe) -> Visit | None:
    done = await visits(probe)
    for visit in reversed(done):
        if await visit.fetched():
            return visit
    # A queue or a background task may fetch a little later.
    if done and _likely_by_hint(probe) and await done[0].fetched(PATIENCE[probe.profile]):
        return done[0]
    return None


async def _ask(probe: Probe) -> list[Visit]:
    if probe.callbacks is None:
        return []
    done: list[Visit] = []
    spellings = _spellings(probe)
    for number, spell in enumerate(spellings):
        if number == 1 and not await _is_likely(probe):
            break
        callback = probe.callbacks.new()
        value = spell.format(url=callback.url, bare=callback.url.partition("://")[2])
        visit = Visit(value, callback, await probe.send(value))
        done.append(visit)
        if visit.redirected or await visit.fetched():
            break
    return done


def _spellings(probe: Probe) -> Iterator[str]:
    yield "{url}"
    # Filters look for "http://" in lower case, and servers read the scheme in any case (RFC 3986, 3.1).
    yield "HTTP://{bare}"
    yield "{bare}"
    host = urlsplit(probe.point.value).netloc
    if host and "{" not in host and probe.profile is not Profile.QUICK:
        yield f"http://{host}@{{bare}}"


async def _is_likely(probe: Probe) -> bool:
    if probe.profile is Profile.DEEP or _likely_by_hint(probe):
        return True
    if probe.point.position is Position.PATH:
        return False
    first = await first_probe(probe)
    return shows_any(first.exchange.response, FETCH_ERRORS)


def _likely_by_hint(probe: Probe) -> bool:
    return looks_like_address(probe.point) or looks_like_file(probe.point)
