"""Partial versions of semantic versioning, which npm, Cargo, Hex, Pub and Julia all build their ranges from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from securestack.advisories.versions.constraint import Alternative
from securestack.advisories.versions.scheme import InvalidRange, Key
from securestack.advisories.versions.semver import identifiers

_PARTIAL = re.compile(
    r"[v=]*\s*(?P<major>\d+|[xX*])(?:\.(?P<minor>\d+|[xX*]))?(?:\.(?P<patch>\d+|[xX*]))?"
    r"(?:-?(?P<pre>(?<=-)[0-9A-Za-z.-]+|(?<=\d)[A-Za-z][0-9A-Za-z.-]*))?(?:\+[0-9A-Za-z.-]+)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Partial:
    """A version of which only the first `known` (0 to 3) numbers are given; the others count as 0."""

    numbers: tuple[int, int, int]
    known: int
    pre: str = ""

    @property
    def key(self) -> Key:
        """The key of the lowest version meant when the missing numbers are 0."""
        return (*self.numbers, 0, *identifiers(self.pre)) if self.pre else (*self.numbers, 1)

    def lowest_above(self, position: int) -> Key:
        """Return what lies below every version, pre-releases too, whose number at `position` is one higher."""
        raised = [*self.numbers[:position], self.numbers[position] + 1, 0, 0][:3]
        return (*raised, 0)

    def within(self) -> Alternative:
        """All versions that begin with the known numbers, or the one version itself when all three are known."""
        if not self.known:
            return ()
        if self.known == 3:
            return (("=", self.key),)
        return ((">=", self.key), ("<", self.lowest_above(self.known - 1)))

    def tilde(self) -> Alternative:
        """As `~` has it in npm and Cargo: the last number may grow, or the minor one when only the major is known."""
        if not self.known:
            return ()
        return ((">=", self.key), ("<", self.lowest_above(min(self.known - 1, 1))))

    def caret(self) -> Alternative:
        """As `^` has it: the first number that is not 0 stays."""
        if not self.known:
            return ()
        known = self.numbers[: self.known]
        position = next((place for place, number in enumerate(known) if number), self.known - 1)
        return ((">=", self.key), ("<", self.lowest_above(position)))


def partial(text: str) -> Partial:
    """Read `1`, `1.2.x`, `1.2.3-rc.1` or `*`; raises InvalidRange."""
    found = _PARTIAL.fullmatch(text.strip())
    if not found:
        raise InvalidRange(f'"{text}" is no version or part of one')
    given: list[int] = []
    for name in ("major", "minor", "patch"):
        piece = found[name]
        if piece is None or piece in "xX*":
            break
        given.append(int(piece))
    known = len(given)
    major, minor, patch = (*given, 0, 0, 0)[:3]
    return Partial((major, minor, patch), known, (found["pre"] or "") if known == 3 else "")


def compared(sign: str, version: Partial) -> Alternative:
    """Return what `<`, `<=`, `>`, `>=` or `=` before a partial version means, as npm and Cargo define it."""
    if sign == "=":
        return version.within()
    if not version.known:
        return () if sign in ("<=", ">=") else (("<", (0, 0, 0, 0)),)
    whole = version.known == 3
    match sign:
        case ">=":
            return ((">=", version.key),)
        case "<":
            return (("<", version.key if whole else (*version.numbers, 0)),)
        case ">":
            return (
                ((">", version.key),)
                if whole
                else ((">=", (*version.lowest_above(version.known - 1)[:3], 1)),)
            )
        case "<=":
            return (("<=", version.key),) if whole else (("<", version.lowest_above(version.known - 1)),)
    raise InvalidRange(f'"{sign}" is no comparison')


def prerelease_is_named(key: Key, alternative: Alternative) -> bool:
    """Admit a pre-release only where a comparison names a pre-release of the same three numbers (npm, Cargo)."""
    if key[3] != 0:
        return True
    return any(len(bound) > 4 and bound[3] == 0 and bound[:3] == key[:3] for _, bound in alternative)
