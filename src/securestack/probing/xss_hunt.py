"""Looking for a payload that runs: a dialogue with the server, in which every answer tells what to try next.

It does not know how a value reaches the page: in the same answer, or stored and shown elsewhere. It asks.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from securestack.net.message import Exchange
from securestack.probing.html_context import Context, Occurrence, find_occurrences
from securestack.probing.html_rendering import is_rendered
from securestack.probing.xss_filter import Filter, features
from securestack.probing.xss_payload import MARK, Payload, payloads_for
from securestack.probing.xss_proof import Execution, find_execution

_REJECTIONS = 3

Ask = Callable[[str], Awaitable[Exchange]]


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """A page that shows a word that was sent. `before` and `after` are what was sent around the word."""

    text: str
    word: str
    before: str = ""
    after: str = ""
    refused: str = ""  # a value that the server did not show

    @property
    def value(self) -> str:
        """The value that was sent."""
        return f"{self.before}{self.word}{self.after}"


class Catch(msgspec.Struct, frozen=True):
    """A payload that runs, and the exchange that shows it."""

    value: str
    marker: str
    exchange: Exchange
    execution: Execution
    context: Context


def new_marker() -> str:
    """Return a number that no page holds by chance, to be the argument of a planted call."""
    return str(secrets.randbelow(900_000_000) + 100_000_000)


class Hunt:
    """One value's way into one page: where it lands, what is done to it, and what has been tried."""

    def __init__(self, sighting: Sighting) -> None:
        self._sighting = sighting
        self._occurrences = find_occurrences(sighting.text, sighting.word, value_prefix=sighting.before)
        self._filters = [Filter() for _ in self._occurrences]
        self._rejected = [features(sighting.refused)] if sighting.refused else []
        self._tried: set[str] = set()
        self._dead: set[tuple[int, str]] = set()
        for occurrence, way in zip(self._occurrences, self._filters, strict=True):
            way.learn(sighting.text, occurrence, after=sighting.after)
        self._payloads = _without_doubles(self._occurrences, self._filters)

    @property
    def occurrences(self) -> Sequence[Occurrence]:
        """Where the word stands in the page."""
        return self._occurrences

    def next_payload(self) -> tuple[int, Payload] | None:
        """Return the most promising payload not tried yet and the number of its occurrence, or None."""
        best: tuple[int, Payload] | None = None
        for number, payload in self._payloads:
            if (best is None or payload.cost < best[1].cost) and self._may_work(number, payload):
                best = (number, payload)
        return best

    def _may_work(self, number: int, payload: Payload) -> bool:
        if payload.template in self._tried or (number, payload.family) in self._dead:
            return False
        way = self._filters[number]
        fate = way.fate(payload.inner)
        if not fate.lost.isdisjoint(payload.needs):
            return False
        if payload.is_nested:
            if not fate.removed:
                return False
        elif any(stretch in payload.template.lower() for stretch in fate.removed):
            return False
        if payload.escapes:
            if payload.escapes not in fate.escaped or "\\" in fate.escaped:
                return False
        elif not fate.escaped.isdisjoint(payload.needs):
            return False
        if fate.upper and "&#97;" not in payload.template:
            return False
        return payload.padded or not self._would_be_rejected(payload.needs)

    def _would_be_rejected(self, needs: frozenset[str]) -> bool:
        """Whether a filter that rejected what was tried would surely, or after three rejections probably, object."""
        if any(seen <= needs for seen in self._rejected):
            return True
        if len(self._rejected) < _REJECTIONS:
            return False
        common = frozenset.intersection(*self._rejected)
        return bool(common) and common <= needs

    def learn(self, number: int, payload: Payload, text: str, marker: str) -> None:
        """Take in an answer in which the payload did not run."""
        self._tried.add(payload.template)
        if marker not in text:
            if not payload.padded:
                self._rejected.append(features(payload.template))
                self._pad(number, payload)
            return
        before, _, after = payload.value(marker).partition(marker)
        shown = find_occurrences(text, marker)[:: payload.template.count(MARK)]
        if payload.escapes or not shown:
            return
        known = self._filters[number].extent
        if len(shown) == len(self._occurrences):
            self._filters[number].learn(text, shown[number], before=before, after=after)
        else:
            for occurrence in shown:
                self._filters[number].learn(text, occurrence, before=before, after=after)
        if self._filters[number].extent == known:
            # It came through whole and does not run: nothing of its kind will.
            self._dead.add((number, payload.family))

    def _pad(self, number: int, payload: Payload) -> None:
        """Where only the first value was shown, something in it may be what made the server show it."""
        occurrence = self._occurrences[number]
        if len(self._rejected) > 1 or not self._sighting.after or occurrence.context is Context.SCRIPT:
            return
        padded = msgspec.structs.replace(
            payload, template=self._sighting.value + payload.template, padded=True, cost=0
        )
        self._payloads.append((number, padded))


def _without_doubles(
    occurrences: Sequence[Occurrence], filters: Sequence[Filter]
) -> list[tuple[int, Payload]]:
    """Return the payloads of all occurrences, once where two are of the same kind and are treated alike."""
    seen = set()
    payloads = []
    for number, (occurrence, way) in enumerate(zip(occurrences, filters, strict=True)):
        kind = (
            occurrence.context,
            occurrence.tag,
            occurrence.attribute,
            occurrence.quote,
            occurrence.meaning,
            occurrence.place,
            occurrence.closers,
            frozenset(way.outer.lost | way.outer.escaped),
            frozenset(way.inner.lost | way.inner.escaped),
        )
        if kind not in seen:
            seen.add(kind)
            payloads += [(number, payload) for payload in payloads_for(occurrence)]
    return payloads


async def hunt(ask: Ask, sighting: Sighting, *, attempts: int) -> Catch | None:
    """Ask with payload after payload, so many at most, until one would run. Raises what `ask` raises."""
    quarry = Hunt(sighting)
    for _ in range(attempts):
        chosen = quarry.next_payload()
        if chosen is None:
            return None
        number, payload = chosen
        marker = new_marker()
        value = payload.value(marker)
        exchange = await ask(value)
        response = exchange.response
        text = response.text if marker.encode() in response.body else ""
        if text and is_rendered(response) and (execution := find_execution(text, marker)):
            return Catch(value, marker, exchange, execution, quarry.occurrences[number].context)
        quarry.learn(number, payload, text, marker)
    return None
