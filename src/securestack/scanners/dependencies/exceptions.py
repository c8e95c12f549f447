"""What VEX documents say of the flaws found: what somebody has judged not to matter is taken out, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from securestack.advisories.matching import Result
from securestack.advisories.vex.judgement import LARGEST_DOCUMENT, Judgement, read_vex
from securestack.advisories.vex.statement import BadVex, Status, VexDocument
from securestack.core.events import Notice
from securestack.core.package import Package

_CLEARED = (Status.NOT_AFFECTED, Status.FIXED)
_NAMED = 10


class UnreadableVex(Exception):
    """A VEX document cannot be used; the message is one sentence."""


class Exceptions:
    """The statements of all documents, and what they took out so far. Raises UnreadableVex."""

    def __init__(self, paths: Iterable[str], product: str = "") -> None:
        documents = [_read(Path(path)) for path in paths]
        self._judgement = Judgement(documents) if documents else None
        self._product = product
        self._taken: dict[str, None] = {}

    def applied(self, package: Package, result: Result) -> Result:
        """Return the result without the flaws that a statement clears the package of."""
        if self._judgement is None or not result.matches:
            return result
        kept = []
        for match in result.matches:
            statement = self._judgement.of(package.purl, match.flaw.names, self._product)
            if statement is None or statement.status not in _CLEARED:
                kept.append(match)
                continue
            why = f", {statement.justification.value}" if statement.justification is not None else ""
            told = f"{match.flaw.id} in {package.name} {package.version} ({statement.status.value}{why})"
            self._taken[told] = None
        return msgspec.structs.replace(result, matches=tuple(kept))

    def notices(self) -> Iterator[Notice]:
        """Say what was taken out."""
        if self._taken:
            told = list(self._taken)
            more = f" and {len(told) - _NAMED:,} more" if len(told) > _NAMED else ""
            yield Notice(f"Left out because VEX says so: {', '.join(told[:_NAMED])}{more}.")


def _read(path: Path) -> VexDocument:
    try:
        if path.stat().st_size > LARGEST_DOCUMENT:
            raise BadVex("The document is too large to be VEX.")
        return read_vex(path.read_bytes())
    except OSError as error:
        raise UnreadableVex(f"Cannot read {path}: {(error.strerror or str(error)).lower()}.") from error
    except BadVex as error:
        raise UnreadableVex(f"Cannot use {path}: {error}") from error
