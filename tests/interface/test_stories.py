"""Stories in a real browser, against the real platform with its own database: frontend/e2e tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interface.conftest import Run

SECONDS = 280  # quiet machines need a quarter of it


@pytest.mark.timeout(SECONDS + 20)
def test_from_the_set_up_link_to_a_finding_that_is_fixed(npx: Run, built: Path) -> None:
    assert "done:" in npx("node", "e2e/story.mjs", "--files", str(built), seconds=SECONDS)


@pytest.mark.timeout(SECONDS + 20)
def test_accounts_and_administration(npx: Run, built: Path) -> None:
    assert "done:" in npx("node", "e2e/part.mjs", "--files", str(built), seconds=SECONDS)
