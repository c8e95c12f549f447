from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stage import Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Stage:
    return Stage(monkeypatch, capsys, tmp_path)
