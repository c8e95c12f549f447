"""Keeping CSRF tokens fresh: fetching the page a form stands on again."""

from __future__ import annotations

from securestack.probing.check import Sender
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.crawl.forms import same_form
from securestack.scanners.web.crawl.tokens import tokens_of, with_tokens


class TokenRefresh:
    """Gives templates made from forms fresh tokens. Callable as `probing.attack.Refresh`."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def __call__(self, template: RequestTemplate) -> RequestTemplate:
        """Return the template with fresh tokens, or as it is where it needs none or its form is gone from its page.

        Raises NetError or BudgetExhausted.
        """
        source = template.form
        if source is None or not source.one_time:
            return template
        exchange = await self._sender.send(source.page.build())
        found = same_form(template, exchange.response)
        if found is None:
            return template
        return with_tokens(template, tokens_of(found.template, source.one_time))
