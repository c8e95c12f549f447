"""The guard against server-side request forgery: no inner address is reached, however it is written or named."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.errors import CannotConnect, OutOfScope
from securestack.net.guard import AddressGuard, AddressRefused, parse_allowance
from securestack.net.message import Request
from securestack.net.transport import AiohttpTransport

INNER = (
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%1",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1::",
    "2001:db8::1",
)
PUBLIC = ("93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


@pytest.mark.parametrize("text", INNER)
def test_inner_addresses_are_refused(text: str) -> None:
    assert AddressGuard().reason(ipaddress.ip_address(text)) is not None
    with pytest.raises(AddressRefused, match="nothing was sent"):
        AddressGuard().check(f"[{text}]" if ":" in text else text)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_pass(text: str) -> None:
    assert AddressGuard().reason(ipaddress.ip_address(text)) is None
    AddressGuard().check(text)


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_as_the_address_it_means(address: ipaddress.IPv4Address) -> None:
    guard = AddressGuard()
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    assert (guard.reason(mapped) is None) == (guard.reason(address) is None)


def test_private_addresses_may_be_allowed_but_not_the_metadata_of_a_cloud() -> None:
    guard = AddressGuard(allow_private=True)
    for text in ("127.0.0.1", "10.0.0.1", "::1", "fd12::1", "::ffff:192.168.0.1"):
        assert guard.reason(ipaddress.ip_address(text)) is None, text
    for text in ("169.254.169.254", "fd00:ec2::254", "168.63.129.16", "224.0.0.1", "64:ff9b::a9fe:a9fe"):
        assert guard.reason(ipaddress.ip_address(text)) is not None, text
    assert guard.allows_by_name("localhost", 80)
    assert guard.allows_by_name("10.0.0.1", 80)
    assert not guard.allows_by_name("8.8.8.8", 80)
    assert not guard.allows_by_name("shop.test", 80)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Shop.Test", "shop.test"),
        ("shop.test.", "shop.test"),
        ("*.shop.test:8443", "*.shop.test:8443"),
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("0x7f.1", "127.0.0.1"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("[::1]:80", "[::1]:80"),
        ("::1", "::1"),
        ("fd00::/8", "fd00::/8"),
        ("bücher.test", "xn--bcher-kva.test"),
    ],
)
def test_allowances_are_read_and_written(text: str, shown: str) -> None:
    assert str(parse_allowance(text)) == shown
    assert parse_allowance(shown) == parse_allowance(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "*.test",
        "a b",
        "shop.test:0",
        "shop.test:x",
        "10.0.0.1/8",
        "10.0.0.0/40",
        "http://a",
        "a/b",
        "x:70000",
    ],
)
def test_nonsense_is_no_allowance(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_allowance(text)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_allowances(text: str) -> None:
    try:
        allowance = parse_allowance(text)
    except ValueError:
        return
    assert parse_allowance(str(allowance)) == allowance


def test_what_is_allowed_is_allowed_at_its_port_and_nothing_beside_it() -> None:
    guard = AddressGuard(
        map(parse_allowance, ("127.0.0.1:8080", "10.0.0.0/8", "*.corp.test", "shop.test:81"))
    )
    assert guard.reason(ipaddress.ip_address("127.0.0.1"), 8080) is None
    assert guard.reason(ipaddress.ip_address("127.0.0.1"), 8081) is not None
    assert guard.reason(ipaddress.ip_address("10.9.9.9"), 1) is None
    assert guard.reason(ipaddress.ip_address("11.0.0.1")) is None
    assert guard.reason(ipaddress.ip_address("192.168.0.1")) is not None
    for host, port, allowed in (
        ("a.corp.test", 80, True),
        ("A.B.corp.test.", 80, True),
        ("corp.test", 80, False),
        ("evilcorp.test", 80, False),
        ("shop.test", 81, True),
        ("shop.test", 80, False),
        ("127.0.0.1", 8080, True),
        ("localhost", 8080, False),
        ("10.0.0.1", 443, True),
    ):
        assert guard.allows_by_name(host, port) is allowed, host


def _asked(guard: AddressGuard | None, path_of: Callable[[int], str]) -> list[str]:
    """Start a server on loopback, ask it through a guarded transport and return the paths it was asked for."""
    seen: list[str] = []

    async def story() -> None:
        async def answer(request: web.Request) -> web.Response:
            seen.append(request.path)
            return web.Response(text="inner")

        app = web.Application()
        app.router.add_get("/{rest:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        transport = AiohttpTransport(guard=guard)
        try:
            await transport.fetch(Request("GET", path_of(port)), timeout=5)
        finally:
            await transport.close()
            await runner.cleanup()

    asyncio.run(story())
    return seen


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0x7f000001",
        "2130706433",
        "localhost",
        "[::ffff:127.0.0.1]",
        "0",
        "user@127.0.0.1",
    ],
)
def test_a_guarded_transport_does_not_reach_this_machine(host: str) -> None:
    with pytest.raises(OutOfScope, match="loopback"):
        _asked(AddressGuard(), lambda port: f"http://{host}:{port}/secret")


def test_an_allowed_host_is_reached() -> None:
    guard = AddressGuard([parse_allowance("localhost")])
    assert _asked(guard, lambda port: f"http://localhost:{port}/page") == ["/page"]
    guard = AddressGuard([parse_allowance("127.0.0.0/8")])
    assert _asked(guard, lambda port: f"http://localhost:{port}/page") == ["/page"]


def test_the_connection_goes_to_the_address_that_was_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a public address when it is judged and this machine afterwards is never asked about twice."""
    asked = []

    def rebinding(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) > 1 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    connected: list[Any] = []

    async def refuse(self: Any, _sock: Any, address: Any) -> None:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", refuse)
    guard = AddressGuard([parse_allowance("192.0.2.0/24")])  # stands for a public address
    with pytest.raises(CannotConnect):
        _asked(guard, lambda port: f"http://rebind.test:{port}/")
    assert asked == ["rebind.test"]
    assert {address[0] for address in connected} == {"192.0.2.1"}


def test_one_inner_address_among_public_ones_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, port)) for text in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)

    async def resolve() -> None:
        await AddressGuard().resolve("mixed.test", 80)

    with pytest.raises(AddressRefused, match=r"mixed\.test leads to an address of a private network"):
        asyncio.run(resolve())


def test_a_proxy_and_a_guard_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="proxy"):
        AiohttpTransport(proxy="http://127.0.0.1:3128", guard=AddressGuard())
