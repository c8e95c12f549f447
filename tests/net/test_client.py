"""The client: what it lets out, how often, and what it makes of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

import securestack
from securestack.core.budget import Budget, BudgetExhausted
from securestack.net.client import HttpClient
from securestack.net.errors import AnswerTimeout, BrokenConnection, CannotConnect, NetError, OutOfScope
from securestack.net.fake import FakeTransport, Handler
from securestack.net.message import Exchange, Request, Response
from securestack.net.pacing import Pacing
from securestack.net.scope import Scope
from tests.net.raw_server import ok, raw_server

SHOP = "http://shop.test"


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def with_client(
    handler: Handler,
    use: Callable[[HttpClient, FakeTransport], Awaitable[None]],
    *,
    budget: Budget | None = None,
    clock: Clock | None = None,
    headers: tuple[tuple[str, str], ...] = (),
) -> None:
    async def run() -> None:
        transport = FakeTransport(handler)
        time = clock or Clock()
        pacing = Pacing(clock=time, sleep=time.sleep)
        scope = Scope.of(SHOP, exclude=["/logout"])
        async with HttpClient(
            scope, budget or Budget(), transport=transport, pacing=pacing, headers=headers, clock=time
        ) as client:
            await use(client, transport)
        assert transport.closed

    asyncio.run(run())


def page(_: Request) -> Response:
    return Response(200, body=b"hello")


def in_turn(*answers: Response | Exception) -> Handler:
    rest: Iterator[Response | Exception] = iter(answers)

    def answer(_: Request) -> Response:
        following = next(rest)
        if isinstance(following, Exception):
            raise following
        return following

    return answer


def get(path: str = "/") -> Request:
    return Request("GET", SHOP + path)


@pytest.mark.parametrize("url", ["http://evil.test/", f"{SHOP}/logout", f"{SHOP}@evil.test/", "nonsense"])
def test_nothing_outside_the_scope_is_sent_or_spent(url: str) -> None:
    async def use(client: HttpClient, transport: FakeTransport) -> None:
        with pytest.raises(OutOfScope, match="was not asked"):
            await client.send(Request("GET", url))
        assert transport.requests == []
        assert (client.requests_sent, client.budget.requests, client.consecutive_failures) == (0, 0, 0)

    with_client(page, use)


def test_a_request_says_who_is_asking_unless_it_says_so_itself() -> None:
    async def use(client: HttpClient, _: FakeTransport) -> None:
        sent = (await client.send(get())).request
        assert f"SecureStack/{securestack.__version__}" in str(sent.header("User-Agent"))
        assert "WebSecPen" in str(sent.header("User-Agent"))
        assert sent.header("Accept")
        assert sent.header("X-Team") == "blue"
        own = (("user-agent", "mine"), ("X-TEAM", "red"))
        sent = (await client.send(Request("GET", SHOP, own))).request
        assert [value for name, value in sent.headers if name.lower() == "user-agent"] == ["mine"]
        assert [value for name, value in sent.headers if name.lower() == "x-team"] == ["red"]

    with_client(page, use, headers=(("X-Team", "blue"),))


def test_the_budget_ends_the_sending() -> None:
    async def use(client: HttpClient, transport: FakeTransport) -> None:
        await client.send(get())
        await client.send(get())
        with pytest.raises(BudgetExhausted):
            await client.send(get())
        assert len(transport.requests) == client.requests_sent == 2

    with_client(page, use, budget=Budget(max_requests=2))


def test_the_time_left_bounds_every_request() -> None:
    clock = Clock()

    async def use(client: HttpClient, transport: FakeTransport) -> None:
        await client.send(get())
        await client.send(get(), timeout=7.0)
        clock.now = 55.0
        await client.send(get())
        assert transport.timeouts == [20.0, 7.0, 5.0]

    with_client(page, use, budget=Budget(time_limit=60, clock=clock), clock=clock)


def test_a_time_out_at_the_end_of_the_budget_is_the_end_of_the_budget() -> None:
    clock = Clock()

    def hang(_: Request) -> Response:
        clock.now = 60.0
        raise AnswerTimeout("too slow.")

    async def use(client: HttpClient, _: FakeTransport) -> None:
        with pytest.raises(BudgetExhausted, match="time limit"):
            await client.send(get())

    with_client(hang, use, budget=Budget(time_limit=60, clock=clock), clock=clock)


def test_a_host_that_asks_to_come_back_later_is_asked_later() -> None:
    clock = Clock()

    async def use(client: HttpClient, transport: FakeTransport) -> None:
        assert (await client.send(get())).response.status == 200
        assert len(transport.requests) == client.budget.requests == 3
        assert clock.now == 8.0

    busy = Response(503, (("Retry-After", "3"),))
    with_client(in_turn(Response(429, (("Retry-After", "5"),)), busy, Response(200)), use, clock=clock)


def test_a_host_that_never_wants_to_answer_is_left_alone() -> None:
    async def use(client: HttpClient, transport: FakeTransport) -> None:
        assert (await client.send(get())).response.status == 429
        assert len(transport.requests) == 4

    with_client(lambda _: Response(429), use)


def test_a_503_that_does_not_say_when_is_an_ordinary_answer() -> None:
    async def use(client: HttpClient, transport: FakeTransport) -> None:
        assert (await client.send(get())).response.status == 503
        assert len(transport.requests) == 1

    with_client(lambda _: Response(503), use)


def test_no_pause_outlasts_the_budget() -> None:
    clock = Clock()

    async def use(client: HttpClient, _: FakeTransport) -> None:
        assert (await client.send(get())).response.status == 429
        with pytest.raises(BudgetExhausted):
            await client.send(get("/other"))
        assert clock.now == 10.0

    with_client(
        lambda _: Response(429, (("Retry-After", "25"),)),
        use,
        budget=Budget(time_limit=10, clock=clock),
        clock=clock,
    )


def test_a_broken_connection_is_replaced_once_if_it_was_an_old_one() -> None:
    broken = BrokenConnection("closed.", reused=True)

    async def use(client: HttpClient, transport: FakeTransport) -> None:
        assert (await client.send(get())).response.status == 200
        assert len(transport.requests) == client.requests_sent == 2
        with pytest.raises(BrokenConnection):
            await client.send(get())
        assert len(transport.requests) == 4
        with pytest.raises(BrokenConnection):
            await client.send(get())
        assert len(transport.requests) == 5

    with_client(in_turn(broken, Response(200), broken, broken, BrokenConnection("closed.")), use)


def test_failures_in_a_row_are_counted_and_an_answer_resets_them() -> None:
    async def use(client: HttpClient, _: FakeTransport) -> None:
        for expected in (1, 2):
            with pytest.raises(CannotConnect):
                await client.send(get())
            assert client.consecutive_failures == expected
        with pytest.raises(NetError):
            await client.send(get())  # our own mistake says nothing about the host
        assert client.consecutive_failures == 2
        await client.send(get())
        assert client.consecutive_failures == 0

    down = CannotConnect("down.")
    with_client(in_turn(down, down, NetError("cannot be sent."), Response(200)), use)


def test_requests_per_second_look_at_the_last_seconds_only() -> None:
    clock = Clock()

    async def use(client: HttpClient, _: FakeTransport) -> None:
        assert client.requests_per_second == 0.0
        for _number in range(20):
            await client.send(get())
            clock.now += 0.25
        assert client.requests_per_second == 4.0
        clock.now += 60
        assert client.requests_per_second == 0.0

    with_client(page, use, clock=clock)


def test_exchanges_are_recorded() -> None:
    class Recorder:
        def __init__(self) -> None:
            self.exchanges: list[Exchange] = []

        def record(self, exchange: Exchange) -> None:
            self.exchanges.append(exchange)

    async def run() -> None:
        recorder = Recorder()
        async with HttpClient(
            Scope.of(SHOP), Budget(), transport=FakeTransport(page), recorder=recorder
        ) as client:
            exchange = await client.send(get())
        assert recorder.exchanges == [exchange]

    asyncio.run(run())


def test_a_cancelled_request_gives_its_place_back() -> None:
    async def hang(_: Request) -> Response:
        await asyncio.Event().wait()
        raise AssertionError

    async def run() -> None:
        pacing = Pacing()
        async with HttpClient(
            Scope.of(SHOP), Budget(), transport=FakeTransport(hang), pacing=pacing
        ) as client:
            task = asyncio.create_task(client.send(get()))
            await asyncio.sleep(0)
            assert pacing.pace(SHOP).in_flight == 1
            task.cancel()
            await asyncio.wait([task])
            assert pacing.pace(SHOP).in_flight == 0

    asyncio.run(run())


# -- redirects


def follow(routes: dict[str, Response], request: Request | None = None) -> list[Exchange]:
    found: list[Exchange] = []

    async def use(client: HttpClient, _: FakeTransport) -> None:
        found.extend(await client.follow(request or get("/start")))

    def answer(request: Request) -> Response:
        path = request.url.removeprefix(SHOP)
        return routes.get(path) or Response(404)

    with_client(answer, use)
    return found


def redirect(location: str, status: int = 302) -> Response:
    return Response(status, (("Location", location),))


def test_redirects_are_followed_to_their_end() -> None:
    exchanges = follow(
        {"/start": redirect("a?x=1"), "/a?x=1": redirect(f"{SHOP}/b#f", 301), "/b": Response(200)}
    )
    assert [exchange.request.url for exchange in exchanges] == [SHOP + "/start", SHOP + "/a?x=1", SHOP + "/b"]


@pytest.mark.parametrize(
    "location", ["http://evil.test/", "//evil.test/", "/logout", "javascript:alert(1)", "http://[/"]
)
def test_a_redirect_out_of_the_scope_is_the_end(location: str) -> None:
    exchanges = follow({"/start": redirect(location)})
    assert len(exchanges) == 1
    assert exchanges[0].response.header("location") == location


def test_a_loop_is_the_end() -> None:
    assert len(follow({"/start": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/a")})) == 3
    assert len(follow({"/start": redirect("/start")})) == 1


def test_a_redirect_that_never_repeats_ends_after_ten_hops() -> None:
    assert len(follow({f"/start{'x' * n}": redirect(f"/start{'x' * (n + 1)}") for n in range(30)})) == 11


@pytest.mark.parametrize(
    ("status", "method", "becomes"),
    [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"),
        (302, "PUT", "PUT"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
    ],
)
def test_the_method_after_a_redirect_is_the_one_browsers_use(status: int, method: str, becomes: str) -> None:
    headers = (("Content-Type", "text/plain"), ("Cookie", "a=b"))
    exchanges = follow({"/start": redirect("/b", status)}, Request(method, SHOP + "/start", headers, b"body"))
    following = exchanges[1].request
    assert following.method == becomes
    assert following.body == (b"body" if becomes == method and status != 303 else following.body)
    assert (following.body == b"") is (becomes == "GET")
    assert (following.header("content-type") is None) is (becomes == "GET")
    assert following.header("cookie") == "a=b"


def test_credentials_stay_with_their_origin() -> None:
    async def run() -> None:
        scope = Scope.of(SHOP, include=["http://other.test"])
        transport = FakeTransport(in_turn(redirect("http://other.test/"), Response(200)))
        async with HttpClient(scope, Budget(), transport=transport) as client:
            await client.follow(
                Request("GET", SHOP, (("Cookie", "a=b"), ("Authorization", "x"), ("X-Kept", "1")))
            )
        assert transport.requests[1].header("cookie") is None
        assert transport.requests[1].header("authorization") is None
        assert transport.requests[1].header("x-kept") == "1"

    asyncio.run(run())


# -- on a real network


def test_a_redirect_loop_of_a_real_server_ends_and_nothing_leaves_the_scope() -> None:
    async def run() -> None:
        async with raw_server(ok(b"away")) as outside:

            async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                away = server.heads[-1].startswith(b"GET /away ")
                location = outside.url if away else "/loop"
                writer.write(ok(b"", f"Location: {location}", status="302 Found"))

            async with raw_server(answer) as server, HttpClient(Scope.of(server.url), Budget()) as client:
                assert len(await client.follow(Request("GET", server.url + "/"))) == 2
                assert len(await client.follow(Request("GET", server.url + "/away"))) == 1
            assert outside.heads == []

    asyncio.run(run())


def test_a_server_that_closes_idle_connections_is_no_problem() -> None:
    async def run() -> None:
        async with (
            raw_server(ok(b"x"), requests_per_connection=1) as server,
            HttpClient(Scope.of(server.url), Budget()) as client,
        ):
            for method in ("GET", "POST", "GET"):
                assert (await client.send(Request(method, server.url))).response.body == b"x"

    asyncio.run(run())
