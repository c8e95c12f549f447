"""The weak tea shop: opening it, and holding what a scan found against what the shop says of itself."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from demo.clearing import Clearing, DemonstrationFailed
from tests.targets.shop.answers import SAFE, WEAKNESSES, Answer, tells_of
from tests.targets.shop.store import DEMO_PASSWORD, DEMO_USER

USERNAME, PASSWORD = DEMO_USER, DEMO_PASSWORD
_PATIENCE = 20.0  # seconds the shop may take to open


def open_shop(clearing: Clearing) -> str:
    """Open the shop in a process of its own and return its address."""
    process = clearing.start(
        [sys.executable, "-m", "tests.targets.shop"],
        patience=5,
        stdout=subprocess.PIPE,
        start_new_session=True,  # so that Ctrl-C stops the scan, which then writes its report, and not the shop
    )
    lines: queue.Queue[str] = queue.Queue()
    stream = process.stdout
    assert stream is not None
    threading.Thread(target=lambda: lines.put(stream.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=_PATIENCE)
    except queue.Empty:
        raise DemonstrationFailed(f"the shop did not open within {_PATIENCE:g} seconds.") from None
    if "http://" not in line:
        raise DemonstrationFailed("the shop did not open; what is wrong stands above.")
    return line.split()[-1]


class Judgement(NamedTuple):
    """How a scan did against what was planted."""

    found: list[Answer]
    missed: list[Answer]
    wrong: list[Answer]  # safe places that were accused

    def sentence(self) -> str:
        """Return it in one line."""
        return (
            f"Planted flaws found: {len(self.found)} of {len(self.found) + len(self.missed)}. "
            f"Safe places accused: {len(self.wrong)} of {len(SAFE)}."
        )

    def check(self) -> None:
        """Raise DemonstrationFailed unless everything was found and nothing else accused."""
        if self.missed:
            raise DemonstrationFailed(
                "not found: " + "; ".join(_place(answer) for answer in self.missed) + "."
            )
        if self.wrong:
            raise DemonstrationFailed(
                "wrongly accused: " + "; ".join(_place(answer) for answer in self.wrong) + "."
            )


def judge(findings: Iterable[Mapping[str, Any]]) -> Judgement:
    """Hold findings, each with its `rule_id` and its `location` in parts, against what the shop says of itself."""
    findings = list(findings)
    found = [answer for answer in WEAKNESSES if _told(findings, answer)]
    missed = [answer for answer in WEAKNESSES if answer not in found]
    return Judgement(found, missed, [answer for answer in SAFE if _told(findings, answer)])


def is_first_weakness(finding: Mapping[str, Any]) -> bool:
    """Return whether a finding is of the flaw that is told of first: one that is easily looked at again."""
    return tells_of(finding, WEAKNESSES[0])


def _told(findings: Iterable[Mapping[str, Any]], answer: Answer) -> bool:
    return any(tells_of(finding, answer) for finding in findings)


def _place(answer: Answer) -> str:
    where = f"{answer.method} {answer.path}" if answer.path else "the whole shop"
    return f"{answer.rule} at {where}" + (f" ({answer.parameter})" if answer.parameter else "")
