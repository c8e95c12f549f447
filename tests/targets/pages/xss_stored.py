"""A guest book that shows entries as they were written, and one that encodes them. Each visitor has one of their own."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from html import escape

from aiohttp import web

from tests.targets.case import Case, html
from tests.targets.pages.xss_contexts import Encode, raw

RULE = "web.stored-xss"
_ENTRIES = 400  # a visitor's oldest entries make room for new ones
_VISITORS = 50


class GuestBook:
    """The entries of each visitor, in memory."""

    def __init__(self, path: str, encode: Encode) -> None:
        self.path = path
        self._encode = encode
        self._entries: OrderedDict[str, list[tuple[str, str]]] = OrderedDict()

    async def show(self, request: web.Request) -> web.Response:
        visitor, entries = self._visitor(request)
        listed = "".join(
            f'<li title="{escape(name)}">{self._encode(text)}</li>' for name, text in entries[-_ENTRIES:]
        )
        answer = html(f"<h1>Guest book</h1><ul>{listed}</ul>")
        answer.set_cookie("visitor", visitor, httponly=True, samesite="Lax")
        return answer

    async def sign(self, request: web.Request) -> web.Response:
        form = await request.post()
        visitor, entries = self._visitor(request)
        entries.append((str(form.get("name", "")), str(form.get("text", ""))))
        del entries[:-_ENTRIES]
        answer = html("<p>Thank you for your entry.</p>")
        answer.set_cookie("visitor", visitor, httponly=True, samesite="Lax")
        return answer

    def _visitor(self, request: web.Request) -> tuple[str, list[tuple[str, str]]]:
        visitor = request.cookies.get("visitor") or secrets.token_hex(8)
        entries = self._entries.setdefault(visitor, [])
        self._entries.move_to_end(visitor)
        while len(self._entries) > _VISITORS:
            self._entries.popitem(last=False)
        return visitor, entries


def _cases(book: GuestBook, *, weak: bool) -> list[Case]:
    return [
        Case(path=book.path, handler=book.show, rule=RULE, weak=False),
        Case(
            path=f"{book.path}/sign",
            handler=book.sign,
            rule=RULE,
            weak=weak,
            form="<input name=name value=Mia><textarea name=text>Lovely tea.</textarea>",
            method="POST",
            parameter="text" if weak else "",
        ),
    ]


CASES = _cases(GuestBook("/xss/guest-book", raw), weak=True)
CASES += _cases(GuestBook("/xss/guest-book-safe", escape), weak=False)
