"""What the value of an attribute, or the content of a script element, is to a browser."""

from __future__ import annotations

import enum
import re

from securestack.probing.html_tokens import HtmlToken

_SCRIPT_TYPES = frozenset(
    {
        "",
        "module",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "text/ecmascript",
        "application/ecmascript",
        "text/jscript",
        "text/x-javascript",
        "text/livescript",
    }
)
# Attributes whose address is followed, or fetched as a document, in a way that runs a script address.
SCRIPT_ADDRESSES = frozenset(
    {
        ("a", "href"),
        ("a", "xlink:href"),
        ("area", "href"),
        ("form", "action"),
        ("button", "formaction"),
        ("input", "formaction"),
        ("iframe", "src"),
        ("frame", "src"),
        ("object", "data"),
        ("embed", "src"),
    }
)
_ADDRESSES = SCRIPT_ADDRESSES | {
    ("script", "src"),
    ("script", "href"),
    ("script", "xlink:href"),
    ("link", "href"),
    ("base", "href"),
    ("img", "src"),
    ("image", "xlink:href"),
    ("use", "href"),
    ("use", "xlink:href"),
}
_IGNORED_IN_ADDRESS = str.maketrans("", "", "\t\n\r")


class Meaning(enum.StrEnum):
    """What the value of an attribute, or the content of a script, is to the browser."""

    PLAIN = "plain"
    JAVASCRIPT = "javascript"
    VBSCRIPT = "vbscript"
    ADDRESS_START = "start of an address"
    ADDRESS = "address"
    STYLE = "style"
    DOCUMENT = "document"
    REFRESH = "refresh"
    DATA = "data"  # the content of a script element that is not a script, such as JSON


def script_meaning(opening: HtmlToken | None) -> Meaning:
    """Return what the content of a script element is, from its start tag."""
    if opening is None or opening.name != "script":
        return Meaning.JAVASCRIPT
    kind = opening.attribute("type")
    language = opening.attribute("language")
    named = kind.value.split(";")[0].strip().lower() if kind else ""
    if not kind and language:
        named = f"text/{language.value.strip().lower()}" if language.value else ""
    if named in _SCRIPT_TYPES or re.fullmatch(r"text/javascript1\.[0-5]", named):
        return Meaning.JAVASCRIPT
    return Meaning.VBSCRIPT if named in ("text/vbscript", "text/vbs") else Meaning.DATA


def attribute_meaning(
    tag: str, name: str, value: str, position: int, siblings: tuple[tuple[str, str], ...]
) -> Meaning:
    """Return what a position in an attribute's decoded value is to the browser."""
    start = value.lstrip().lower()
    if name.startswith("on") and len(name) > 3:
        return Meaning.VBSCRIPT if start.startswith(("vbscript:", "vbs:")) else Meaning.JAVASCRIPT
    if name == "style":
        return Meaning.STYLE
    if name == "srcdoc" and tag == "iframe":
        return Meaning.DOCUMENT
    if name == "content" and tag == "meta":
        refresh = any(key == "http-equiv" and text.strip().lower() == "refresh" for key, text in siblings)
        return Meaning.REFRESH if refresh else Meaning.PLAIN
    if (tag, name) not in _ADDRESSES:
        return Meaning.PLAIN
    before = value[:position].translate(_IGNORED_IN_ADDRESS).strip().lower()
    if not before:
        return Meaning.ADDRESS_START
    if (tag, name) in SCRIPT_ADDRESSES:
        if before.startswith("javascript:"):
            return Meaning.JAVASCRIPT
        if before.startswith("vbscript:"):
            return Meaning.VBSCRIPT
    return Meaning.ADDRESS


_SCHEME = re.compile(r"\s*(?:java|vb)script:", re.IGNORECASE)


def script_text(value: str, position: int = 0) -> tuple[str, int]:
    """Return the code of a handler or script address without its `javascript:`, and a position moved with it."""
    found = _SCHEME.match(value)
    skipped = found.end() if found else 0
    return value[skipped:], max(0, position - skipped)
