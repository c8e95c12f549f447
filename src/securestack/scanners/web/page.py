"""A page: what came back for one request template, parsed once."""

from __future__ import annotations

import zlib
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from securestack.net.message import Exchange, Request, Response
from securestack.probing.cookies import Cookie
from securestack.probing.html_parsing import parse_html
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.crawl.forms import Form

_WORTH_PACKING = 1_000  # bytes


class Page:
    """An answer the crawler got, with the template that asked for it.

    `cookies` is what the session kept when it asked: a request names its cookies only, these tell their attributes.
    `form` is the form that was sent to get here, `forms` are those that stand on the page, `missing` says that the
    server means "no such page", `guessed` that no link promised it.
    """

    def __init__(
        self,
        template: RequestTemplate,
        exchange: Exchange,
        *,
        depth: int = 0,
        cookies: tuple[Cookie, ...] = (),
        form: Form | None = None,
        missing: bool = False,
        guessed: bool = False,
    ) -> None:
        self.template = template
        self.exchange = exchange
        self.depth = depth  # links followed from the start
        self.cookies = cookies
        self.form = form
        self.forms: tuple[Form, ...] = ()  # empty again once the page is packed
        self.missing = missing
        self.guessed = guessed

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
        return parse_html(self.response.text)

    def forget_document(self) -> None:
        """Give back the memory of the parsed HTML; it is parsed anew when asked for."""
        self.__dict__.pop("document", None)

    def pack(self) -> None:
        """Keep the page in little memory: its body compressed and unpacked on each use, its HTML and forms forgotten."""
        self.forget_document()
        self.forms = ()
        response = self.exchange.response
        if len(response.body) < _WORTH_PACKING or isinstance(response, _PackedResponse):
            return
        self.exchange = Exchange(self.exchange.request, _PackedResponse.of(response))


class _PackedResponse(Response):
    """An answer whose body is kept compressed."""

    _packed: bytes

    @classmethod
    def of(cls, response: Response) -> _PackedResponse:
        return cls(
            response.status,
            response.headers,
            response.body,
            url=response.url,
            reason=response.reason,
            elapsed=response.elapsed,
            truncated=response.truncated,
        )

    @property
    def body(self) -> bytes:
        return zlib.decompress(self._packed)

    @body.setter
    def body(self, body: bytes) -> None:
        self._packed = zlib.compress(body, 1)

    @property
    def text(self) -> str:
        return Response(self.status, self.headers, self.body).text
