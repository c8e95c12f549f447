"""Which checks an API scan runs: all of them, or those that can report the rules asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.probing.catalogue import INJECTION_CHECKS
from securestack.probing.check import InjectionCheck
from securestack.probing.checks import reflected_xss
from securestack.scanners.api.catalogue import API_CHECKS
from securestack.scanners.api.check import ApiCheck, Stage
from securestack.scanners.api.graphql.catalogue import GRAPH_CHECKS
from securestack.scanners.api.graphql.graph import GraphCheck


class Plan:
    """The checks of one scan."""

    def __init__(self, only: Sequence[str] = ()) -> None:
        """Take the ids of the rules to look for; none means all. Raises ValueError for a rule that does not exist."""
        self._only = wanted = frozenset(only)
        known = {
            rule.id
            for checks in (API_CHECKS, GRAPH_CHECKS, INJECTION_CHECKS)
            for check in checks
            for rule in check.rules
        }
        for rule_id in sorted(wanted - known):
            near = difflib.get_close_matches(rule_id, known, 1)
            hint = f"the nearest is {near[0]}." if near else "`securestack rules` lists all."
            raise ValueError(f"There is no rule {rule_id!r} of the API scanner; {hint}")
        self.checks: tuple[ApiCheck, ...] = tuple(
            check for check in API_CHECKS if not wanted or any(rule.id in wanted for rule in check.rules)
        )
        self.graph: tuple[GraphCheck, ...] = tuple(
            check for check in GRAPH_CHECKS if not wanted or any(rule.id in wanted for rule in check.rules)
        )
        self.injection: tuple[InjectionCheck, ...] = tuple(
            _for_interfaces(check)
            for check in INJECTION_CHECKS
            if not wanted or any(rule.id in wanted for rule in check.rules)
        )

    def of_stage(self, stage: Stage) -> list[ApiCheck]:
        """Return the checks of a stage, in their order."""
        return [check for check in self.checks if check.stage is stage]

    def wants(self, finding: Finding) -> bool:
        """Return whether a finding is of a rule that was asked for: a check may know several."""
        return not self._only or finding.rule_id in self._only

    def ids(self) -> list[str]:
        """Return the ids of all these checks."""
        return [*(check.id for check in self.checks), *(check.id for check in self.injection)]


def _for_interfaces(check: InjectionCheck) -> InjectionCheck:
    """Return a check as it makes sense for an API: no page of another site can make a browser send a JSON body."""
    if check.id != reflected_xss.CHECK.id:
        return check
    return msgspec.structs.replace(check, positions=check.positions - {Position.JSON})
