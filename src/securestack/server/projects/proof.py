"""Proving control of a web target: a file, a TXT record, or an element in the head of the start page.

Whoever can put one of these there controls the host, or has the trust of who does. So only the host itself is asked,
redirects away from it are not followed, and an element elsewhere than in the head, where comments and other people's
text may stand, proves nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from securestack.core.budget import Budget, BudgetExhausted
from securestack.net.client import HttpClient
from securestack.net.dns import DnsError, Server, txt_records
from securestack.net.errors import NetError
from securestack.net.guard import AddressGuard
from securestack.net.message import Request, Response
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.net.url import Url
from securestack.server.models.projects import VerificationMethod
from securestack.server.projects.locators import taken_apart

META_NAME = "securestack-verification"
_DNS_LABEL = "_securestack-challenge"
_TIMEOUT = 10.0  # seconds
_LARGEST = 256 * 1024  # bytes
_SHOWN = 80  # characters of what was seen instead
_REDIRECTS = 3


class Attempt(msgspec.Struct, frozen=True):
    """What one way of proving has shown."""

    method: VerificationMethod
    looked_at: str
    looked_for: str
    seen: str
    proven: bool


class Challenge:
    """What has to be where, for one target."""

    def __init__(self, locator: str, token: str) -> None:
        parts: Url = taken_apart(locator)
        self.token = token
        self.host = parts.host
        self.file_url = f"{parts.origin}/.well-known/securestack-{token}.txt"
        self.page_url = f"{parts.origin}/"
        self.element = f'<meta name="{META_NAME}" content="{token}">'
        self.dns_name = None if _is_address(parts.host) else f"{_DNS_LABEL}.{parts.host.rstrip('.')}"
        self.dns_value = f"{META_NAME}={token}"

    def described(self) -> dict[str, Any]:
        """Return the ways to prove control as the API shows them."""
        dns = None if self.dns_name is None else {"name": self.dns_name, "value": self.dns_value}
        return {
            "file": {"url": self.file_url, "content": self.token},
            "dns": dns,
            "meta": {"url": self.page_url, "element": self.element},
        }


class Prover:
    """Looks for proofs. `name_servers` are those to ask for TXT records, by default the machine's."""

    def __init__(self, guard: AddressGuard, name_servers: Sequence[Server] | None = None) -> None:
        self._guard = guard
        self._name_servers = name_servers

    async def prove(self, challenge: Challenge, method: VerificationMethod | None = None) -> list[Attempt]:
        """Return the attempts, up to the first that succeeds; of all ways, or of one."""
        attempts: list[Attempt] = []
        for way, attempt in self._ways().items():
            if method in (None, way) and not (attempts and attempts[-1].proven):
                attempts.append(await attempt(challenge))
        return attempts

    def _ways(
        self,
    ) -> dict[VerificationMethod, Callable[[Challenge], Coroutine[Any, Any, Attempt]]]:
        return {
            VerificationMethod.FILE: self._file,
            VerificationMethod.DNS: self._dns,
            VerificationMethod.META: self._meta,
        }

    async def _file(self, challenge: Challenge) -> Attempt:
        looked_for = f"a file that holds {challenge.token} and nothing else"
        answer = await self._fetch(challenge.file_url)
        if isinstance(answer, str):
            proven, seen = False, answer
        elif answer.status != 200:
            proven, seen = False, f"the server answered {answer.status}"
        elif answer.text.strip() == challenge.token:
            proven, seen = True, "the file"
        else:
            proven, seen = False, f"a file that begins with {_shown(answer.text)}"
        return Attempt(VerificationMethod.FILE, challenge.file_url, looked_for, seen, proven)

    async def _meta(self, challenge: Challenge) -> Attempt:
        looked_for = f"{challenge.element} in the head of the page"
        answer = await self._fetch(challenge.page_url)
        if isinstance(answer, str):
            proven, seen = False, answer
        elif answer.status != 200:
            proven, seen = False, f"the server answered {answer.status}"
        else:
            found = _meta_contents(answer)
            proven = challenge.token in found
            others = f" but {META_NAME} with {', '.join(map(_shown, found[:3]))}" if found else ""
            seen = "the element" if proven else f"a page without it{others}"
        return Attempt(VerificationMethod.META, challenge.page_url, looked_for, seen, proven)

    async def _dns(self, challenge: Challenge) -> Attempt:
        looked_for = f"a TXT record {challenge.dns_value}"
        if challenge.dns_name is None:
            seen = "an address, which has no TXT records; use a file or the page"
            return Attempt(VerificationMethod.DNS, challenge.host, looked_for, seen, False)
        try:
            records = await txt_records(challenge.dns_name, servers=self._name_servers, timeout=_TIMEOUT / 2)
        except DnsError as error:
            return Attempt(VerificationMethod.DNS, challenge.dns_name, looked_for, str(error), False)
        proven = any(record.strip() == challenge.dns_value for record in records)
        others = f"the TXT records {', '.join(map(_shown, records[:5]))}" if records else "no TXT record"
        seen = "the record" if proven else others
        return Attempt(VerificationMethod.DNS, challenge.dns_name, looked_for, seen, proven)

    async def _fetch(self, url: str) -> Response | str:
        """Return the last answer within the host, or a sentence on why there is none."""
        budget = Budget(time_limit=_TIMEOUT, max_requests=_REDIRECTS + 2)
        transport = AiohttpTransport(guard=self._guard)
        client = HttpClient(Scope.of(url), budget, transport=transport, timeout=_TIMEOUT, max_body=_LARGEST)
        async with client:
            try:
                exchanges = await client.follow(Request("GET", url), max_redirects=_REDIRECTS)
            except (NetError, BudgetExhausted) as error:
                return str(error)
        return exchanges[-1].response


def _meta_contents(answer: Response) -> list[str]:
    head = LexborHTMLParser(answer.text).head
    if head is None:
        return []
    elements = head.css(f'meta[name="{META_NAME}"]')
    return [(element.attributes.get("content") or "").strip() for element in elements]


def _shown(text: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text[: _SHOWN + 1])
    return repr(printable[:_SHOWN] + ("…" if len(text) > _SHOWN else ""))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
