"""One walk over a page's HTML: everything that leads elsewhere, its scripts, its forms, and how it is built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from securestack.probing.destructive import word_set
from securestack.probing.html_parsing import parse_html

_URL_ATTRIBUTES = word_set(
    "href src action formaction data poster background cite longdesc dynsrc lowsrc codebase manifest profile icon "
    "xlink:href implementation ng-href ng-src routerlink data-href data-url data-src data-action data-target-url "
    "data-remote data-link data-ajax-url to"
)
_LIST_ATTRIBUTES = {"ping": re.compile(r"\s+"), "archive": re.compile(r"[,\s]+")}
_SOURCE_SETS = frozenset({"srcset", "imagesrcset", "data-srcset"})
_REQUEST_ATTRIBUTES = {
    "hx-get": "GET",
    "hx-post": "POST",
    "hx-put": "PUT",
    "hx-patch": "PATCH",
    "hx-delete": "DELETE",
}
_CONTROLS = frozenset({"form", "input", "select", "textarea", "button"})
_VALUE_TAGS = frozenset({"param", "option", "input", "button"})
_PATH = re.compile(r"(?:\.{0,2}/(?!/)|https?://|//)[^\s\"'<>]{2,}")
_PATH_IN_PROSE = re.compile(r"(?<![\w/<.:*\\])\.{0,2}/(?:[\w.~%-]+/?)+(?:\?[\w=&%.~+-]*)?")
_RELATIVE_IN_PROSE = re.compile(r"(?<![\w./\"'=(<\\])\.{1,2}/[\w.~%-]+(?:/[\w.~%-]+)*/?")
_FRAME = re.compile(r"<frame\s[^>]{0,150}?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>]*?\bSYSTEM\s+[\"']([^\"']+)[\"']", re.IGNORECASE)
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_REPORT_URI = re.compile(r"\breport-uri\s+([^;]+)", re.IGNORECASE)
_DATA_URL = re.compile(
    r"data:(?:image/svg\+xml|text/html|application/xhtml\+xml)[^,]*,(.*)", re.DOTALL | re.IGNORECASE
)
_SET_ENTRY = re.compile(r"[^\s,]\S*[^\s,](?=\s|,|\Z)")
_CSS_URL = re.compile(
    r"url\(\s{0,9}[\"']?([^\"'()]{1,500})[\"']?\s{0,9}\)|@import\s+[\"']([^\"']{1,500})[\"']", re.IGNORECASE
)
_DEEPEST = 3  # documents within documents: a data URL in a srcdoc in a comment
_MOST_CONTROLS = 3_000
_LONGEST_FRAGMENT = 200_000
_LABEL_WORTHY = re.compile(r"[?=]|\d/?\Z")


class Link(NamedTuple):
    """A reference as it stands on the page, not resolved.

    `guessed` says that nobody promised a page there: it was read out of a comment, a script or prose.
    """

    reference: str
    guessed: bool = False
    method: str = "GET"
    label: str = ""


class HtmlContent:
    """What a page holds. `structure` is equal for pages built alike, whatever their text."""

    def __init__(self) -> None:
        self.base = ""  # the reference of the first base element
        self.links: list[Link] = []
        self.scripts: list[str] = []
        self.json_texts: list[str] = []
        self.controls: list[LexborNode] = []  # forms and their fields, in document order
        self.structure = 0


def read_html(document: LexborHTMLParser, text: str, own_origin: str = "") -> HtmlContent:
    """Read a page. `text` is its source; absolute addresses of `own_origin` in its prose count as guessed links."""
    content = HtmlContent()
    walk = _Walk(content)
    if document.root is not None:
        walk.read(document.root, guessed=False, depth=0)
    content.structure = hash(frozenset(walk.kinds))
    if "<!--" in text:
        for comment in _comments(text):
            walk.read_comment(comment)
    if doctype := _DOCTYPE.search(text, 0, 1000):
        content.links.append(Link(doctype[1], guessed=True))
    if own_origin and own_origin in text:
        content.links += absolute_links(text, own_origin)
    if " ./" in text or " ../" in text:
        content.links += _prose_links(text)
    if ("<frame" in text or "<FRAME" in text) and not any(tag == "frame" for tag, _ in walk.kinds):
        # Behind a heading, parsers drop a frameset; the author still meant it.
        content.links += [Link(found[1], guessed=True) for found in _FRAME.finditer(text)]
    return content


def _comments(text: str) -> Iterator[str]:
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (end := text.find("-->", start)) >= 0:
        yield text[start + 4 : end]


def _prose_links(text: str) -> list[Link]:
    links = []
    for found in _RELATIVE_IN_PROSE.finditer(text):
        links.append(Link(found[0], guessed=True))
        if found[0].count("/") > 1:
            # Written for a reader, such a path more often begins at the top of the site.
            links.append(Link("/" + found[0].lstrip("./"), guessed=True))
    return links


def absolute_links(text: str, own_origin: str) -> list[Link]:
    """Return the absolute addresses of one origin that stand anywhere in a text."""
    pattern = re.escape(own_origin) + r"(?![\w.:-])[^\s\"'<>`\\)\]}]*"
    return [Link(found[0].rstrip(".,;:!?"), guessed=True) for found in re.finditer(pattern, text)]


def css_links(text: str) -> list[Link]:
    """Return what a style sheet imports and uses."""
    return [Link(found[1] or found[2]) for found in _CSS_URL.finditer(text)]


def source_set(value: str) -> list[str]:
    """Return the addresses of a srcset attribute."""
    return [entry for entry in _SET_ENTRY.findall(value) if not re.fullmatch(r"[\d.]+[wxh]", entry)]


class _Walk:
    def __init__(self, content: HtmlContent) -> None:
        self.content = content
        self.kinds: set[tuple[str, str | None]] = set()

    def read(self, root: LexborNode, *, guessed: bool, depth: int) -> None:
        kinds, content = self.kinds, self.content
        for node in root.traverse(include_text=False):
            tag = node.tag or ""
            attributes = node.attributes
            kinds.add((tag, attributes.get("class")) if attributes else (tag, None))
            if tag in _CONTROLS:
                if len(content.controls) < _MOST_CONTROLS:
                    content.controls.append(node)
            elif tag == "script":
                self._read_script(node, attributes)
            elif tag == "style":
                content.links += css_links(node.text())
            elif tag == "template" and depth < _DEEPEST:
                for fragment in node.template_fragments():
                    self.read(fragment, guessed=guessed, depth=depth + 1)
            if attributes:
                if tag == "meta":
                    self._read_meta(attributes, depth)
                elif tag == "base" and attributes.get("href") and not content.base:
                    content.base = attributes["href"] or ""
                self._read_attributes(node, tag, attributes, guessed, depth)

    def _read_attributes(
        self, node: LexborNode, tag: str, attributes: dict[str, str | None], guessed: bool, depth: int
    ) -> None:
        links = self.content.links
        for name, value in attributes.items():
            if not value:
                continue
            if name in _URL_ATTRIBUTES:
                if name == "action" and tag == "form":
                    continue  # the form says more
                self._read_reference(node, tag, attributes, value, guessed, depth)
            elif name == "style":
                if "url(" in value:
                    links += css_links(value)
            elif name == "class" or name == "id":
                continue
            elif name.startswith("on") or name.startswith(("@", "v-on:", "ng-click", "x-on:")):
                self.content.scripts.append(value)
            elif name in _SOURCE_SETS:
                links += [Link(entry, guessed) for entry in source_set(value)]
            elif name in _LIST_ATTRIBUTES:
                links += [Link(entry, guessed) for entry in _LIST_ATTRIBUTES[name].split(value) if entry]
            elif name == "srcdoc":
                self.read_fragment(value, guessed, depth)
            elif name in _REQUEST_ATTRIBUTES:
                links.append(Link(value, guessed, _REQUEST_ATTRIBUTES[name]))
            elif (name.startswith("data-") or (name == "value" and tag in _VALUE_TAGS)) and _PATH.fullmatch(
                value
            ):
                links.append(Link(value, guessed=True))

    def _read_reference(
        self,
        node: LexborNode,
        tag: str,
        attributes: dict[str, str | None],
        value: str,
        guessed: bool,
        depth: int,
    ) -> None:
        head = value[:11].lstrip().lower()
        if head.startswith("#") or "{{" in value:
            return
        if head.startswith("javascript:"):
            self.content.scripts.append(unquote(value.partition(":")[2]))
        elif head.startswith("data:"):
            if embedded := _DATA_URL.match(value):
                self.read_fragment(unquote(embedded[1]), guessed, depth)
        elif tag == "a":
            label = node.text(strip=True)[:60] if _LABEL_WORTHY.search(value) else ""
            method = (attributes.get("data-method") or "GET").upper()
            self.content.links.append(Link(value, guessed, method, label))
        else:
            self.content.links.append(Link(value, guessed))

    def _read_script(self, node: LexborNode, attributes: dict[str, str | None]) -> None:
        kind = (attributes.get("type") or "").lower()
        text = node.text()
        if not text.strip():
            return
        if "json" in kind or kind == "importmap":
            self.content.json_texts.append(text)
        elif "template" in kind or "html" in kind:
            self.read_fragment(text, guessed=True, depth=1)
        else:
            self.content.scripts.append(text)

    def _read_meta(self, attributes: dict[str, str | None], depth: int) -> None:
        value = attributes.get("content") or ""
        kind = (attributes.get("http-equiv") or "").lower()
        if kind == "refresh":
            if target := refresh_target(value):
                self.content.links.append(Link(target))
        elif kind.startswith("content-security-policy"):
            self.content.links += policy_links(value)
        elif "<" in value:
            self.read_fragment(value, guessed=True, depth=depth)
        elif _PATH.fullmatch(value):
            self.content.links.append(Link(value, guessed=True))

    def read_comment(self, text: str) -> None:
        if "<" in text and "=" in text:
            self.read_fragment(text, guessed=True, depth=0)
        self.content.links += [
            Link(found[0], guessed=True) for found in _PATH_IN_PROSE.finditer(text) if len(found[0]) > 2
        ]

    def read_fragment(self, text: str, guessed: bool, depth: int) -> None:
        """Read HTML that stands inside an attribute, a comment or a script. Its structure does not count."""
        if depth >= _DEEPEST or len(text) > _LONGEST_FRAGMENT:
            return
        root = parse_html(text).root
        if root is not None:
            inner = _Walk(self.content)
            inner.read(root, guessed=guessed, depth=depth + 1)


def refresh_target(value: str) -> str:
    """Return the address of a Refresh header or its meta element, empty where it reloads the same page."""
    found = _REFRESH.match(value)
    target = found[1].strip() if found else ""
    return "" if re.fullmatch(r"[\d.;,\s]*", target) else target


def policy_links(policy: str) -> list[Link]:
    """Return where a Content-Security-Policy has its violations reported."""
    return [
        Link(target, guessed=True) for found in _REPORT_URI.finditer(policy) for target in found[1].split()
    ]
