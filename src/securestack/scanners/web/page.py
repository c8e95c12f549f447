"""A page: what came back for one request template, parsed once."""

from __future__ import annotations

from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from securestack.net.message import Exchange, Request, Response
from securestack.probing.insertion import RequestTemplate


class Page:
    """An answer the crawler got, with the template that asked for it."""

    def __init__(self, template: RequestTemplate, exchange: Exchange, *, depth: int = 0) -> None:
        self.template = template
        self.exchange = exchange
        self.depth = depth  # links followed from the start

    @property
    def request(self) -> Request:
        """The request as it went out."""
        return self.exchange.request

    @property
    def response(self) -> Response:
        """The answer."""
        return self.exchange.response

    @property
    def url(self) -> str:
        """The address that was asked."""
        return self.exchange.request.url

    @cached_property
    def document(self) -> LexborHTMLParser | None:
        """The parsed HTML, or None where the body is not HTML."""
        if not self.response.is_html or not self.response.body:
            return None
        return LexborHTMLParser(self.response.text)

    def forget_document(self) -> None:
        """Give back the memory of the parsed HTML; it is parsed anew when asked for."""
        self.__dict__.pop("document", None)
