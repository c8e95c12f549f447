"""Asking targets: who is asked what, and what becomes of it."""

import asyncio
from collections.abc import Callable

import pytest

from securestack.core.budget import BudgetExhausted
from securestack.core.events import CheckStatus, Outcome
from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.net.errors import AnswerTimeout
from securestack.net.message import Exchange, Request, Response
from securestack.probing.account import Account
from securestack.probing.attack import Attack, Target, TargetGone, why_not
from securestack.probing.catalogue import INJECTION_RULES
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.insertion import RequestTemplate
from securestack.probing.needs import Needs, Profile
from securestack.probing.proof import Proof

ASKED = list[tuple[str, str]]


class Sender:
    def __init__(self, answer: Callable[[Request], None] = lambda _: None) -> None:
        self.answer = answer
        self.urls: list[str] = []

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.urls.append(request.url.removeprefix("http://shop.example"))
        self.answer(request)
        return Exchange(request, Response(200, [], b"ok", url=request.url))


async def _run(probe: Probe) -> list[Finding]:
    answer = await probe.send("probe")
    return [probe.finding(INJECTION_RULES[0], "check", "It is weak.", Proof(answer))]


def check(run: Callable[[Probe], object] = _run, **more: object) -> InjectionCheck:
    return InjectionCheck(id="check", rules=(INJECTION_RULES[0],), run=run, **more)  # type: ignore[arg-type]


def target(path: str, **more: object) -> Target:
    template = RequestTemplate.from_url("http://shop.example" + path)
    return Target(template=template, **more)  # type: ignore[arg-type]


def attack(
    sender: Sender,
    *targets: Target,
    of: InjectionCheck | None = None,
    alive: Callable[[], bool] = lambda: True,
) -> tuple[list[Finding], CheckStatus]:
    findings: list[Finding] = []
    account = Account()
    account.plan(["check"])
    runner = Attack(
        sender=sender,
        checks=[of or check()],
        profile=Profile.STANDARD,
        account=account,
        on_finding=findings.append,
        is_alive=alive,
    )
    problem: Exception | None = None
    try:
        asyncio.run(runner.run(targets))
    except (BudgetExhausted, TargetGone) as error:
        problem = error
    (status,) = account.statuses(str(problem or ""))
    return findings, status


def test_each_point_is_asked_and_counted() -> None:
    sender = Sender()
    findings, status = attack(sender, target("/a?x=1&y=2"), target("/b"))
    assert {finding.location.part for finding in findings} == {"x", "y"}
    assert status == CheckStatus("check", Outcome.COMPLETED, "", 2)
    assert sorted(sender.urls) == ["/a?x=1&y=2", "/a?x=1&y=probe", "/a?x=probe&y=2"]


def test_a_baseline_at_hand_is_not_asked_for_again() -> None:
    sender = Sender()
    template = RequestTemplate.from_url("http://shop.example/a?x=1")
    attack(sender, Target(template=template, baseline=Exchange(template.build(), Response(200))))
    assert sender.urls == ["/a?x=probe"]


def test_a_target_with_its_own_sender_is_asked_by_it() -> None:
    session, nobody = Sender(), Sender()
    attack(session, target("/login?x=1", sender=nobody))
    assert session.urls == []
    assert len(nobody.urls) == 2


def test_what_changes_something_is_asked_after_everything_else_and_by_itself() -> None:
    sender = Sender()
    paths = [f"/write?w{number}=1" for number in range(3)]
    attack(sender, *(target(path, alone=True) for path in paths), target("/read?r=1"))
    asked = [url.partition("?")[2][:2] for url in sender.urls]
    assert asked == ["r=", "r=", "w0", "w0", "w1", "w1", "w2", "w2"]


def test_fields_to_be_left_out_are() -> None:
    sender = Sender()
    attack(sender, target("/a?x=1&csrf=2", leave_out=("csrf",)))
    assert sender.urls == ["/a?x=1&csrf=2", "/a?x=probe&csrf=2"]


def test_a_check_sees_only_positions_it_knows() -> None:
    sender = Sender()
    findings, status = attack(sender, target("/item/7?x=1"), of=check(positions=frozenset({Position.HEADER})))
    assert not findings
    assert status.outcome is Outcome.SKIPPED


def test_a_target_without_an_answer_is_incomplete_for_each_point() -> None:
    def fail(request: Request) -> None:
        if "/slow" in request.url:
            raise AnswerTimeout("it took too long.")

    _, status = attack(Sender(fail), target("/slow?x=1&y=2"), target("/a?x=1"))
    assert (status.outcome, status.looked_at) == (Outcome.INCOMPLETE, 1)
    assert status.reason.startswith("2 of 3 places gave no answer")


def test_an_exhausted_budget_leaves_every_check_incomplete() -> None:
    def refuse(request: Request) -> None:
        raise BudgetExhausted("the limit of 0 requests was reached")

    _, status = attack(Sender(refuse), target("/a?x=1"))
    assert status == CheckStatus("check", Outcome.INCOMPLETE, "the limit of 0 requests was reached", 0)


def test_a_target_that_is_gone_ends_it() -> None:
    sender = Sender()
    _, status = attack(sender, target("/a?x=1"), alive=lambda: False)
    assert status.reason == "the target stopped answering"
    assert sender.urls == []


@pytest.mark.parametrize(
    ("needs", "reason"),
    [
        (Needs(active=True), ""),
        (Needs(profile=Profile.DEEP), "it runs from the deep profile on; this scan is standard"),
        (Needs(callback=True), "the callback server is off"),
        (Needs(browser=True), "it needs a browser"),
        (Needs(destructive=True), "it changes things on the target"),
    ],
)
def test_why_a_check_may_not_run(needs: Needs, reason: str) -> None:
    assert why_not(needs, Profile.STANDARD, callbacks=False) == reason
    account_status = attack(Sender(), target("/a?x=1"), of=check(needs=needs))[1]
    assert (account_status.outcome is Outcome.SKIPPED) == bool(reason)
