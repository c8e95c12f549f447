"""A case: one page that is weak in one way, or its safe twin that looks the same and is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Case:
    """One page of the gallery.

    `entry` is what the index shows to lead a crawler there: a relative link such as `html-text?q=tea`, or, where
    `form` is set, the HTML of a form whose action is the page. A weak case must give exactly one finding of `rule`
    (the same flaw may be told once), on `parameter` where one is named; a safe case must give none of that rule, and none
    of any active check but those in `also`.
    """

    path: str  # absolute, such as /xss/html-text
    handler: Handler
    rule: str
    weak: bool
    query: str = ""  # such as "q=tea"
    form: str = ""  # the inside of a form that posts to the page, instead of a link
    method: str = "GET"
    encoding: str = "application/x-www-form-urlencoded"
    parameter: str = ""
    profile: str = "standard"  # the least thorough profile that must find it
    also: tuple[str, ...] = ()  # further rules of active checks that the page breaks by its nature

    @property
    def entry(self) -> str:
        """The HTML that leads a crawler to the page."""
        if self.form or self.method != "GET":
            return (
                f'<form action="{self.path}" method="{self.method}" enctype="{self.encoding}">'
                f"{self.form}<button>Send</button></form>"
            )
        href = f"{self.path}?{self.query}" if self.query else self.path
        return f'<a href="{href.replace("&", "&amp;")}">{self.path}</a>'


def html(body: str, *, title: str = "Gallery", status: int = 200) -> web.Response:
    """Return a page whose body holds this HTML as it is."""
    return web.Response(
        text=f"<!doctype html><html lang=en><head><title>{title}</title></head><body>{body}</body></html>",
        content_type="text/html",
        status=status,
    )
