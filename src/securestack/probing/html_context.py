"""Where a value shown again by a server lands in the document, as a browser would read it.

Every occurrence of a word is told apart: in text, in a comment, in an attribute and between which quotes, in a script
and inside which string. Attributes are decoded and looked into, since their value may itself be a script, an address
or a whole document (`srcdoc`).
"""

from __future__ import annotations

import bisect
import enum
import html
import re

import msgspec

from securestack.probing.html_meaning import Meaning, attribute_meaning, script_meaning, script_text
from securestack.probing.html_tokens import Attribute, HtmlToken, tokenize
from securestack.probing.xss_script import Place, place_of, vbscript_spot

_MAXIMUM_OCCURRENCES = 64  # a page that repeats a value more often does it in the same way


class Context(enum.StrEnum):
    """What an occurrence is part of."""

    TEXT = "text"
    RCDATA = "text of title or textarea"
    RAWTEXT = "raw text"
    SCRIPT = "script"
    PLAINTEXT = "plain text"
    CDATA = "character data"
    COMMENT = "comment"
    DOCTYPE = "document type"
    TAG_NAME = "tag name"
    END_TAG = "end tag"
    ATTRIBUTE_NAME = "attribute name"
    ATTRIBUTE_VALUE = "attribute value"


class Occurrence(msgspec.Struct, frozen=True, kw_only=True):
    """One place where the word stands. Offsets count characters of the document.

    `before` and `after` are the text around the word at the innermost level: for an attribute its decoded value, for a
    script its code.
    """

    context: Context
    start: int
    end: int
    tag: str = ""
    attribute: str = ""
    quote: str = ""
    meaning: Meaning = Meaning.PLAIN
    before: str = ""
    after: str = ""
    place: Place | None = None  # for JavaScript and VBScript
    nested: tuple[Occurrence, ...] = ()  # for a document in an attribute
    siblings: tuple[tuple[str, str], ...] = ()  # the other attributes of the tag, decoded
    closers: tuple[str, ...] = ()  # elements around it that swallow markup, innermost first
    foreign: bool = False

    def sibling(self, name: str) -> str:
        """Return another attribute of the tag, in lower case; empty without one."""
        return next((value.strip().lower() for key, value in self.siblings if key == name), "")


def find_occurrences(text: str, word: str, *, value_prefix: str = "", depth: int = 0) -> list[Occurrence]:
    """Return every occurrence of a word (letters and digits), in order; the first 64 of many.

    The word is also found in upper case. `value_prefix` is what was sent directly before it: where the prefix stands
    there as well, the value begins with it.
    """
    starts = _starts(text, word)
    if not starts:
        return []
    tokens = tokenize(text, starts)
    token_starts = [token.start for token in tokens]
    found = []
    for start in starts:
        index = bisect.bisect_right(token_starts, start) - 1
        spot = _Spot(text, word, start, value_prefix, depth)
        found.append(spot.occurrence(tokens, index))
    return found


def _starts(text: str, word: str) -> list[int]:
    if not word:
        return []
    spelled = re.compile(f"{re.escape(word)}|{re.escape(word.upper())}")
    starts = []
    for match in spelled.finditer(text):
        starts.append(match.start())
        if len(starts) == _MAXIMUM_OCCURRENCES:
            break
    return starts


