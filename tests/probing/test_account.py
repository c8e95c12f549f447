import asyncio
import logging

import pytest

from securestack.core.budget import BudgetExhausted
from securestack.core.events import CheckStatus, Outcome
from securestack.net.errors import AnswerTimeout
from securestack.probing.account import Account
from securestack.probing.session import SessionLost


def status(account: Account, check: str = "a", ended: str = "") -> CheckStatus:
    return next(line for line in account.statuses(ended) if line.check == check)


async def watched(account: Account, error: Exception | None = None, place: str = "/x") -> None:
    async with account.watch("a", place):
        if error is not None:
            raise error


def planned() -> Account:
    account = Account()
    account.plan(["a", "b"])
    return account


def test_a_finished_check_completed_where_it_looked() -> None:
    account = planned()
    asyncio.run(watched(account))
    asyncio.run(watched(account))
    account.finish(["a", "b"])
    assert status(account) == CheckStatus("a", Outcome.COMPLETED, "", 2)
    assert status(account, "b") == CheckStatus("b", Outcome.SKIPPED, "there was nothing for it to look at", 0)


def test_what_never_came_to_its_turn_is_incomplete_and_says_why() -> None:
    account = planned()
    asyncio.run(watched(account))
    for check in ("a", "b"):
        line = status(account, check, "the limit of 10 requests was reached")
        assert line.outcome is Outcome.INCOMPLETE
        assert line.reason == "the limit of 10 requests was reached"


def test_places_without_an_answer_are_not_looked_at() -> None:
    account = planned()
    asyncio.run(watched(account))
    for place in ("/slow", "/slower"):
        asyncio.run(watched(account, AnswerTimeout("no answer in time."), place))
    account.finish(["a"])
    line = status(account)
    assert (line.outcome, line.looked_at) == (Outcome.INCOMPLETE, 1)
    assert line.reason == "2 of 3 places gave no answer, the first: no answer at /slow: no answer in time."


def test_a_broken_check_is_a_line_and_logged_loudly_once(caplog: pytest.LogCaptureFixture) -> None:
    account = planned()
    with caplog.at_level(logging.INFO):
        for place in ("/x", "/y"):
            asyncio.run(watched(account, ZeroDivisionError("oops"), place))
    account.finish(["a"])
    assert status(account) == CheckStatus("a", Outcome.FAILED, "it broke at /x (ZeroDivisionError: oops)", 0)
    assert [record.getMessage() for record in caplog.records] == ["the check a broke at /x"]


@pytest.mark.parametrize("error", [BudgetExhausted("enough"), SessionLost("gone")])
def test_what_ends_the_scan_goes_through(error: Exception) -> None:
    with pytest.raises(type(error)):
        asyncio.run(watched(planned(), error))


def test_a_skipped_check_says_why() -> None:
    account = planned()
    account.skip("a", "it needs a browser")
    assert status(account, ended="stopped") == CheckStatus("a", Outcome.SKIPPED, "it needs a browser", 0)
