"""The passive checks of one scan: nothing is read twice or told twice, and one broken check does not stop the others."""

from collections.abc import Iterator

import pytest

from securestack.core.finding import Finding
from securestack.scanners.web.check import PassiveCheck
from securestack.scanners.web.inspection import Inspection
from securestack.scanners.web.page import Page
from securestack.scanners.web.passive import content_type_options, exposed_secrets
from tests.scanners.web.answers import moved, page_of
from tests.targets.pages.passive_secrets import GITHUB


def _broken(page: Page) -> Iterator[Finding]:
    raise RuntimeError("a fault of its own")


BROKEN = PassiveCheck(id="broken", rules=(), run=_broken)


def test_a_flaw_of_the_site_is_told_once() -> None:
    inspection = Inspection([content_type_options.CHECK])
    page = page_of()
    assert len(inspection.inspect(page)) == 1
    assert inspection.inspect(moved(page, page.url + "other")) == []
    assert inspection.looked_at["content-type-options"] == 2


def test_two_sites_are_told_apart() -> None:
    inspection = Inspection([content_type_options.CHECK])
    page = page_of()
    assert len(inspection.inspect(moved(page, "https://a.example/"))) == 1
    assert len(inspection.inspect(moved(page, "https://b.example/"))) == 1


def test_the_same_body_is_read_once() -> None:
    read: list[str] = []

    def run(page: Page) -> list[Finding]:
        read.append(page.url)
        return []

    inspection = Inspection([PassiveCheck(id="reader", rules=(), run=run, reads_body=True)])
    page = page_of("x" * 100, kind="text/javascript")
    inspection.inspect(page)
    inspection.inspect(moved(page, page.url + "?v=2"))
    assert len(read) == 1


def test_a_broken_check_is_reported_and_the_others_go_on() -> None:
    failures: list[str] = []
    inspection = Inspection(
        [BROKEN, exposed_secrets.CHECK], lambda check, page, error: failures.append(f"{check.id}: {error}")
    )
    assert len(inspection.inspect(page_of(GITHUB))) == 1
    assert failures == ["broken: a fault of its own"]
    with pytest.raises(RuntimeError):
        Inspection([BROKEN]).inspect(page_of())
