"""The library: every flaw is found where it is, and nothing is found where there is none."""

from __future__ import annotations

import asyncio

import pytest

from securestack.core.events import CheckStatus, Outcome
from securestack.core.result import ScanResult
from tests.scanners.api.front_door import scan_app, told
from tests.targets.library import FLAWS, Library, application


def broken(result: ScanResult) -> list[CheckStatus]:
    return [check for check in result.checks if check.outcome is Outcome.FAILED]


def test_all_flaws_of_the_library_are_found_and_nothing_else() -> None:
    result = asyncio.run(scan_app(application(Library(FLAWS))))
    assert result.outcome is Outcome.COMPLETED
    assert broken(result) == []
    assert told(result) == set(FLAWS.values())


def test_nothing_is_found_in_the_library_without_flaws() -> None:
    library = Library()
    result = asyncio.run(scan_app(application(library)))
    assert result.outcome is Outcome.COMPLETED
    assert broken(result) == []
    assert told(result) == set()
    assert not library.notes, "what the scan made is gone"


@pytest.mark.parametrize("flaw", FLAWS)
def test_each_flaw_is_found_alone(flaw: str) -> None:
    result = asyncio.run(scan_app(application(Library([flaw])), only=(FLAWS[flaw][0],)))
    assert broken(result) == []
    assert told(result) == {FLAWS[flaw]}
