"""Telling whether two answers say the same: what boolean tests rest on.

Answers are compared by status, redirect and pairs of neighbouring words, so that markup, order and text all count while
quoting and spacing do not. What was sent is taken out first, however it was escaped, because a page that shows its
input would otherwise differ with every probe. What varies between two equal requests (a clock, a token, an
advertisement) is learnt from those two and then left out or tolerated. Everything here is a pure function of answers.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from urllib.parse import unquote_to_bytes

from securestack.net.message import Response

_WORD = re.compile(r"\w+")
_LONGEST_TEXT = 200_000  # characters compared; what differs only further down is not worth the time
_SHORTEST_OWN_VALUE = 3  # characters; a shorter value is in every page by chance, so it is not taken out
_STATUS_WEIGHT = 1_000  # a different status or redirect outweighs any noise

Shape = Counter[tuple[str, str]]


class Comparison:
    """Compares answers of one page. Every word of `own_value` in sequence is taken out of every answer.

    Begins as strict: the smallest difference counts. `learn` makes it tolerate what the page varies by itself.
    """

    def __init__(self, baseline: Response, own_value: str = "") -> None:
        self.baseline = baseline
        self.tolerance = 0  # pairs of words by which equal requests differ
        self.learnt = False
        self._without_numbers = False
        self._own = own_value if len(own_value) >= _SHORTEST_OWN_VALUE else ""

    def learn(self, again: Response) -> None:
        """Take in a second answer to the request that the baseline answers."""
        self.learnt = True
        found = self.distance(self.baseline, again)
        if not found or found >= _STATUS_WEIGHT:
            self.tolerance = max(self.tolerance, found)
            return
        self._without_numbers = True
        remaining = self.distance(self.baseline, again)
        if remaining * 2 > found:  # numbers are not what varies
            self._without_numbers = False
            remaining = found
        self.tolerance = max(self.tolerance, remaining)

    def distance(
        self,
        left: Response,
        right: Response,
        sent_left: str = "",
        sent_right: str = "",
        *,
        numbers: bool = True,
    ) -> int:
        """Return by how many pairs of words two answers differ, apart from what was sent. Zero means the same.

        `numbers=False` leaves out words that are not all letters.
        """
        if left.status == right.status and left.body == right.body and not _redirects(left, right):
            return 0
        numbers = numbers and not self._without_numbers
        first = self._shape(left, sent_left, numbers)
        second = self._shape(right, sent_right, numbers)
        weight = _STATUS_WEIGHT if left.status != right.status else 0
        weight += (
            _STATUS_WEIGHT if _redirect_words(left, sent_left) != _redirect_words(right, sent_right) else 0
        )
        return weight + sum((first - second).values()) + sum((second - first).values())

    def same(self, left: Response, right: Response, sent_left: str = "", sent_right: str = "") -> bool:
        """Whether two answers say the same, as far as this page ever says the same twice."""
        return self.distance(left, right, sent_left, sent_right) * 2 <= self.tolerance * 3

    def different(self, left: Response, right: Response, sent_left: str = "", sent_right: str = "") -> bool:
        """Whether two answers differ by clearly more than the page varies by itself."""
        return self.distance(left, right, sent_left, sent_right) > self.tolerance * 2

    def _shape(self, response: Response, sent: str, numbers: bool) -> Shape:
        words = without_echo(page_words(response), (sent, self._own))
        if not numbers:
            words = [word for word in words if word.isalpha()]
        return Counter(pairwise([*words, ""]))


def page_words(response: Response) -> list[str]:
    """Return the words of an answer in lower case, references and percent-encoding resolved."""
    return text_words(response.text[:_LONGEST_TEXT])


def text_words(text: str) -> list[str]:
    """Return the words of a text in lower case. Resolves references twice, since pages escape twice."""
    if "&" in text:
        text = html.unescape(text)
        if "&" in text:
            text = html.unescape(text)
    if "%" in text:
        text = unquote_to_bytes(text).decode("utf-8", "replace")
    return _WORD.findall(text.lower())


def without_echo(words: list[str], sent: Iterable[str]) -> list[str]:
    """Return the words without every run that repeats one of the texts sent, word for word."""
    joined = f" {'  '.join(words)} "  # doubled, so that runs next to each other do not share a blank
    for text in sent:
        if own := text_words(text):
            joined = joined.replace(f" {'  '.join(own)} ", "")
    return joined.split()


def _redirects(left: Response, right: Response) -> bool:
    return 300 <= left.status < 400 and left.header("location") != right.header("location")


def _redirect_words(response: Response, sent: str) -> list[str]:
    if not 300 <= response.status < 400:
        return []
    words = text_words(response.header("location") or "")
    # A session id in the address changes by itself; words with digits say nothing about the way.
    return [word for word in without_echo(words, (sent,)) if word.isalpha()]
