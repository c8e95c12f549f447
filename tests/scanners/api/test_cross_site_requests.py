"""Changes that another site could have a browser ask for, and each of the ways to keep it from that."""

from __future__ import annotations

import asyncio

import pytest

from securestack.core.events import Outcome
from tests.scanners.api.front_door import scan_app, told
from tests.targets.cookie_kiosk import GUARDS, Kiosk

RULE = "api.cross-site-request-forgery"


def test_a_change_that_another_site_can_ask_for_is_told() -> None:
    result = asyncio.run(scan_app(Kiosk().application(), only=(RULE,)))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == {(RULE, "POST /orders")}
    evidence = result.findings[0].evidence
    assert evidence is not None
    assert [exchange.actor for exchange in evidence.exchanges] == ["nobody", "user 1", "user 1"]


@pytest.mark.parametrize("guard", GUARDS)
def test_what_other_sites_are_kept_from_is_not_told(guard: str) -> None:
    result = asyncio.run(scan_app(Kiosk(guard).application(), only=(RULE,)))
    assert result.outcome is Outcome.COMPLETED, result.reason
    assert told(result) == set()
