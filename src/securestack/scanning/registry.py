"""The scanners there are, and every rule they can report."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Any

import msgspec

from securestack.core.context import ScanContext
from securestack.core.events import Event
from securestack.core.rule import Rule
from securestack.probing.catalogue import INJECTION_RULES
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import WEB_RULES
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.scan import scan as scan_web


class Scanner(msgspec.Struct, frozen=True, kw_only=True):
    """A scanner: what it is called, what it takes, and how it is started."""

    id: str
    title: str
    options: type[msgspec.Struct]
    scan: Callable[[Any, ScanContext], AsyncGenerator[Event, None]]
    target: Callable[[Any], str]  # what the options point at, for people
    rules: tuple[Rule, ...]


SCANNERS: dict[str, Scanner] = {
    scanner.id: scanner
    for scanner in (
        Scanner(
            id="web",
            title="WebSecPen, the web scanner",
            options=WebScanOptions,
            scan=scan_web,
            target=lambda options: str(options.url),
            rules=(*INJECTION_RULES, stored_xss.RULE, *WEB_RULES),
        ),
    )
}

RULES: dict[str, Rule] = {rule.id: rule for scanner in SCANNERS.values() for rule in scanner.rules}
