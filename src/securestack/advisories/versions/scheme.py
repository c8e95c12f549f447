"""What every ecosystem's versions offer: a key to compare by, and a reader of the ecosystem's own ranges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

Key = tuple[Any, ...]

LONGEST_VERSION = 256  # characters; longer texts are no versions, and their numbers would only cost time


class InvalidVersion(ValueError):
    """A text that is no version of its ecosystem: it has no place in the order."""


class InvalidRange(ValueError):
    """A text that is no range of its ecosystem."""


class VersionRange(Protocol):
    """A set of versions written in an ecosystem's own way."""

    def contains(self, version: str) -> bool:
        """Say whether the version is in the range; raises InvalidVersion."""
        ...


def _never(_: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Scheme:
    """The order and the ranges of one family of versions.

    The functions given may assume texts of bounded length. `to_range` is None where the ecosystem writes no ranges.
    """

    name: str
    to_key: Callable[[str], Key]
    to_range: Callable[[str], VersionRange] | None = None
    is_prerelease: Callable[[str], bool] = _never
    is_floating: Callable[[str], bool] = _never

    def key(self, version: str) -> Key:
        """Return what versions of this scheme compare by; raises InvalidVersion."""
        if len(version) > LONGEST_VERSION:
            raise InvalidVersion("the version is too long to be one")
        return self.to_key(version)

    def compare(self, left: str, right: str) -> int:
        """Return -1, 0 or 1 as `left` is before, equal to or after `right`; raises InvalidVersion."""
        first, second = self.key(left), self.key(right)
        return (first > second) - (first < second)

    def prerelease(self, version: str) -> bool:
        """Say whether a version is a pre-release; a text that is no version is none."""
        return len(version) <= LONGEST_VERSION and self.is_prerelease(version)

    def floats(self, version: str) -> bool:
        """Say whether a version names no release, but whatever is the newest of its kind (`v4`)."""
        return len(version) <= LONGEST_VERSION and self.is_floating(version)

    def parse_range(self, text: str) -> VersionRange:
        """Read a range as the ecosystem writes it; raises InvalidRange."""
        if self.to_range is None:
            raise InvalidRange(f"{self.name} has no ranges of versions")
        if len(text) > 16 * LONGEST_VERSION:
            raise InvalidRange("the range is too long to be one")
        try:
            return self.to_range(text)
        except InvalidVersion as error:
            raise InvalidRange(f'"{text}" is no range of {self.name}: {error}') from error
