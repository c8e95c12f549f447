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
    """The answer to the first probe. `token` is the unguessable word in `value`."""

    token: str
    value: str
    exchange: Exchange

    @property
    def reflected(self) -> bool:
        """Whether the word is in the answer: body, or headers."""
        response = self.exchange.response
        word = self.token.encode()
        return word in response.body or any(self.token in value for _, value in response.headers)


async def first_probe(probe: Probe) -> FirstProbe:
    """Ask the first question, or return its answer when another check has asked it already."""
    return await probe.shared("first-probe", _ask)


async def _ask(probe: Probe) -> FirstProbe:
    token = probe.new_token()
    value = f"{probe.point.value}{token}{BREAKERS}"
    return FirstProbe(token, value, await probe.send(value))
