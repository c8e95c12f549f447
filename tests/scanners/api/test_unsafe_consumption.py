"""What other services answer: told where it goes into a statement or a page as it came, and not where it is bound."""

from __future__ import annotations

import asyncio

import pytest

from securestack.core.events import Outcome
from tests.scanners.api.front_door import scan_app, told
from tests.targets.news_reader import PAGE, STATEMENT, NewsReader

RULE = "api.unsafe-consumption"


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ((), set()),
        ((STATEMENT,), {(RULE, "POST /feeds")}),
        ((PAGE,), {(RULE, "GET /preview")}),
    ],
)
def test_answers_of_others_are_told_where_they_are_trusted(
    ways: tuple[str, ...], found: set[tuple[str, str]]
) -> None:
    result = asyncio.run(scan_app(NewsReader(*ways).application(), only=(RULE,)))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == found
