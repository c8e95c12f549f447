"""Advisories of several databases that are about the same flaw, told as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from securestack.advisories.advisory import Advisory


def same_flaw(advisories: Iterable[Advisory]) -> list[list[Advisory]]:
    """Group advisories that share a name: their own identifier, an alias, or the one flaw a distribution's is made of.

    Groups come in the order of their first member. A distribution's notice about several flaws stays by itself.
    """
    groups: list[list[Advisory]] = []
    group_of: dict[str, list[Advisory]] = {}
    for advisory in advisories:
        names = flaw_names(advisory)
        merged: list[Advisory] = []
        for group in _unique(group_of[name] for name in names if name in group_of):
            merged += group
            groups.remove(group)
        merged.append(advisory)
        groups.append(merged)
        for member in merged:
            for name in flaw_names(member):
                group_of[name] = merged
    return groups


def flaw_names(advisory: Advisory) -> tuple[str, ...]:
    """Return the names under which an advisory's flaw is known."""
    return (*advisory.names, *advisory.upstream) if len(advisory.upstream) == 1 else advisory.names


def _unique(groups: Iterable[list[Advisory]]) -> list[list[Advisory]]:
    return list({id(group): group for group in groups}.values())


class Flaw(msgspec.Struct, frozen=True):
    """One flaw with everything the databases tell of it; `advisories` begin with the one that tells most."""

    advisories: tuple[Advisory, ...]

    @property
    def id(self) -> str:
        """The identifier to call it by: the CVE where there is exactly one, else the first advisory's own."""
        cves = {name for name in self.names if name.startswith("CVE-")}
        return next(iter(cves)) if len(cves) == 1 else self.advisories[0].id

    @property
    def names(self) -> tuple[str, ...]:
        """Every identifier it has, in a steady order."""
        return tuple(dict.fromkeys(name for advisory in self.advisories for name in flaw_names(advisory)))

    @property
    def cves(self) -> tuple[str, ...]:
        """The CVEs it is about, for KEV and EPSS."""
        return tuple(dict.fromkeys(cve for advisory in self.advisories for cve in advisory.cves))

    @property
    def summary(self) -> str:
        """The first summary there is."""
        return next((advisory.summary for advisory in self.advisories if advisory.summary), "")


def flaw_of(advisories: Sequence[Advisory]) -> Flaw:
    """Return one flaw; first comes the advisory with a score, a summary and most to read, then by identifier."""
    return Flaw(tuple(sorted(advisories, key=_usefulness)))


def _usefulness(advisory: Advisory) -> tuple[object, ...]:
    return (
        not advisory.severities,
        not advisory.level,
        not advisory.summary,
        -len(advisory.references),
        advisory.id,
    )
