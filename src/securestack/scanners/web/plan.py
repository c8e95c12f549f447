"""Which checks a scan runs: all of them, or those that can report the rules asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from securestack.core.finding import Finding
from securestack.core.rule import Rule
from securestack.probing.catalogue import INJECTION_CHECKS
from securestack.probing.check import InjectionCheck
from securestack.probing.checks import reflected_xss
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS
from securestack.scanners.web.check import PassiveCheck, SiteCheck


class _HasRules(Protocol):
    @property
    def rules(self) -> tuple[Rule, ...]: ...


C = TypeVar("C", bound=_HasRules)


class Plan:
    """The checks of one scan."""

    def __init__(self, only: Sequence[str] = ()) -> None:
        """Take the ids of the rules to look for; none means all. Raises ValueError for a rule that does not exist."""
        self._only = wanted = frozenset(only)
        _make_sure_they_exist(wanted)
        self.passive: tuple[PassiveCheck, ...] = _able(PASSIVE_CHECKS, wanted)
        self.site: tuple[SiteCheck, ...] = _able(SITE_CHECKS, wanted)
        self.looks_again = not wanted or stored_xss.RULE.id in wanted
        if self.looks_again and wanted:
            wanted |= {reflected_xss.RULE.id}  # what it sends is what the second pass looks for
        self.injection: tuple[InjectionCheck, ...] = _able(INJECTION_CHECKS, wanted)

    def wants(self, finding: Finding) -> bool:
        """Return whether a finding is of a rule that was asked for: a check may know several."""
        return not self._only or finding.rule_id in self._only

    def ids(self) -> list[str]:
        """Return the ids of all these checks."""
        ids = [check.id for checks in (self.passive, self.site, self.injection) for check in checks]
        return [*ids, stored_xss.CHECK_ID] if self.looks_again else ids


def _able(checks: Iterable[C], wanted: frozenset[str]) -> tuple[C, ...]:
    return tuple(check for check in checks if not wanted or any(rule.id in wanted for rule in check.rules))


def _make_sure_they_exist(wanted: frozenset[str]) -> None:
    known = {
        rule.id
        for checks in (PASSIVE_CHECKS, SITE_CHECKS, INJECTION_CHECKS)
        for check in checks
        for rule in check.rules
    }
    known.add(stored_xss.RULE.id)
    for rule_id in sorted(wanted - known):
        near = difflib.get_close_matches(rule_id, known, 1)
        hint = f"the nearest is {near[0]}." if near else "`securestack rules` lists all."
        raise ValueError(f"There is no rule {rule_id!r} of the web scanner; {hint}")
