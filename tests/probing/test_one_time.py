"""Tokens that serve once, and tokens that serve a session."""

import asyncio

import pytest

from securestack.net.message import Exchange, Request, Response
from securestack.probing.insertion import Field, FormBody, RequestTemplate
from securestack.probing.one_time import OneTimeFields

TEMPLATE = RequestTemplate(
    method="POST", origin="http://shop.example", path="/send", body=FormBody((Field("csrf", "old"),))
)


class Server:
    """Takes a token once or for ever; says no with another page, with another status, or with a redirect."""

    def __init__(self, *, once: bool, refusal: Response) -> None:
        self.once = once
        self.refusal = refusal
        self.given = 0
        self.good: set[bytes] = set()
        self.refused = 0

    async def fetch(self, template: RequestTemplate) -> RequestTemplate:
        self.given += 1
        token = str(self.given if self.once else "one")
        self.good.add(f"csrf={token}".encode())
        return RequestTemplate(
            method="POST", origin=template.origin, path="/send", body=FormBody((Field("csrf", token),))
        )

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        if request.body not in self.good:
            self.refused += 1
            return Exchange(request, self.refusal)
        if self.once:
            self.good.discard(request.body)
        return Exchange(request, Response(200, [], b"<p>Thank you for your letter"))


REFUSALS = [Response(403), Response(200, [], b"<p>This form has expired, please reload it")]


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("once", [True, False])
def test_tokens_are_fetched_as_often_as_needed(once: bool, refusal: Response) -> None:
    async def run() -> None:
        server = Server(once=once, refusal=refusal)
        fields = OneTimeFields(server.fetch, server)
        template, baseline = await fields.begin(TEMPLATE)
        assert b"Thank you" in baseline.response.body
        tried = server.refused
        for _ in range(30):
            template = await fields.refresh(template)
            await server.send(template.build())
        assert server.refused == tried
        assert server.given == (31 if once else 2)

    asyncio.run(run())


def test_a_redirect_tells_nothing_so_every_token_is_fresh() -> None:
    class Redirecting(Server):
        async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
            return Exchange(request, Response(302, [("Location", "/")]))

    async def run() -> None:
        server = Redirecting(once=True, refusal=Response(403))
        fields = OneTimeFields(server.fetch, server)
        template, _ = await fields.begin(TEMPLATE)
        for _ in range(3):
            template = await fields.refresh(template)
        assert server.given == 4

    asyncio.run(run())