class _Spot:
    """One occurrence on its way to being understood."""

    def __init__(self, text: str, word: str, start: int, prefix: str, depth: int) -> None:
        self.text = text
        self.word = text[start : start + len(word)]
        self.start = start
        self.end = start + len(word)
        self.prefix = prefix
        self.depth = depth

    def occurrence(self, tokens: list[HtmlToken], index: int) -> Occurrence:
        token = tokens[index]
        match token.kind:
            case "start":
                return self._in_tag(token)
            case "end":
                return self._plain(Context.END_TAG, token)
            case "script":
                return self._in_script(token, tokens[index - 1] if index else None)
            case "comment" | "doctype" | "cdata" | "plaintext" | "rcdata" | "rawtext":
                return self._plain(_CONTEXTS[token.kind], token)
            case _:
                parent = tokens[index - 1] if index else None
                if token.foreign and parent and parent.kind == "start" and parent.name == "script":
                    return self._in_script(token, parent)
                return self._plain(Context.TEXT, token)

    def _plain(self, context: Context, token: HtmlToken) -> Occurrence:
        style = context is Context.RAWTEXT and token.name == "style"
        return Occurrence(
            context=context,
            start=self.start,
            end=self.end,
            tag=token.name,
            meaning=Meaning.STYLE if style else Meaning.PLAIN,
            before=self.text[max(token.start, self.start - 200) : self.start],
            after=self.text[self.end : self.end + 200],
            closers=token.inside[::-1],
            foreign=token.foreign,
        )

    def _in_script(self, token: HtmlToken, opening: HtmlToken | None) -> Occurrence:
        code = self.text[token.start : token.end]
        position = self.start - token.start
        if token.foreign:
            code, position = decoded(code, position, self.word)
        meaning = script_meaning(opening)
        return Occurrence(
            context=Context.SCRIPT,
            start=self.start,
            end=self.end,
            tag="script",
            meaning=meaning,
            before=code[:position],
            after=code[position + len(self.word) :],
            place=place_in(meaning, code, position - self._prefix_length(code[:position])),
            closers=token.inside[::-1],
            foreign=token.foreign,
        )

    def _prefix_length(self, before: str) -> int:
        return len(self.prefix) if self.prefix and before.endswith(self.prefix) else 0

    def _in_tag(self, token: HtmlToken) -> Occurrence:
        for attribute in token.attributes:
            if attribute.value_start <= self.start < attribute.value_end:
                return self._in_value(token, attribute)
            if attribute.name_start <= self.start < attribute.name_end:
                return self._of_tag(token, Context.ATTRIBUTE_NAME, attribute)
        name_end = token.start + 1 + len(token.name)
        context = Context.TAG_NAME if self.start < name_end else Context.ATTRIBUTE_NAME
        return self._of_tag(token, context, None)

    def _of_tag(self, token: HtmlToken, context: Context, attribute: Attribute | None) -> Occurrence:
        return Occurrence(
            context=context,
            start=self.start,
            end=self.end,
            tag=token.name,
            attribute=attribute.name if attribute else "",
            before=self.text[token.start : self.start],
            after=self.text[self.end : self.end + 200],
            siblings=_siblings(token, attribute),
            closers=token.inside[::-1],
            foreign=token.foreign,
        )

    def _in_value(self, token: HtmlToken, attribute: Attribute) -> Occurrence:
        value, position = decoded(attribute.value, self.start - attribute.value_start, self.word)
        first = token.attribute(attribute.name) == attribute
        before = value[:position]
        value_start = position - self._prefix_length(before)
        siblings = _siblings(token, attribute)
        meaning = (
            attribute_meaning(token.name, attribute.name, value, value_start, siblings)
            if first
            else Meaning.PLAIN
        )
        code, code_position = value, value_start
        if meaning in (Meaning.JAVASCRIPT, Meaning.VBSCRIPT):
            code, code_position = script_text(value, value_start)
        nested: tuple[Occurrence, ...] = ()
        if meaning is Meaning.DOCUMENT and self.depth < 2:
            inner = find_occurrences(value, self.word, value_prefix=self.prefix, depth=self.depth + 1)
            nested = tuple(spot for spot in inner if spot.start == position)
        return Occurrence(
            context=Context.ATTRIBUTE_VALUE,
            start=self.start,
            end=self.end,
            tag=token.name,
            attribute=attribute.name,
            quote=attribute.quote,
            meaning=meaning,
            before=before,
            after=value[position + len(self.word) :],
            place=place_in(meaning, code, code_position),
            nested=nested,
            siblings=siblings,
            closers=token.inside[::-1],
            foreign=token.foreign,
        )


_CONTEXTS = {
    "comment": Context.COMMENT,
    "doctype": Context.DOCTYPE,
    "cdata": Context.CDATA,
    "plaintext": Context.PLAINTEXT,
    "rcdata": Context.RCDATA,
    "rawtext": Context.RAWTEXT,
}


def _siblings(token: HtmlToken, attribute: Attribute | None) -> tuple[tuple[str, str], ...]:
    return tuple((other.name, html.unescape(other.value)) for other in token.attributes if other != attribute)


def decoded(raw: str, position: int, word: str) -> tuple[str, int]:
    """Return text with its character references replaced, and where the word at a position stands in it."""
    value = html.unescape(raw)
    place = -1
    for _ in range(raw.count(word, 0, position) + 1):
        place = value.find(word, place + 1)
    return value, max(place, 0)


def place_in(meaning: Meaning, code: str, position: int) -> Place | None:
    """Return where in a script a position lies, and None where the text is no script."""
    if meaning is Meaning.JAVASCRIPT:
        return place_of(code, position)
    if meaning is Meaning.VBSCRIPT:
        return Place(vbscript_spot(code, position))
    return None
