"""Where in a script a position lies, and whether a planted call would be run.

A lexer, not a parser: it tells strings, templates, regular expressions, comments and code apart, follows brackets, and
looks at the words beside a call. That is what an injected call depends on.

Source: ECMA-262, "Lexical Grammar" and Annex B (HTML-like comments); for VBScript the language's published grammar.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator

import msgspec

_NEWLINE = "\n\r\u2028\u2029"
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\v\f\u00a0\ufeff]+)
    |(?P<newline>[{_NEWLINE}]+)
    |(?P<line>//[^{_NEWLINE}]*|<!--[^{_NEWLINE}]*)
    |(?P<block>/\*(?:.|\n)*?(?:(?P<block_end>\*/)|\Z))
    |(?P<single>'(?:[^'\\\n\r]|\\(?:\r\n|.|\n|\r|\Z))*(?P<single_end>'?))
    |(?P<double>"(?:[^"\\\n\r]|\\(?:\r\n|.|\n|\r|\Z))*(?P<double_end>"?))
    |(?P<word>[A-Za-z_$\u00aa-\uffff\\][\w$\u00aa-\uffff\\]*)
    |(?P<number>\.?\d[\w.]*)
    |(?P<sign>=>|\+\+|--|.)
    """,
    re.VERBOSE,
)
_REGEX = re.compile(rf"/(?:[^/\\\[{_NEWLINE}]|\\.|\[(?:[^\]\\{_NEWLINE}]|\\.)*\]?)+(?P<end>/?)\w*")
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\(?:.|\n|\Z)|\$(?!\{))*(?P<end>`|\$\{|\Z)")
_BEFORE_EXPRESSION = frozenset(
    [
        "await",
        "case",
        "delete",
        "do",
        "else",
        "in",
        "instanceof",
        "new",
        "of",
        "return",
        "throw",
        "typeof",
        "void",
        "yield",
    ]
)
_DECLARING = frozenset(
    ["break", "class", "const", "continue", "extends", "function", "import", "let", "var", "with"]
)
_STATEMENTS = frozenset(
    {"break", "const", "for", "if", "let", "return", "switch", "throw", "try", "var", "while"}
)
_PAIRS = {")": "(", "]": "[", "}": "{"}


class Spot(enum.StrEnum):
    """What a position in a script is part of."""

    CODE = "code"
    SINGLE = "single-quoted string"
    DOUBLE = "double-quoted string"
    TEMPLATE = "template string"
    REGEX = "regular expression"
    LINE_COMMENT = "line comment"
    BLOCK_COMMENT = "block comment"


class Piece(msgspec.Struct, frozen=True):
    """A lexeme of a script. `closed` is false where a string, template, comment or expression never ends."""

    spot: Spot
    start: int
    end: int
    text: str
    kind: str = "sign"  # word, number, sign or literal, for code
    closed: bool = True
    after_newline: bool = False


class Place(msgspec.Struct, frozen=True):
    """Where in a script a position lies: in what, behind which word, and inside which open brackets."""

    spot: Spot
    previous: str = ""
    brackets: str = ""


def pieces(code: str) -> Iterator[Piece]:
    """Yield the lexemes of a script, white space left out. Comments are among them."""
    place, size = 0, len(code)
    previous: Piece | None = None
    newline = False
    templates: list[int] = []  # bracket depth at which each open `${` closes
    depth = 0
    while place < size:
        char = code[place]
        if char == "`" or (char == "}" and templates and templates[-1] == depth):
            if char == "}":
                templates.pop()
            found = _TEMPLATE.match(code, place + 1)
            end = found.end() if found else size
            stop = found["end"] if found else ""
            if stop == "${":
                templates.append(depth)
            previous = Piece(
                Spot.TEMPLATE,
                place,
                end,
                code[place:end],
                "open" if stop == "${" else "literal",
                bool(stop),
                newline,
            )
        elif char == "/" and code[place + 1 : place + 2] not in ("/", "*") and _regex_may_start(previous):
            found = _REGEX.match(code, place)
            end = found.end() if found else place + 1
            closed = bool(found and found["end"])
            previous = Piece(Spot.REGEX, place, end, code[place:end], "literal", closed, newline)
        else:
            found = _TOKEN.match(code, place)
            if found is None:
                place += 1
                continue
            place = found.end()
            if found["space"]:
                continue
            if found["newline"]:
                newline = True
                continue
            piece = _piece(found, newline)
            if piece.text == "{":
                depth += 1
            elif piece.text == "}":
                depth -= 1
            yield piece
            if piece.spot not in (Spot.LINE_COMMENT, Spot.BLOCK_COMMENT):
                previous = piece
                newline = False
            continue
        newline = False
        place = previous.end
        yield previous


def _piece(found: re.Match[str], newline: bool) -> Piece:
    start, end = found.span()
    text = found[0]
    if found["line"] is not None:
        return Piece(Spot.LINE_COMMENT, start, end, text, "comment")
    if found["block"] is not None:
        return Piece(Spot.BLOCK_COMMENT, start, end, text, "comment", bool(found["block_end"]))
    if found["single"] is not None:
        return Piece(Spot.SINGLE, start, end, text, "literal", bool(found["single_end"]), newline)
    if found["double"] is not None:
        return Piece(Spot.DOUBLE, start, end, text, "literal", bool(found["double_end"]), newline)
    kind = "word" if found["word"] else "number" if found["number"] else "sign"
    return Piece(Spot.CODE, start, end, text, kind, after_newline=newline)


def _regex_may_start(previous: Piece | None) -> bool:
    if previous is None or previous.kind == "open":
        return True
    if previous.kind == "word":
        return previous.text in _BEFORE_EXPRESSION
    return previous.kind == "sign" and previous.text not in (")", "]")


def place_of(code: str, position: int) -> Place:
    """Return where in a script a position lies."""
    brackets: list[str] = []
    previous = ""
    for piece in pieces(code):
        if piece.start >= position:
            break
        inside = position < piece.end or (not piece.closed and position <= piece.end)
        if inside and piece.spot is not Spot.CODE:
            return Place(piece.spot, previous, "".join(brackets))
        if piece.spot in (Spot.LINE_COMMENT, Spot.BLOCK_COMMENT):
            continue
        if inside:
            break
        _follow(brackets, piece)
        previous = piece.text
    return Place(Spot.CODE, previous, "".join(brackets))


def _follow(brackets: list[str], piece: Piece) -> bool:
    """Keep the stack of open brackets; return whether the piece fits it."""
    if piece.kind == "open" or piece.spot is Spot.TEMPLATE:
        if piece.text.startswith("}") and (not brackets or brackets.pop() != "${"):
            return False
        if piece.kind == "open":
            brackets.append("${")
    elif piece.spot is Spot.CODE and piece.text in ("(", "[", "{"):
        brackets.append(piece.text)
    elif piece.spot is Spot.CODE and piece.text in _PAIRS:
        return bool(brackets) and brackets.pop() == _PAIRS[piece.text]
    return True


def runs(code: str, marker: str) -> bool:
    """Whether a browser would run a call planted in a script, such as `alert(marker)`, as far as lexing can tell.

    The whole script must hold together: a browser runs nothing of a script that it cannot parse.
    """
    lexemes = [piece for piece in pieces(code) if piece.kind != "comment" or not piece.closed]
    brackets: list[str] = []
    for piece in lexemes:
        if not piece.closed or not _follow(brackets, piece) or piece.text in ("#", "@"):
            return False
    if brackets or _holds_references(lexemes):
        return False
    return any(_is_call(lexemes, index) for index, piece in enumerate(lexemes) if marker in piece.text)


def _holds_references(lexemes: list[Piece]) -> bool:
    """Whether code holds a character reference such as `&quot;`: somebody encoded a quote that is now missing."""
    return any(
        first.text == "&" and second.text in _REFERENCES and third.text == ";" and second.start == first.end
        for first, second, third in zip(lexemes, lexemes[1:], lexemes[2:], strict=False)
    )


_REFERENCES = frozenset({"quot", "apos", "amp", "lt", "gt"})
_SINKS = frozenset({"alert", "confirm", "prompt", "print"})


def _is_call(lexemes: list[Piece], index: int) -> bool:
    """Whether the marker at an index is what a planted call is given."""
    piece = lexemes[index]
    if piece.spot is Spot.TEMPLATE and piece.text.count("`") == 2 and index >= 1:
        return lexemes[index - 1].text in _SINKS and _may_stand(lexemes, index - 1, index)
    if piece.kind != "number":
        return False
    before = [lexeme.text for lexeme in lexemes[max(0, index - 7) : index]]
    if index >= 2 and before[-1] == "(" and before[-2] in _SINKS:
        closing = index + 1
        if closing >= len(lexemes) or lexemes[closing].text != ")":
            return False
        return _may_stand(lexemes, index - 2, closing)
    # onerror=alert;throw+1: the error handler is the call.
    if before[-6:-2] == ["onerror", "=", "alert", ";"] and before[-2:] == ["throw", "+"]:
        return _may_stand(lexemes, index - 6, index)
    return False


def _may_stand(lexemes: list[Piece], first: int, last: int) -> bool:
    """Whether an expression from one lexeme to another fits between its neighbours."""
    if first > 0:
        before = lexemes[first - 1]
        fits = (
            before.text in _BEFORE_EXPRESSION
            if before.kind == "word"
            else before.kind in ("sign", "open") and before.text not in (")", "]", ".", "++", "--")
        )
        if before.kind == "word" and before.text in _DECLARING:
            return False
        # A call behind a complete statement starts the next one; behind ")" it is the body of an "if" or a loop.
        if not fits and not lexemes[first].after_newline and before.text != ")":
            return False
    if last + 1 < len(lexemes):
        after = lexemes[last + 1]
        if after.text == "," and last + 2 < len(lexemes) and lexemes[last + 2].text in _STATEMENTS:
            return False
        if after.spot is Spot.CODE and after.kind == "sign":
            return after.text not in ("{", "`", "!", "~", "=>") or after.after_newline
        return after.after_newline or after.text in ("in", "instanceof", "of") or after.text.startswith("}")
    return True


_VB_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\n\r]|"")*(?P<end>"?))|(?P<comment>\'[^\n\r]*|(?<![^\s:])rem\b[^\n\r]*)|.|\n', re.I
)


def vbscript_spot(code: str, position: int) -> Spot:
    """Return what a position in a VBScript program is part of."""
    for found in _VB_TOKEN.finditer(code):
        if found.start() >= position:
            break
        if found["string"] is not None and (position < found.end() or not found["end"]):
            return Spot.DOUBLE
        if found["comment"] is not None and position <= found.end():
            return Spot.LINE_COMMENT
    return Spot.CODE


def vbscript_runs(code: str, marker: str) -> bool:
    """Whether VBScript would run `MsgBox(marker)` planted in a program, as far as lexing can tell."""
    call = re.search(rf"\bmsgbox\({re.escape(marker)}\)", code, re.IGNORECASE)
    if call is None or vbscript_spot(code, call.start()) is not Spot.CODE:
        return False
    return all(found["end"] for found in _VB_TOKEN.finditer(code) if found["string"] is not None)
