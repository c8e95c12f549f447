"""Where an answer sends a browser, worked out the way a browser does it.

Four ways: a Location header, a Refresh header, a meta refresh, and a script that runs while the page loads.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

import msgspec

from securestack.net.message import Response
from securestack.net.url import parse
from securestack.probing.html_parsing import parse_html
from securestack.probing.xss_script import Piece, Spot, pieces

REDIRECTING = frozenset({301, 302, 303, 307, 308})
_GLOBALS = frozenset({"window", "self", "top", "parent", "document", "this", "globalThis", "frames"})
_DECLARING = frozenset({"var", "let", "const", "function", "class"})
_REFRESH = re.compile(r"^[\s\d.]*[;,\s]?\s*(?:url\s*=\s*)?(.*)$", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.|\n))", re.DOTALL)
_ESCAPED_LETTERS = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "\n": "",
    "\r\n": "",
    "0": "\0",
}


class Way(enum.StrEnum):
    """How an answer redirects."""

    LOCATION = "Location header"
    REFRESH = "Refresh header"
    META = "meta refresh"
    SCRIPT = "script"


class Redirect(msgspec.Struct, frozen=True):
    """One redirection: how, the reference as it is written, and the origin a browser would ask; empty for none."""

    way: Way
    reference: str
    origin: str


def redirects(response: Response) -> Iterator[Redirect]:
    """Yield every redirection of an answer. Never raises."""
    base = parse(response.url)
    for way, reference in _references(response):
        url = parse(reference, base)
        yield Redirect(way, reference, "" if url is None else url.origin)


def redirect_to(response: Response, origin: str) -> Redirect | None:
    """Return the redirection that leads to an origin, or None."""
    return next((found for found in redirects(response) if found.origin == origin), None)


def redirects_by(response: Response, text: str) -> bool:
    """Whether a redirection of an answer holds a text, such as the value that was sent."""
    if not text:
        return False
    if response.status in REDIRECTING:
        return any(text in value for value in response.header_values("location"))
    if text.encode("utf-8", "replace") not in response.body and not response.header("refresh"):
        return False
    return any(text in found.reference for found in redirects(response))


def _references(response: Response) -> Iterator[tuple[Way, str]]:
    if response.status in REDIRECTING:
        for value in response.header_values("location"):
            yield Way.LOCATION, value
        return
    for value in response.header_values("refresh"):
        yield Way.REFRESH, refresh_target(value)
    if not response.is_html:
        return
    head = response.body
    refreshes, scripted = b"efresh" in head or b"EFRESH" in head, b"location" in head
    if not (refreshes or scripted):
        return
    page = parse_html(response.text)
    if refreshes:
        for node in page.css("meta[http-equiv]"):
            if (node.attributes.get("http-equiv") or "").strip().lower() == "refresh":
                yield Way.META, refresh_target(node.attributes.get("content") or "")
    if scripted:
        for node in page.css("script:not([src]), body[onload]"):
            code = node.attributes.get("onload") or "" if node.tag == "body" else node.text()
            for address in script_destinations(code):
                yield Way.SCRIPT, address


def refresh_target(content: str) -> str:
    """Return the address of a refresh value such as `0; url=/next`; empty when it names none.

    Source: WHATWG HTML, "shared declarative refresh steps".
    """
    found = _REFRESH.match(content)
    target = found[1].strip() if found else ""
    if target[:1] in ("'", '"'):
        target = target[1:].partition(target[0])[0]
    return target


def script_destinations(code: str) -> Iterator[str]:
    """Yield the beginnings of addresses that a script assigns to the page's location, where they are written out.

    An address that begins with a variable cannot be known and is left out; of `"/go?to=" + place` the written part is
    returned.
    """
    if "location" not in code:
        return
    lexemes = [piece for piece in pieces(code) if piece.kind != "comment"]
    for index, piece in enumerate(lexemes):
        if piece.text != "location" or piece.spot is not Spot.CODE or not _is_the_page(lexemes, index):
            continue
        start = _after_sink(lexemes, index + 1)
        if start and (text := _written_text(lexemes, start)):
            yield text


def _is_the_page(lexemes: list[Piece], index: int) -> bool:
    if index == 0:
        return True
    before = lexemes[index - 1].text
    if before == ".":
        return index >= 2 and lexemes[index - 2].text in _GLOBALS
    return before not in _DECLARING


def _after_sink(lexemes: list[Piece], index: int) -> int:
    """Return where the value starts that is assigned to, or called on, a location; 0 for none."""
    following = [piece.text for piece in lexemes[index : index + 3]]
    if following[:1] == ["="] and following[1:2] != ["="]:
        return index + 1
    if following[:2] == [".", "href"] and following[2:] == ["="]:
        after = lexemes[index + 3].text if index + 3 < len(lexemes) else "="
        return 0 if after == "=" else index + 3
    if following[:1] == ["."] and following[1:2] in (["replace"], ["assign"]) and following[2:] == ["("]:
        return index + 3
    return 0


def _written_text(lexemes: list[Piece], index: int) -> str:
    text = ""
    while index < len(lexemes):
        piece = lexemes[index]
        if piece.spot not in (Spot.SINGLE, Spot.DOUBLE, Spot.TEMPLATE) or not piece.closed:
            break
        text += _unescape(piece.text[1:-1] if piece.kind == "literal" else piece.text[1:-2])
        if piece.kind != "literal" or index + 1 >= len(lexemes) or lexemes[index + 1].text != "+":
            break
        index += 2
    return text


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    if digits:
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else ""
    return _ESCAPED_LETTERS.get(found[4], found[4])
