"""Fields that may serve only once, such as CSRF tokens: fetched afresh as seldom as the server allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

from securestack.net.message import Exchange, Response
from securestack.probing.check import Sender
from securestack.probing.comparison import page_words
from securestack.probing.insertion import RequestTemplate

Refresh = Callable[[RequestTemplate], Awaitable[RequestTemplate]]

_LASTS = 20  # requests for which a token that served twice is used on
_WORDS_APART = 2  # words by which two answers to the same request may differ and still say the same


class OneTimeFields:
    """Keeps one template's tokens good: fresh for each request, unless the server took the same one twice.

    Most servers give one token a session, so fetching the form before every probe would double the requests.
    """

    def __init__(self, fetch: Refresh, sender: Sender) -> None:
        self._fetch = fetch
        self._sender = sender
        self._lasts = 1
        self._left = 0

    async def begin(self, template: RequestTemplate) -> tuple[RequestTemplate, Exchange]:
        """Return the template with fresh tokens and the answer to it, having tried them twice.

        Raises NetError or BudgetExhausted.
        """
        template = await self._fetch(template)
        first = await self._sender.send(template.build())
        second = await self._sender.send(template.build())
        if _says_the_same(first.response, second.response):
            self._lasts = self._left = _LASTS
        return template, first

    async def refresh(self, template: RequestTemplate) -> RequestTemplate:
        """Return the template with tokens that are still good. Raises NetError or BudgetExhausted."""
        if self._left > 0:
            self._left -= 1
            return template
        self._left = self._lasts - 1
        return await self._fetch(template)


def _says_the_same(left: Response, right: Response) -> bool:
    if left.status != right.status or 300 <= left.status < 400:
        return False  # a redirect may well be the way in which a stale token is refused
    words = [Counter(word for word in page_words(response) if word.isalpha()) for response in (left, right)]
    apart = (words[0] - words[1]) + (words[1] - words[0])
    return apart.total() <= _WORDS_APART
