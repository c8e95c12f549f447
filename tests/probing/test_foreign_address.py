"""The probe that three checks share is sent once, and its answers tell them apart."""

import asyncio

from securestack.core.location import Position
from securestack.net.message import Exchange, Request, Response
from securestack.probing.callbacks import CallbackServer
from securestack.probing.check import Probe
from securestack.probing.checks import open_redirect, remote_file_inclusion, server_side_request_forgery
from securestack.probing.foreign_address import fetched_visit, visits
from securestack.probing.insertion import InsertionPoint, RequestTemplate


class Sender:
    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.requests.append(request)
        return Exchange(request, Response(200, body=b"<p>Nothing here.</p>", url=request.url))


def probe_of(sender: Sender, url: str, callbacks: CallbackServer | None) -> Probe:
    template = RequestTemplate.from_url(url)
    point = next(point for point in template.points() if point.position is Position.QUERY)
    assert isinstance(point, InsertionPoint)
    baseline = Exchange(template.build(), Response(200, url=url))
    return Probe(sender=sender, template=template, point=point, baseline=baseline, callbacks=callbacks)


def ask_all(url: str) -> list[Request]:
    async def run() -> list[Request]:
        sender = Sender()
        async with CallbackServer() as server:
            probe = probe_of(sender, url, server)
            for check in (open_redirect, server_side_request_forgery, remote_file_inclusion):
                assert await check.CHECK.run(probe) == []
        return sender.requests

    return asyncio.run(run())


def test_an_ordinary_value_is_asked_once_for_three_checks() -> None:
    asked = ask_all("http://shop.test/list?sort=price")
    # The first probe belongs to all checks there are.
    assert len(asked) == 2


def test_an_address_is_asked_in_several_spellings() -> None:
    urls = [request.url for request in ask_all("http://shop.test/go?to=http://pictures.test/1.png")]
    assert any("to=http%3A%2F%2F127.0.0.1" in url for url in urls)
    assert any("to=HTTP%3A%2F%2F127.0.0.1" in url for url in urls)
    assert any("to=127.0.0.1" in url for url in urls)
    assert any("to=http%3A%2F%2Fpictures.test%40127.0.0.1" in url for url in urls)
    assert len(urls) <= 8


def test_without_callbacks_nothing_is_sent() -> None:
    async def run() -> None:
        sender = Sender()
        probe = probe_of(sender, "http://shop.test/go?to=/home", None)
        assert await visits(probe) == []
        assert await fetched_visit(probe) is None
        assert sender.requests == []

    asyncio.run(run())
