"""Parsing HTML of strangers in bounded time and memory.

The HTML standard lets a few kilobytes grow into gigabytes: unclosed formatting elements (`<b id=1><b id=2>…`) are opened
again in every paragraph that follows, and each start tag looks through all elements still open. Browsers have limits
of their own; the parser here has none, so a page is cut where it begins to do this.
"""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser

_FEW = 700  # start tags that can do no harm, whatever they are
_DEEPEST = 512  # elements open at once; browsers stop there too
_MOST_REOPENED = 300_000  # elements the parser may open again on its own
_MOST_OPTIONS = 4_000  # in one list; the parser's time grows with their square
_NOAHS_ARK = 3  # of formatting elements with the same attributes, so many are opened again

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)([^>]{0,400})")
_RAW_END = re.compile(r"</(?:script|style|textarea|title|xmp|iframe|noembed|noframes)", re.IGNORECASE)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
# Closed by the parser when the next one begins: they nest only through other elements, which are counted.
_CLOSED_BY_NEXT = frozenset({"a", "dd", "dt", "li", "nobr", "option", "p", "tbody", "tfoot", "thead", "tr"})
_TABLE_PARTS = frozenset({"td", "th", "tr", "tbody", "tfoot", "thead"})
_CELL = "td"
_FORMATTING = frozenset({"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"})


def parse_html(text: str) -> LexborHTMLParser:
    """Return a parsed document, of the part of the text that can be parsed in reasonable time."""
    return LexborHTMLParser(harmless_part(text))


def harmless_part(text: str) -> str:
    """Return a text up to where it would make a parser work for ever; nearly always all of it."""
    if text.count("<") - text.count("</") <= _FEW:
        return text
    stack = _OpenElements()
    work = resume = options = 0
    for found in _TAG.finditer(text):
        if found.start() < resume:
            continue
        name = found[2].lower()
        if found[1]:
            stack.close(_CELL if name == "th" else name)
            continue
        work += stack.reopened
        options = 0 if name == "select" else options + (name == "option")
        if name in _RAW and (end := _RAW_END.search(text, found.end())):
            resume = end.end()
            continue
        if name not in _VOID:
            stack.open(name, found[3])
        if len(stack.names) > _DEEPEST or work > _MOST_REOPENED or options > _MOST_OPTIONS:
            return text[: found.start()]
    return text


class _OpenElements:
    """The elements open at a place, and how many formatting elements the next paragraph would open again."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.reopened = 0
        self._counts: Counter[str] = Counter()
        self._formatting: Counter[tuple[str, str]] = Counter()
        self._outside: list[tuple[int, Counter[tuple[str, str]]]] = []  # what waits outside of each open cell

    def open(self, name: str, attributes: str) -> None:
        if name in _TABLE_PARTS:
            self._open_table_part(name)
        elif name not in _CLOSED_BY_NEXT:
            self._push(name)
        if name in _FORMATTING:
            self._formatting[name, attributes] += 1
            self.reopened += self._formatting[name, attributes] <= _NOAHS_ARK

    def close(self, name: str) -> None:
        """Close the newest element of a name with all in it; nothing happens where none is open."""
        if not self._counts[name]:
            return
        while self._pop() != name:
            pass
        if name in _FORMATTING:
            key = next((key for key in reversed(self._formatting) if key[0] == name), None)
            if key is not None:
                self.reopened -= self._formatting[key] <= _NOAHS_ARK
                self._formatting[key] -= 1
                if not self._formatting[key]:
                    del self._formatting[key]

    def _open_table_part(self, name: str) -> None:
        if not self._counts["table"]:
            return  # parsers ignore it there
        while self.names[-1] != "table" and self._pop() != _CELL:
            pass
        if name in ("td", "th"):
            self._push(_CELL)
            self._outside.append((self.reopened, self._formatting))
            self.reopened, self._formatting = 0, Counter()

    def _push(self, name: str) -> None:
        self.names.append(name)
        self._counts[name] += 1

    def _pop(self) -> str:
        name = self.names.pop()
        self._counts[name] -= 1
        if name == _CELL:
            self.reopened, self._formatting = self._outside.pop()
        return name
