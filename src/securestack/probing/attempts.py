"""Several values sent one after the other, of which some may not survive the way."""

from __future__ import annotations

from securestack.net.errors import BadAnswer, NetError, OutOfScope
from securestack.net.message import Exchange
from securestack.probing.check import Probe


class Attempts:
    """Sends values at a point. One that breaks the connection, or may not be sent, does not end the others.

    Filters and frameworks often hang up on a value with a NUL or a line break, which says nothing about the next one.
    """

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._answered = False
        self._failure: NetError | None = None

    async def send(self, value: str, *, encoded: bool = False) -> Exchange | None:
        """Return the answer to a value; None when the connection broke or the request would leave the scope.

        Raises other NetErrors, as they concern every value, and BudgetExhausted.
        """
        try:
            exchange = await self._probe.send(value, encoded=encoded)
        except (BadAnswer, OutOfScope) as error:
            self._failure = error
            return None
        self._answered = True
        return exchange

    def finish(self) -> None:
        """Raise the last NetError if there was one and no value was answered: then nothing was looked at."""
        if self._failure is not None and not self._answered:
            raise self._failure
