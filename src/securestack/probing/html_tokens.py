"""HTML cut into tokens the way a browser's tokenizer cuts it, every character accounted for.

The tokens lie end to end from the first character to the last. Element nesting is followed only as far as it changes
how characters are read: SVG and MathML, where `<style>` and `<title>` hold ordinary markup, and the few elements that
swallow what they hold (`template`, `select`, `frameset`).

Source: WHATWG HTML, "Tokenization" and "The rules for parsing tokens in foreign content".
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

import msgspec

_SPACE = "\t\n\f\r "
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_TAG_NAME = re.compile(rf"[^{_SPACE}/>]*")
_ATTRIBUTE = re.compile(
    rf"""[{_SPACE}/]*
    (?:(?P<end>>)
      |(?P<name>=?[^{_SPACE}/>=]*)
       (?:[{_SPACE}]*=[{_SPACE}]*
          (?:"(?P<double>[^"]*)(?P<double_end>"?)
            |'(?P<single>[^']*)(?P<single_end>'?)
            |(?P<bare>[^{_SPACE}>"'][^{_SPACE}>]*)
            |(?P<missing>)))?
    )""",
    re.VERBOSE,
)
# The same, to the end of the tag in one step; atomic, so that a tag without an end costs its length once.
_REST = rf"""(?>(?>[{_SPACE}/]+
    |=?[^{_SPACE}/>=]+(?>[{_SPACE}]*=[{_SPACE}]*(?>"[^"]*"|'[^']*'|[^{_SPACE}>"'][^{_SPACE}>]*|(?=>)))?
    |=(?>[{_SPACE}]*=[{_SPACE}]*(?>"[^"]*"|'[^']*'|[^{_SPACE}>"'][^{_SPACE}>]*|(?=>)))?
    )*)>"""
_TAG_REST = re.compile(_REST, re.VERBOSE)
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT_STEP = re.compile(rf"<!--|-->|<(?P<slash>/?)script(?=[{_SPACE}/>])", re.IGNORECASE)

RCDATA_ELEMENTS = frozenset({"title", "textarea"})
# "noscript" is raw text because browsers that run scripts are what matters here.
RAWTEXT_ELEMENTS = frozenset({"style", "xmp", "iframe", "noembed", "noframes", "noscript"})
SWALLOWING_ELEMENTS = frozenset({"template", "select", "frameset"})
_FOREIGN = frozenset({"svg", "math"})
_HTML_INSIDE_FOREIGN = {
    "svg": frozenset({"foreignobject", "desc", "title"}),
    "math": frozenset({"mi", "mo", "mn", "ms", "mtext", "annotation-xml"}),
}
_SPECIAL = "|".join(
    sorted(RCDATA_ELEMENTS | RAWTEXT_ELEMENTS | SWALLOWING_ELEMENTS | _FOREIGN | {"script", "plaintext"})
)
# Text and tags that change nothing in how the rest is read, as many as there are: most of any page.
_ORDINARY = re.compile(
    rf"""(?>[^<]+|<(?=[^A-Za-z/!?])|</?(?!(?:{_SPECIAL})[{_SPACE}/>])[A-Za-z][^{_SPACE}/>]*{_REST})+""",
    re.VERBOSE | re.IGNORECASE,
)
_LEAVES_FOREIGN = frozenset(
    [
        "b",
        "big",
        "blockquote",
        "body",
        "br",
        "center",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "hr",
        "i",
        "img",
        "li",
        "listing",
        "menu",
        "meta",
        "nobr",
        "ol",
        "p",
        "pre",
        "ruby",
        "s",
        "small",
        "span",
        "strong",
        "strike",
        "sub",
        "sup",
        "table",
        "tt",
        "u",
        "ul",
        "var",
    ]
)


class Attribute(msgspec.Struct, frozen=True):
    """One attribute as it is written. Offsets count characters of the document; the value is not decoded."""

    name: str  # lower case
    value: str
    name_start: int
    name_end: int
    value_start: int
    value_end: int
    quote: str  # the quote around the value; empty for a bare value and for none


class HtmlToken:
    """A stretch of a document that the tokenizer reads in one way.

    `kind` is one of text, rcdata, rawtext, script, plaintext, cdata, start, end, comment, doctype, and ordinary for a
    stretch of text and tags that nobody asked about. `name` is the
    tag's name, or for rcdata, rawtext and script the name of the element that holds the text. `closed` is false where
    the document ended first, `foreign` true inside SVG or MathML; `inside` names the open elements that swallow
    markup, innermost last.
    """

    __slots__ = ("_text", "closed", "end", "foreign", "inside", "kind", "name", "start")

    def __init__(
        self,
        text: str,
        kind: str,
        start: int,
        end: int,
        name: str = "",
        closed: bool = True,
        foreign: bool = False,
        inside: tuple[str, ...] = (),
    ) -> None:
        self._text = text
        self.kind = kind
        self.start = start
        self.end = end
        self.name = name
        self.closed = closed
        self.foreign = foreign
        self.inside = inside

    @property
    def attributes(self) -> list[Attribute]:
        """The attributes of a tag, as they are written; read anew each time, as few tags are ever asked."""
        if self.kind not in ("start", "end"):
            return []
        attributes = []
        place = self.start + (2 if self.kind == "end" else 1) + len(self.name)
        while found := _ATTRIBUTE.match(self._text, place, self.end):
            if found["end"] or found.end() == place:
                break
            place = found.end()
            if found["name"]:
                attributes.append(_attribute(found))
        return attributes

    def attribute(self, name: str) -> Attribute | None:
        """Return the first attribute of a name, which is the one a browser keeps."""
        return next((attribute for attribute in self.attributes if attribute.name == name), None)

    @property
    def self_closing(self) -> bool:
        """Whether a tag ends with a slash that is not part of a value."""
        attributes = self.attributes
        slash = self.closed and self._text[self.end - 2] == "/"
        return slash and not (attributes and attributes[-1].value_end == self.end - 1)


def tokenize(text: str, wanted: Sequence[int] | None = None) -> list[HtmlToken]:
    """Return the tokens of a document, in order and without gaps.

    `wanted` names the offsets, in ascending order, whose tokens matter; what lies between them may then come as one.
    """
    return _Tokenizer(text, wanted).run()


class _Tokenizer:
    def __init__(self, text: str, wanted: Sequence[int] | None) -> None:
        self.text = text
        self.wanted = wanted
        self.tokens: list[HtmlToken] = []
        self.nesting: list[str] = []  # svg, math, and HTML elements inside them
        self.inside: tuple[str, ...] = ()

    def run(self) -> list[HtmlToken]:
        text, size, place = self.text, len(self.text), 0
        while place < size:
            if self.wanted is not None and not self.nesting:
                place = self._skip(place, self.wanted)
            found = _MARKUP.search(text, place)
            at = found.start() if found else size
            if at > place:
                self._add("text", place, at)
            if at == size:
                break
            place = self._markup(at)
        return self.tokens

    def _skip(self, place: int, wanted: Sequence[int]) -> int:
        """Pass over ordinary markup up to the next wanted offset."""
        following = bisect.bisect_left(wanted, place)
        limit = wanted[following] if following < len(wanted) else len(self.text)
        found = _ORDINARY.match(self.text, place, limit)
        if found is None:
            return place
        end = found.end()
        if end == limit and end < len(self.text):
            # The text that leads up to a wanted offset belongs to its token.
            end = max(place, self.text.rfind(">", place, end) + 1)
        return self._add("ordinary", place, end) if end > place else place

    @property
    def foreign(self) -> bool:
        return bool(self.nesting) and self.nesting[-1] in _FOREIGN

    def _add(self, kind: str, start: int, end: int, name: str = "", closed: bool = True) -> int:
        self.tokens.append(HtmlToken(self.text, kind, start, end, name, closed, self.foreign, self.inside))
        return end

    def _markup(self, at: int) -> int:
        follows = self.text[at + 1]
        if follows == "!":
            return self._declaration(at)
        if follows == "?":
            return self._until(at, ">", "comment")
        if follows == "/":
            letter = self.text[at + 2 : at + 3]
            if letter.isascii() and letter.isalpha():
                return self._tag(at, "end", at + 2)
            return self._until(at, ">", "comment")
        return self._tag(at, "start", at + 1)

    def _declaration(self, at: int) -> int:
        text = self.text
        if text.startswith("<!--", at):
            if text.startswith(">", at + 4):
                return self._add("comment", at, at + 5)
            if text.startswith("->", at + 4):
                return self._add("comment", at, at + 6)
            found = _COMMENT_END.search(text, at + 4)
            return self._add("comment", at, found.end() if found else len(text), closed=bool(found))
        if self.foreign and text.startswith("<![CDATA[", at):
            return self._until(at, "]]>", "cdata")
        kind = "doctype" if text[at + 2 : at + 9].lower() == "doctype" else "comment"
        return self._until(at, ">", kind)

    def _until(self, at: int, stop: str, kind: str) -> int:
        found = self.text.find(stop, at + 2)
        end = len(self.text) if found < 0 else found + len(stop)
        return self._add(kind, at, end, closed=found >= 0)

    def _tag(self, at: int, kind: str, name_start: int) -> int:
        text = self.text
        named = _TAG_NAME.match(text, name_start)
        place = named.end() if named else name_start
        name = text[name_start:place].lower()
        rest = _TAG_REST.match(text, place)
        end = rest.end() if rest else len(text)
        token = HtmlToken(text, kind, at, end, name, rest is not None, self.foreign, self.inside)
        self.tokens.append(token)
        if kind == "end":
            self._leave(name)
            return end
        was_foreign = self.foreign
        if was_foreign or name in _FOREIGN or name in SWALLOWING_ELEMENTS:
            self._enter(name, token)
        return end if was_foreign else self._content(name, end)

    def _enter(self, name: str, token: HtmlToken) -> None:
        if self.foreign and name in _LEAVES_FOREIGN:
            while self.foreign:
                self.nesting.pop()
        if name in _FOREIGN or (self.foreign and name in _HTML_INSIDE_FOREIGN[self.nesting[-1]]):
            if not token.self_closing:
                self.nesting.append(name)
        elif name in SWALLOWING_ELEMENTS and not self.foreign:
            self.inside = (*self.inside, name)

    def _leave(self, name: str) -> None:
        if name in self.nesting:
            while self.nesting.pop() != name:
                pass
        elif name in self.inside:
            last = len(self.inside) - 1 - self.inside[::-1].index(name)
            self.inside = self.inside[:last]

    def _content(self, name: str, start: int) -> int:
        """Read what follows a start tag as its element asks for; return where ordinary markup goes on."""
        if self.foreign or start >= len(self.text):
            return start
        if name == "plaintext":
            return self._add("plaintext", start, len(self.text), name)
        if name == "script":
            end = self._script_end(start)
        elif name in RCDATA_ELEMENTS or name in RAWTEXT_ELEMENTS:
            found = re.compile(rf"</{name}(?=[{_SPACE}/>])", re.IGNORECASE).search(self.text, start)
            end = found.start() if found else len(self.text)
        else:
            return start
        if end == start:
            return start
        kind = "script" if name == "script" else "rcdata" if name in RCDATA_ELEMENTS else "rawtext"
        return self._add(kind, start, end, name, closed=end < len(self.text))

    def _script_end(self, start: int) -> int:
        escaped = doubled = False
        place = start
        while found := _SCRIPT_STEP.search(self.text, place):
            place = found.end()
            step = found[0]
            if step == "<!--":
                escaped = True
                place = found.start() + 2  # its two dashes may belong to a "-->" as well
            elif step == "-->":
                escaped = doubled = False
            elif found["slash"]:
                if not doubled:
                    return found.start()
                doubled = False
            elif escaped:
                doubled = True
        return len(self.text)


def _attribute(found: re.Match[str]) -> Attribute:
    name_start, name_end = found.span("name")
    for group, quote in (("double", '"'), ("single", "'"), ("bare", "")):
        if found[group] is not None:
            start, end = found.span(group)
            return Attribute(found["name"].lower(), found[group], name_start, name_end, start, end, quote)
    return Attribute(found["name"].lower(), "", name_start, name_end, found.end(), found.end(), "")
