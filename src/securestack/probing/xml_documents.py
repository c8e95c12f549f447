"""Documents that ask an XML parser to fetch something, made from a document the target understands."""

from __future__ import annotations

import re

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*", re.DOTALL)
# References to entities that the language itself does not know: &shop; but neither &amp; nor &#65;.
_OWN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|apos|quot);)[A-Za-z_:][\w:.-]*;")
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
_EMPTY_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)([^<>]*)/>\s*$")
_LEAF = re.compile(r"<([A-Za-z_][\w:.-]*)(?:\s[^<>]*)?(?<!/)>([^<>]*)</\1\s*>")
_NUMBER = re.compile(r"\s*[-+]?\d[\d.,:/T-]*\s*")
_PLACEHOLDER = "<root></root>"


def with_doctype(document: str, declarations: str, content: str) -> str:
    """Return a document with these declarations in its internal subset, and content in its text.

    The content stands behind the text of every element that holds only text, but numbers and dates are left alone
    where there is another place: an application may look at them before it shows anything.
    """
    declaration, body = _split(document)
    root = _ROOT.search(body)
    name = root[1] if root else "root"
    return f"{declaration}<!DOCTYPE {name} [{declarations}]>{_with_content(body, content)}"


def with_content(document: str, content: str) -> str:
    """Return a document with content in its text, and without any document type declaration."""
    declaration, body = _split(document)
    return declaration + _with_content(body, content)


def _split(document: str) -> tuple[str, str]:
    found = _DECLARATION.match(document)
    declaration = found[0] if found else ""
    body, doctypes = _DOCTYPE.subn("", document[len(declaration) :], count=1)
    if doctypes:
        # What the old document type declared is gone, and a parser stops at a reference to nothing.
        body = _OWN_ENTITY.sub("", body)
    if _ROOT.search(body) is None:
        return declaration, _PLACEHOLDER
    if empty := _EMPTY_ROOT.search(body):
        # `<root/>` holds nothing; `<root></root>` can.
        body = f"{body[: empty.start()]}<{empty[1]}{empty[2]}></{empty[1]}>"
    return declaration, body


def _with_content(body: str, content: str) -> str:
    words = [found for found in _LEAF.finditer(body) if not _NUMBER.fullmatch(found[2])]
    places = words if any(found[2].strip() for found in words) else list(_LEAF.finditer(body))
    for found in reversed(places):
        end = found.end(2)
        body = body[:end] + content + body[end:]
    return body
