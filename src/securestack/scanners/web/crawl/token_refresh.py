"""Keeping CSRF tokens fresh: fetching the page a form stands on again."""

from __future__ import annotations

from securestack.probing.check import Sender
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.web.crawl.forms import Form, same_form
from securestack.scanners.web.crawl.tokens import tokens_of, with_tokens


class TokenRefresh:
    """Gives templates made from one form fresh tokens. Callable as `probing.attack.Refresh`."""

    def __init__(self, sender: Sender, form: Form) -> None:
        self._sender = sender
        self._form = form

    async def __call__(self, template: RequestTemplate) -> RequestTemplate:
        """Return the template with fresh tokens, or as it is when the form is not on its page any more.

        Raises NetError or BudgetExhausted.
        """
        if not self._form.token_fields:
            return template
        exchange = await self._sender.send(self._form.page.build())
        found = same_form(self._form, exchange.response)
        if found is None:
            return template
        return with_tokens(template, tokens_of(found.template, self._form.token_fields))
