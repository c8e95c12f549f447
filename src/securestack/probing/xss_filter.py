"""What a server does to a value before it shows it again, learned by laying sent and shown text side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from securestack.probing.html_context import Context, Occurrence

SPECIAL = frozenset("'\"<>&`()/\\= \t\n\r\f:;-+*,.{}[]$#%|!?")
_WORD = re.compile(r"[A-Za-z]{2,}")
_NAMED = {"'": "&apos;", '"': "&quot;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "`": "&grave;"}


def features(value: str) -> frozenset[str]:
    """Return what a filter may object to in a value: its special characters and its words, as they are spelled."""
    return frozenset(char for char in value if char in SPECIAL) | frozenset(_WORD.findall(value))


class Fate:
    """What became of the characters and words of a value on its way into the page."""

    def __init__(self) -> None:
        self.lost: set[str] = set()  # characters that were encoded, replaced or dropped
        self.escaped: set[str] = set()  # characters that got a backslash before them
        self.removed: set[str] = set()  # stretches with a word in them, in small letters
        self.upper = False  # letters were made capitals
        self.lower = False  # or small

    def compare(self, sent: str, shown: str, *, backwards: bool = False) -> None:
        """Take in a value and the text shown from the same place on, or up to the same place."""
        fits = shown.endswith if backwards else shown.startswith
        size = len(shown)
        taken = 0
        missing: list[int] = []
        order = range(len(sent) - 1, -1, -1) if backwards else range(len(sent))
        for index in order:
            for spelling, outcome in _spellings(sent[index]):
                at = (size - taken) if backwards else taken
                if fits(spelling, 0, at) if backwards else fits(spelling, at):
                    taken += len(spelling)
                    self._note(sent[index], outcome)
                    break
            else:
                missing.append(index)
        self._note_missing(sent, sorted(missing))

    def _note_missing(self, sent: str, missing: list[int]) -> None:
        """Tell characters that were dropped one by one from a stretch that was removed for the word in it."""
        for _, group in groupby(enumerate(missing), lambda pair: pair[1] - pair[0]):
            places = [place for _, place in group]
            stretch = sent[places[0] : places[-1] + 1].lower()
            if _WORD.search(stretch):
                self.removed.add(stretch)
            else:
                self.lost.update(char for char in stretch if char in SPECIAL)

    def _note(self, char: str, outcome: str) -> None:
        if outcome == "encoded":
            self.lost.add(char)
        elif outcome == "escaped":
            self.escaped.add(char)
        elif outcome == "upper":
            self.upper = True
        elif outcome == "lower":
            self.lower = True


def _spellings(char: str) -> Iterator[tuple[str, str]]:
    if char not in SPECIAL:
        yield char, "kept"
        if char.isalpha():
            yield (char.upper(), "upper") if char.islower() else (char.lower(), "lower")
        return
    if char == "\\":
        yield "\\\\", "escaped"
    else:
        yield "\\" + char, "escaped"
    yield char, "kept"
    code = ord(char)
    if char in _NAMED:
        yield _NAMED[char], "encoded"
    for spelling in (
        f"&#{code};",
        f"&#0{code};",
        f"&#x{code:x};",
        f"%{code:02X}",
        f"\\x{code:02x}",
        f"\\u{code:04x}",
    ):
        yield spelling, "encoded"
        if spelling != spelling.swapcase():
            yield (
                spelling.lower() if spelling[0] == "%" else f"{spelling[:2]}{spelling[2:].upper()}",
                "encoded",
            )


class Filter:
    """What is known of the way to one occurrence: to the page's own text, and to the text inside an attribute."""

    def __init__(self) -> None:
        self.outer = Fate()
        self.inner = Fate()

    def learn(self, text: str, occurrence: Occurrence, *, before: str = "", after: str = "") -> None:
        """Take in the surroundings of an occurrence; `before` and `after` are what was sent around the word."""
        room = 8 * max(len(before), len(after)) + 8
        self.outer.compare(after, text[occurrence.end : occurrence.end + room])
        self.outer.compare(before, text[max(0, occurrence.start - room) : occurrence.start], backwards=True)
        if occurrence.context in (Context.ATTRIBUTE_VALUE, Context.SCRIPT):
            self.inner.compare(after, occurrence.after[:room])
            self.inner.compare(before, occurrence.before[-room:] if room else "", backwards=True)
        if text[occurrence.start : occurrence.end].isupper():
            self.outer.upper = self.inner.upper = True

    @property
    def extent(self) -> tuple[int, ...]:
        """How much is known; grows with every new thing learned."""
        return tuple(
            len(fate.lost) + len(fate.escaped) + len(fate.removed) + fate.upper + fate.lower
            for fate in (self.outer, self.inner)
        )

    def fate(self, inner: bool) -> Fate:
        """Return what is known of one of the two ways."""
        return self.inner if inner else self.outer
