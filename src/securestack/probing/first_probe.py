"""The first thing an insertion point is asked, once for all checks.

One value answers the cheap questions of many checks: is it shown again, are quotes and angle brackets changed on the
way, does a database, template engine or XML parser complain?
"""

from __future__ import annotations

import msgspec

from securestack.net.message import Exchange
from securestack.probing.check import Probe

BREAKERS = "'\"<&`"  # what ends a string in SQL, a shell, HTML or a script; harmless by itself


class FirstProbe(msgspec.Struct, frozen=True):
    """The answer to the first probe. `token` is the unguessable word in `value`; `after` is what follows it there."""

    token: str
    value: str
    exchange: Exchange
    after: str = BREAKERS

    @property
    def reflected(self) -> bool:
        """Whether the word is in the answer: body, or headers."""
        response = self.exchange.response
        return self.in_body or any(self.token in value for _, value in response.headers)

    @property
    def in_body(self) -> bool:
        """Whether the word is in the answer's body, in small letters or in capitals."""
        body = self.exchange.response.body
        return self.token.encode() in body or self.token.upper().encode() in body


async def first_probe(probe: Probe) -> FirstProbe:
    """Ask the first question, or return its answer when another check has asked it already."""
    return await probe.shared("first-probe", lambda probe: _ask(probe, BREAKERS))


async def plain_probe(probe: Probe) -> FirstProbe:
    """Ask the same with letters and digits only, for points that refuse anything else."""
    return await probe.shared("plain-probe", lambda probe: _ask(probe, ""))


async def _ask(probe: Probe, after: str) -> FirstProbe:
    token = probe.new_token()
    before = probe.point.value
    value = f"{before}{token}{after}"
    if probe.ledger is not None:
        probe.ledger.record(token, before, after, probe.template, probe.point)
    return FirstProbe(token, value, await probe.send(value), after)
