"""Where a script hands text of the address to something that runs it: sources, sinks, and what lies between.

It reads lexemes, statement by statement, and follows values through variables of one script. It does not follow calls
of the script's own functions: what it tells is short enough to be checked by eye. Browsers percent-encode quotes and
angle brackets in an address (WHATWG URL, percent-encode sets), so that text of it becomes HTML only where the script
decodes it first; as code or as an address to go to, it needs no decoding.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

import msgspec

from securestack.probing.xss_script import Piece, Spot, pieces

LONGEST_SCRIPT = 300_000  # characters; beyond are bundles, whose flows no reader of lexemes can follow


class Kind(enum.Enum):
    """What a sink makes of its text."""

    HTML = "HTML"
    CODE = "code"
    ADDRESS = "an address to go to"


class Flow(msgspec.Struct, frozen=True):
    """A source that reaches a sink in one script."""

    source: str  # such as location.hash
    sink: str  # such as document.write
    kind: Kind
    statement: str  # the code that holds the sink
    through: str = ""  # the variable between, where there is one


class _Taint(msgspec.Struct, frozen=True):
    source: str
    decoded: bool
    at_start: bool
    through: str = ""


_LOCATION_PARTS = frozenset({"hash", "search", "href"})
_DOCUMENT_PARTS = frozenset({"URL", "documentURI", "baseURI"})
_DECODERS = frozenset({"decodeURIComponent", "decodeURI", "unescape", "URLSearchParams"})
_HARMLESS_CALLS = frozenset(
    [
        "encodeURIComponent",
        "encodeURI",
        "escape",
        "parseInt",
        "parseFloat",
        "Number",
        "Boolean",
        "isNaN",
        "escapeHtml",
        "escapeHTML",
        "htmlEscape",
        "htmlEncode",
        "encodeHTML",
        "sanitize",
        "sanitizeHTML",
        "sanitizeHtml",
        "createTextNode",
        "text",
        "test",
        "has",
        "log",
        "warn",
        "error",
        "getElementById",
        "querySelector",
        "hasOwnProperty",
    ]
)
_HARMLESS_ENDS = frozenset(
    [
        "length",
        "indexOf",
        "lastIndexOf",
        "startsWith",
        "endsWith",
        "includes",
        "charCodeAt",
        "localeCompare",
        "test",
        "has",
    ]
)
_COMPARING = frozenset({"=", "!", "<", ">"})
_CALLS = {
    "write": Kind.HTML,
    "writeln": Kind.HTML,
    "insertAdjacentHTML": Kind.HTML,
    "createContextualFragment": Kind.HTML,
    "html": Kind.HTML,
    "eval": Kind.CODE,
    "Function": Kind.CODE,
    "setTimeout": Kind.CODE,
    "setInterval": Kind.CODE,
    "execScript": Kind.CODE,
    "assign": Kind.ADDRESS,
    "replace": Kind.ADDRESS,
}
_OWNED = {"write": {"document"}, "writeln": {"document"}, "assign": {"location"}, "replace": {"location"}}
_PROPERTIES = {
    "innerHTML": Kind.HTML,
    "outerHTML": Kind.HTML,
    "srcdoc": Kind.HTML,
    "location": Kind.ADDRESS,
    "href": Kind.ADDRESS,
}


def flows(script: str) -> Iterator[Flow]:
    """Yield what reaches a sink in a script. Longer scripts than `LONGEST_SCRIPT` are not read."""
    if len(script) > LONGEST_SCRIPT:
        return
    known: dict[str, _Taint] = {}
    for statement in _statements(script):
        yield from _sinks(script, statement, known)
        _remember(statement, known)


def _statements(script: str) -> Iterator[list[Piece]]:
    """Yield the lexemes between semicolons, braces, and line ends outside brackets."""
    statement: list[Piece] = []
    depth = 0
    for piece in pieces(script):
        if piece.kind == "comment":
            continue
        ends_line = piece.after_newline and depth == 0 and _may_end(statement, piece)
        if ends_line or (piece.spot is Spot.CODE and piece.text in ";{}"):
            if statement:
                yield statement
            statement, depth = [], 0
            if not ends_line:
                continue
        if piece.spot is Spot.CODE:
            depth = max(0, depth + (piece.text in "([") - (piece.text in ")]"))
        statement.append(piece)
    if statement:
        yield statement


def _may_end(statement: list[Piece], following: Piece) -> bool:
    if not statement:
        return False
    last = statement[-1]
    continues = last.kind == "sign" and last.text not in (")", "]")
    return not continues and not (following.kind == "sign" and following.text in ".+?:,)]=&|")


def _sinks(script: str, statement: list[Piece], known: dict[str, _Taint]) -> Iterator[Flow]:
    for index, piece in enumerate(statement):
        if piece.kind != "word" or index + 1 >= len(statement):
            continue
        following = statement[index + 1].text
        if following == "(" and (kind := _called(statement, index)):
            argument = _argument(statement, index + 1, last=piece.text == "insertAdjacentHTML")
        elif following in "=+" and (kind := _assigned(statement, index)):
            argument = statement[index + 2 if following == "=" else index + 3 :]
        else:
            continue
        taint = _taint_of(argument, known)
        if taint is None or (kind is Kind.HTML and not taint.decoded):
            continue
        if kind is Kind.ADDRESS and not taint.at_start:
            continue  # behind an address of the site's own it chooses a page at most
        text = script[statement[0].start : statement[-1].end]
        name = _chain(statement, index)
        yield Flow(taint.source, name, kind, " ".join(text.split())[:300], taint.through)


def _called(statement: list[Piece], index: int) -> Kind | None:
    word = statement[index].text
    owner = statement[index - 2].text if index >= 2 and statement[index - 1].text == "." else ""
    if word in _OWNED and owner not in _OWNED[word]:
        return None
    if word == "html" and not owner and not (index and statement[index - 1].text == "."):
        return None
    return _CALLS.get(word)


def _assigned(statement: list[Piece], index: int) -> Kind | None:
    piece, following = statement[index], statement[index + 1].text
    behind = statement[index + 2].text if index + 2 < len(statement) else ""
    if (following == "=" and behind in ("=", ">")) or (following == "+" and behind != "="):
        return None
    has_owner = index >= 1 and statement[index - 1].text == "."
    if piece.text == "location":
        owner = statement[index - 2].text if has_owner and index >= 2 else "window"
        return Kind.ADDRESS if owner in ("window", "document", "self", "top", "parent") else None
    if piece.text == "href" and (index < 2 or statement[index - 2].text != "location"):
        return None
    return _PROPERTIES.get(piece.text) if has_owner else None


def _argument(statement: list[Piece], opening: int, *, last: bool) -> list[Piece]:
    """Return the lexemes of the first argument of a call, or of the last one."""
    depth = 0
    found: list[Piece] = []
    for piece in statement[opening:]:
        if piece.spot is Spot.CODE and piece.text in "([":
            depth += 1
            if depth == 1:
                continue
        elif piece.spot is Spot.CODE and piece.text in ")]":
            depth -= 1
            if depth == 0:
                break
        elif piece.text == "," and depth == 1:
            if not last:
                break
            found = []
            continue
        found.append(piece)
    words = {piece.text for piece in found}
    return [] if "function" in words else found


def _remember(statement: list[Piece], known: dict[str, _Taint]) -> None:
    """Follow `name = expression`: the name holds what the expression holds."""
    for index in range(1, len(statement) - 1):
        name = statement[index - 1]
        if statement[index].text != "=" or name.kind != "word" or statement[index + 1].text in ("=", ">"):
            continue
        if index >= 2 and statement[index - 2].text == ".":
            continue
        taint = _taint_of(statement[index + 1 :], known)
        if taint is None:
            known.pop(name.text, None)
        else:
            known[name.text] = msgspec.structs.replace(taint, through=name.text)
        return


def _taint_of(expression: list[Piece], known: dict[str, _Taint]) -> _Taint | None:
    """Return what an expression holds of the address, or None where every use of it is harmless."""
    callers: list[str] = []
    for index, piece in enumerate(expression):
        if piece.spot is Spot.CODE and piece.text in "([":
            before = expression[index - 1] if index else None
            named = before is not None and before.kind == "word"
            callers.append(
                before.text
                if named and before and piece.text == "("
                else "["
                if piece.text == "[" and named
                else ""
            )
        elif piece.spot is Spot.CODE and piece.text in ")]" and callers:
            callers.pop()
        found = _source_at(expression, index, known)
        if found is None or "[" in callers or not _HARMLESS_CALLS.isdisjoint(callers):
            continue
        taint, end = found
        if _is_compared(expression, index, end) or _ends_harmless(expression, end):
            continue
        decoded = taint.decoded or not _DECODERS.isdisjoint(callers) or _gets_decoded(expression)
        at_start = taint.at_start and not any(
            before.kind in ("literal", "open") for before in expression[:index]
        )
        return _Taint(taint.source, decoded, at_start, taint.through)
    return None


def _source_at(expression: list[Piece], index: int, known: dict[str, _Taint]) -> tuple[_Taint, int] | None:
    """Return the source that begins at a lexeme, with the index behind it."""
    piece = expression[index]
    if piece.kind != "word":
        return None
    owned = index >= 1 and expression[index - 1].text == "."
    part = (
        expression[index + 2].text
        if index + 2 < len(expression) and expression[index + 1].text == "."
        else ""
    )
    if piece.text == "location" and (
        not owned or expression[index - 2].text in ("window", "document", "self")
    ):
        if part in _LOCATION_PARTS:
            # The whole address begins with its scheme: what an attacker writes is never at its start.
            return _Taint(f"location.{part}", False, part != "href"), index + 3
        return None
    if piece.text == "document" and part in _DOCUMENT_PARTS:
        return _Taint(f"document.{part}", False, False), index + 3
    if piece.text == "window" and part == "name":
        return _Taint("window.name", True, True), index + 3
    if not owned and piece.text in known and part not in ("",) and part in _HARMLESS_ENDS:
        return None
    if not owned and piece.text in known and not _is_key(expression, index):
        return known[piece.text], index + 1
    return None


def _is_key(expression: list[Piece], index: int) -> bool:
    return (
        index + 1 < len(expression)
        and expression[index + 1].text == ":"
        and "?" not in {p.text for p in expression}
    )


def _is_compared(expression: list[Piece], start: int, end: int) -> bool:
    while end < len(expression) and expression[end].text == ")":
        end += 1
    before = expression[start - 1].text if start else ""
    after = expression[end].text if end < len(expression) else ""
    return before in _COMPARING or after in _COMPARING or after == "?" or after == "&"


def _ends_harmless(expression: list[Piece], end: int) -> bool:
    """Whether only a number or a yes or no of the source is used: `location.hash.length`."""
    return (
        end + 1 < len(expression)
        and expression[end].text == "."
        and expression[end + 1].text in _HARMLESS_ENDS
    )


def _gets_decoded(expression: list[Piece]) -> bool:
    # new URLSearchParams(location.search).get("q") decodes what it returns.
    words = {piece.text for piece in expression if piece.kind == "word"}
    return "URLSearchParams" in words or ("searchParams" in words and "get" in words)


def _chain(statement: list[Piece], index: int) -> str:
    start = index
    while start >= 2 and statement[start - 1].text == "." and statement[start - 2].kind == "word":
        start -= 2
    return "".join(piece.text for piece in statement[start : index + 1])
