"""Business flows played otherwise than they are declared: told where that works, and only where it does something."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.events import Outcome
from securestack.core.result import ScanResult
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.flows import read_flows
from securestack.scanners.api.options import ApiUser
from securestack.scanning.replay import replay_finding
from tests.scanners.api.front_door import scan, scan_app, told
from tests.targets.basket_shop import COUPONS_ADD_UP, DELIVERS_UNPAID, FLOWS, YES_TWICE, BasketShop
from tests.targets.gallery import serve

REPEATED, SKIPPED = "api.business-flow-step-repeated", "api.business-flow-step-skipped"
COUPON, PAYMENT = "POST /baskets/{basketId}/coupon", "POST /baskets/{basketId}/payment"
SOMEBODY = (ApiUser(headers=(("X-API-Key", "somebody of the tests"),)),)


def scanned(shop: BasketShop, flows: str = FLOWS) -> ScanResult:
    return asyncio.run(
        scan_app(
            shop.application(),
            flows=read_flows(flows.encode()),
            users=SOMEBODY,
            register=False,
            only=(REPEATED, SKIPPED),
        )
    )


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ((), set()),
        ((YES_TWICE,), set()),
        ((COUPONS_ADD_UP,), {(REPEATED, COUPON)}),
        ((DELIVERS_UNPAID,), {(SKIPPED, PAYMENT)}),
        ((COUPONS_ADD_UP, DELIVERS_UNPAID), {(REPEATED, COUPON), (SKIPPED, PAYMENT)}),
    ],
)
def test_what_must_not_work_is_told_where_it_works(
    ways: tuple[str, ...], found: set[tuple[str, str]]
) -> None:
    result = scanned(BasketShop(*ways))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == found
    for finding in result.findings:
        if finding.rule_id == REPEATED:
            assert "/total 90 → 80" in finding.summary


def test_a_flow_that_does_not_work_is_said_so() -> None:
    result = scanned(BasketShop(), FLOWS.replace("POST /baskets/{basketId}/delivery", "POST /nowhere"))
    assert told(result) == set()
    assert any("does not work as it is declared" in notice.message for notice in result.notices)


def test_the_finding_of_a_flow_is_looked_at_again() -> None:
    async def go() -> None:
        async with serve(BasketShop(COUPONS_ADD_UP).application()) as url:
            flows = read_flows(FLOWS.encode())
            result = await scan(f"{url}/openapi.json", flows=flows, users=SOMEBODY, only=(REPEATED,))
            (finding,) = result.findings
            assert (await replay_finding(finding, users=SOMEBODY)).confirmed is True
        async with serve(BasketShop().application(), urlsplit(url).port or 0):
            assert (await replay_finding(finding, users=SOMEBODY)).confirmed is False

    asyncio.run(go())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- name: a\n  steps: [{operation: GET /a}]", "nothing to test"),
        ("- name: a\n  steps: [{operation: GET /a, twice: true}]", "twice"),
        ("flows: 7", "cannot be read"),
        ("- {", ""),
    ],
)
def test_broken_flows_are_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UnreadableDescription) as error:
        read_flows(text.encode())
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@given(st.binary(max_size=200))
def test_no_file_of_flows_is_too_broken(data: bytes) -> None:
    try:
        read_flows(data)
    except UnreadableDescription:
        return
