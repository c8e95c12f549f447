"""Ranges made of comparisons: alternatives, each of which is a list of comparisons that must all hold."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass

from securestack.advisories.versions.scheme import InvalidRange, Key

_OPERATORS: dict[str, Callable[[Key, Key], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Comparison = tuple[str, Key]  # one of = != < <= > >=, and what to compare with
Alternative = tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """Versions for which all comparisons of at least one alternative hold.

    `admits` is an ecosystem's further say on a version for which an alternative holds, such as the rule that
    pre-releases are meant only when named.
    """

    alternatives: tuple[Alternative, ...]
    key: Callable[[str], Key]
    admits: Callable[[Key, Alternative], bool] | None = None

    def contains(self, version: str) -> bool:
        """Say whether the version is in the range; raises InvalidVersion."""
        key = self.key(version)
        return any(
            all(_OPERATORS[sign](key, bound) for sign, bound in alternative)
            and (self.admits is None or self.admits(key, alternative))
            for alternative in self.alternatives
        )


def numbers(text: str, most: int) -> list[int]:
    """Return the numbers of `1.2.3`, at most `most` of them; raises InvalidRange for anything else."""
    pieces = text.split(".")
    if len(pieces) > most or not all(piece.isascii() and piece.isdigit() for piece in pieces):
        raise InvalidRange(f'"{text}" is no list of numbers')
    return [int(piece) for piece in pieces]
