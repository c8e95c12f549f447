"""The guard against server-side request forgery: which addresses the platform may connect to for somebody.

Who names a host to a server must not reach with it what only that server reaches: itself, its neighbours, and the service
where a cloud keeps the credentials of its machines. So a name is resolved here, every address it has is judged, and the
connection goes to exactly the addresses that were judged: a name that means another address a moment later (DNS
rebinding) gains nothing. Redirects are new requests, and are judged again.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import NamedTuple

from aiohttp.abc import AbstractResolver, ResolveResult

from securestack.net.errors import OutOfScope
from securestack.net.url import normalise_host

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291, 2.5.5.1; long out of use
# Special by RFC 6890 and what followed; not every version of the library's tables knows them.
_SPECIAL = tuple(
    map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "5f00::/16"))
)
_PROVIDERS = frozenset(
    {ipaddress.ip_address("168.63.129.16")}
)  # public by its number, a cloud's own service by use
_LOCAL_NAMES = ("localhost", "localhost.localdomain")


class AddressRefused(OutOfScope):
    """The host lies where the platform does not connect to for others, so nothing was sent."""


class Allowance(NamedTuple):
    """What somebody in charge has allowed: a host name, the hosts below a name, or a network; perhaps one port only."""

    name: str | None  # begins with a dot where all hosts below are meant
    network: Network | None
    port: int | None

    def __str__(self) -> str:
        if self.network is None:
            host = f"*{self.name}" if str(self.name).startswith(".") else str(self.name)
        elif self.network.num_addresses == 1:
            host = str(self.network.network_address)
            host = f"[{host}]" if ":" in host and self.port is not None else host
        else:
            host = str(self.network)
        return host if self.port is None else f"{host}:{self.port}"

    def covers_name(self, host: str, port: int | None) -> bool:
        """Return whether a host name, or an address written as one, is allowed by itself."""
        if self.port is not None and self.port != port:
            return False
        address = _literal(host)
        if address is not None or self.network is not None:
            return address is not None and self.covers(address, port)
        name = host.lower().rstrip(".")
        assert self.name is not None
        return name.endswith(self.name) if self.name.startswith(".") else name == self.name

    def covers(self, address: Address, port: int | None) -> bool:
        """Return whether an address is allowed."""
        return (
            self.network is not None
            and (self.port is None or self.port == port)
            and address.version == self.network.version
            and address in self.network
        )


def parse_allowance(text: str) -> Allowance:
    """Return the allowance that a text such as `shop.test`, `*.shop.test`, `127.0.0.1:8080` or `10.0.0.0/8` means.

    Raises ValueError, in one sentence, for anything else.
    """
    host, port = _split_port(text.strip())
    try:
        return Allowance(None, ipaddress.ip_network(host.strip("[]")), port)
    except ValueError as error:
        if "/" in host:
            raise ValueError(f"{text!r} is not a network: {error}.") from None
    below = host.startswith("*.")
    name = normalise_host(host[2:] if below else host)
    if name is None:
        raise ValueError(f"{text!r} is neither a host name nor an address nor a network.")
    if (address := _literal(name)) is not None:
        return Allowance(None, ipaddress.ip_network(address), port)
    name = name.rstrip(".")
    if below and "." not in name:
        raise ValueError(f"{text!r} would allow a whole top-level domain.")
    return Allowance(f".{name}" if below else name, None, port)


class AddressGuard:
    """Judges hosts and addresses. `allow_private` lets private and loopback addresses pass, but never metadata services."""

    def __init__(self, allowed: Iterable[Allowance] = (), *, allow_private: bool = False) -> None:
        self._allowed = tuple(allowed)
        self._allow_private = allow_private

    def allows_by_name(self, host: str, port: int | None = None) -> bool:
        """Return whether somebody in charge has allowed this host, as it is written, without a look at its addresses."""
        if any(allowance.covers_name(host, port) for allowance in self._allowed):
            return True
        if not self._allow_private:
            return False
        address = _literal(host)
        if address is None:
            return host.lower().rstrip(".") in _LOCAL_NAMES
        return _fault(address) is not None and self.reason(address, port) is None

    def reason(self, address: Address, port: int | None = None) -> str | None:
        """Return why an address is refused, such as `a loopback address`; None where it may be connected to."""
        if any(allowance.covers(address, port) for allowance in self._allowed):
            return None
        for meant in _meant(address):
            fault = _fault(meant)
            if fault is not None and not (self._allow_private and fault in _PRIVATE):
                return fault
        return None

    def check(self, host: str, port: int | None = None) -> None:
        """Raise AddressRefused for a host that is itself an address and is refused; names are judged when resolved."""
        address = _literal(host)
        if address is not None and (reason := self.reason(address, port)) is not None:
            raise _refused(host, reason)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[Address]:
        """Return the addresses of a host, to connect to these and no others.

        Raises AddressRefused when one of them is refused, and OSError when the name cannot be resolved.
        """
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, family=family)
        addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
        if not any(allowance.covers_name(host, port) for allowance in self._allowed):
            for address in addresses:
                if (reason := self.reason(address, port)) is not None:
                    raise _refused(host, reason)
        return list(dict.fromkeys(addresses))


class GuardedResolver(AbstractResolver):
    """Resolves names for aiohttp, which then connects to exactly these addresses."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a host. Raises AddressRefused, or OSError."""
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=0,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in await self._guard.resolve(host, port, family)
        ]

    async def close(self) -> None:
        """Have nothing to close."""


_LOOPBACK = "a loopback address"
_LINK_LOCAL = "a link-local address, where clouds keep the credentials of their machines"
_PRIVATE_NETWORK = "an address of a private network"
_NOT_PUBLIC = "not a public address"
_PRIVATE = frozenset({_LOOPBACK, _PRIVATE_NETWORK})


def _fault(address: Address) -> str | None:
    if address.is_loopback or address.is_unspecified:
        return _LOOPBACK  # 0.0.0.0 reaches the machine itself
    if address.is_link_local or address in _PROVIDERS:
        return _LINK_LOCAL
    if address == ipaddress.ip_address("fd00:ec2::254"):
        return _LINK_LOCAL
    if address.is_multicast or address.is_reserved or (address.version == 6 and address.is_site_local):
        return _NOT_PUBLIC
    if address.is_private:
        return _PRIVATE_NETWORK
    special = any(address.version == network.version and address in network for network in _SPECIAL)
    return None if address.is_global and not special else _NOT_PUBLIC


def _meant(address: Address) -> tuple[Address, ...]:
    """Return an address and those it carries inside, where packets for it may be sent on to."""
    if address.version == 4:
        return (address,)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    inside: list[Address] = []
    if address.sixtofour is not None:
        inside.append(address.sixtofour)
    if address.teredo is not None:
        inside += address.teredo
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 0xFFFF):
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address in _NAT64:
            return tuple(inside)  # the prefix itself is nothing to connect to
    return (address, *inside)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _split_port(text: str) -> tuple[str, int | None]:
    host, colon, port = text.rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):
        return text, None  # no port, or an IPv6 address without brackets
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ValueError(f"{text!r} names no port from 1 to 65535 after its colon.")
    return host, int(port)


def _refused(host: str, reason: str) -> AddressRefused:
    return AddressRefused(
        f"{host} is {reason}, so nothing was sent; an administrator may allow the host."
        if _literal(host) is not None
        else f"{host} leads to {reason}, so nothing was sent; an administrator may allow the host."
    )
