"""Everything one answer leads to: links, forms and endpoints, whatever its type."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from securestack.net.url import origin, resolve
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.crawl import documents
from securestack.scanners.web.crawl.endpoint_templates import endpoint_template
from securestack.scanners.web.crawl.form_values import ValueMemory
from securestack.scanners.web.crawl.forms import Form, read_forms
from securestack.scanners.web.crawl.html import Link, css_links, read_html
from securestack.scanners.web.crawl.media import is_media_type
from securestack.scanners.web.crawl.scripts import Endpoint, read_script
from securestack.scanners.web.page import Page


class Found(NamedTuple):
    """What an answer leads to. `base` is what `links` are relative to; `structure` is equal for pages built alike."""

    base: str
    links: list[Link]
    forms: list[Form]
    endpoints: list[RequestTemplate]
    guessed_endpoints: list[RequestTemplate]
    structure: int


class Extractor:
    """Reads answers. Remembers the values seen, and which scripts it has read already."""

    def __init__(self, memory: ValueMemory) -> None:
        self._memory = memory
        self._read_scripts: set[int] = set()

    def extract(self, page: Page, base: str = "") -> Found:
        """Return what a page leads to. `base` is the base of the page that loads it, when it is a script."""
        response = page.response
        found = Found(page.url, documents.header_links(response), [], [], [], 0)
        media_type = response.media_type
        if is_media_type(media_type) or not response.body or 300 <= response.status < 400:
            return found._replace(structure=hash((response.status, media_type)))
        if response.is_html:
            return self._from_html(page, found)
        path = urlsplit(page.url).path
        own_origin = origin(page.url)
        if path.endswith(".gz") or "xml" in media_type:
            text = documents.sitemap_text(response.body) if path.endswith(".gz") else response.text
            is_sitemap = documents.is_sitemap(text)
            found.links.extend(documents.sitemap_links(text) if is_sitemap else documents.xml_links(text))
        elif "javascript" in media_type or "ecmascript" in media_type or path.endswith((".js", ".mjs")):
            # A script's addresses are relative to the page that loads it.
            self._from_script(response.text, base or page.url, page.url, found)
            found.links.extend(documents.plain_links(response.text, own_origin))
        elif "json" in media_type:
            self._from_json(response.text, found)
        elif media_type == "text/css":
            found.links.extend(css_links(response.text))
        elif path == "/robots.txt":
            found.links.extend(documents.robots_links(response.text))
        else:
            found.links.extend(documents.plain_links(response.text, own_origin))
        return found._replace(structure=hash((response.status, media_type)))

    def _from_html(self, page: Page, found: Found) -> Found:
        document = page.document
        if document is None:
            return found
        text = page.response.text
        content = read_html(document, text, origin(page.url))
        base = resolve(page.url, content.base) or page.url
        found.links.extend(content.links)
        for script in content.scripts:
            self._from_script(script, base, base, found)
        for json_text in content.json_texts:
            self._from_json(json_text, found)
        forms = read_forms(content, base, page.template, self._memory) if content.controls else []
        return found._replace(
            base=base, forms=forms, structure=hash((page.response.status, content.structure))
        )

    def _from_script(self, script: str, base: str, own_url: str, found: Found) -> None:
        key = hash((script, base))
        if key in self._read_scripts:
            return
        self._read_scripts.add(key)
        for endpoint in read_script(script):
            for template in self._templates(endpoint, base, own_url):
                (found.endpoints if endpoint.called else found.guessed_endpoints).append(template)

    def _templates(self, endpoint: Endpoint, base: str, own_url: str) -> list[RequestTemplate]:
        bases = [own_url if endpoint.module else base]
        made = [endpoint_template(endpoint, bases[0], self._memory)]
        if endpoint.route and urlsplit(base).path not in ("", "/") and endpoint.reference.startswith("/"):
            relative = endpoint._replace(reference=endpoint.reference.lstrip("/"))
            made.append(endpoint_template(relative, base, self._memory))
        return [template for template in made if template is not None]

    def _from_json(self, text: str, found: Found) -> None:
        found.links.extend(documents.json_links(text))
        for name, value in documents.json_fields(text):
            self._memory.learn(name, value)
