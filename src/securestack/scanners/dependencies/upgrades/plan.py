"""Which upgrades clear most of what is known against a project's packages, and what they cannot clear.

Only requirements files, package.json and pyproject.toml are rewritten. Which version is in use is told by the lock file
that rules the manifest, else by the manifest where it pins one, else the lowest version its range lets in counts. A flaw
in a package that another one brings is cleared by the lock file alone where every range that asks for the package lets
the fixed version in; else nothing at hand proves which release of the other brings it, and the plan says what to reach.
"""

from __future__ import annotations

import msgspec

from securestack.core.package import Scope


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One wish of a manifest to rewrite, from `before` to `after`.

    `version` is what is in use, or, without `in_use`, the lowest version that `before` lets in. `step` is how far the
    upgrade goes by its first differing number: major, minor, patch, or empty where versions have no such numbers.
    """

    path: str
    line: int
    ecosystem: str
    name: str
    scope: Scope
    version: str
    in_use: bool
    upgrade: str
    step: str
    before: str
    after: str
    clears: tuple[str, ...]
    note: str = ""


class Refresh(msgspec.Struct, frozen=True, kw_only=True):
    """A package that its lock file may have in a version without the flaws: all who ask for it let that version in."""

    path: str  # of the lock file
    line: int
    ecosystem: str
    name: str
    scope: Scope
    version: str
    upgrade: str
    clears: tuple[str, ...]
    way: tuple[str, ...] = ()  # from what the project asks for to the package
    command: str = ""  # what does it


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """Flaws that the plan does not clear, and why. `reach` is the version that clears them, where one does."""

    path: str
    line: int
    ecosystem: str
    name: str
    scope: Scope
    version: str
    flaws: tuple[str, ...]
    reason: str
    reach: str = ""
    way: tuple[str, ...] = ()


class FileEdit(msgspec.Struct, frozen=True):
    """A manifest's text as it is and as it would be."""

    path: str
    before: str
    after: str


class UpgradePlan(msgspec.Struct, frozen=True, kw_only=True):
    """The plan for one target; everything in the order of paths and lines. `notices` are sentences for a person."""

    changes: tuple[Change, ...] = ()
    refreshes: tuple[Refresh, ...] = ()
    left: tuple[Left, ...] = ()
    files: tuple[FileEdit, ...] = ()
    notices: tuple[str, ...] = ()
    looked_up: int = 0  # packages

    @property
    def cleared(self) -> int:
        """How many flaws the plan clears, each counted once for each package."""
        done: list[Change | Refresh] = [*self.changes, *self.refreshes]
        return len({(one.ecosystem, one.name, one.version, flaw) for one in done for flaw in one.clears})

    @property
    def remaining(self) -> int:
        """How many flaws it leaves."""
        return len({(one.ecosystem, one.name, one.version, flaw) for one in self.left for flaw in one.flaws})


def step_between(old: str, new: str) -> str:
    """Return how far an upgrade goes: major, minor or patch."""
    first, second = _numbers(old), _numbers(new)
    if not first or not second:
        return ""
    for word, ours, theirs in zip(("major", "minor"), first, second, strict=False):
        if ours != theirs:
            return word
    return "patch"


def _numbers(version: str) -> list[int]:
    found = []
    for piece in version.removeprefix("v").split(".")[:2]:
        digits = piece[: next((at for at, char in enumerate(piece) if not char.isdigit()), len(piece))]
        if not digits.isascii() or not digits:
            break
        found.append(int(digits[:9]))
    return found + [0] * (2 - len(found)) if found else []
