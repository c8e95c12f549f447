"""A stand-in for the scanners: the command line runs for real, on events and results that a test chooses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from securestack.cli import engine
from securestack.cli.main import run
from securestack.core.events import Event, FindingFound, Progress
from securestack.core.result import ScanResult
from securestack.core.rule import Rule
from tests.reports import sample

RULES = {rule.id: rule for rule in (sample.XSS, sample.SQL, sample.HEADERS)}


class Stage:
    """Runs commands; `result` is what a scan brings, `options` what the last one was asked to do."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        self.result = sample.shop()
        self.scanner = ""
        self.options: Any = None
        self.data = folder / "data"
        self._capsys = capsys
        monkeypatch.setenv("SECURESTACK_DATA", str(self.data))
        for name in ("CI", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr(engine, "run_scan", self._run_scan)
        monkeypatch.setattr(engine, "all_rules", self._all_rules)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Run a command; return its exit code and what it wrote on standard output and standard error."""
        code = run([str(argument) for argument in arguments])
        out, err = self._capsys.readouterr()
        return code, out, err

    async def _run_scan(
        self, scanner: str, options: Any, on_event: Callable[[Event], None], stop: asyncio.Event
    ) -> ScanResult:
        self.scanner = scanner
        assert not stop.is_set()
        self.options = options
        on_event(Progress("crawling", 3, 10, requests=5, requests_per_second=2.5, pages=3))
        for finding in self.result.findings:
            on_event(FindingFound(finding))
        on_event(Progress("attacking", 1, requests=9, detail="http://127.0.0.1:8000/\x1b[2J"))
        return self.result

    def _all_rules(self) -> Mapping[str, Rule]:
        return RULES
