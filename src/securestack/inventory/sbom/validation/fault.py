"""One thing that is wrong with a document, and where."""

from __future__ import annotations

import msgspec

Place = tuple[str | int, ...]


class Fault(msgspec.Struct, frozen=True):
    """What is wrong, in one sentence, at a place in the document: names and positions from its root.

    `line` counts from 1 and is 0 where unknown; `rule` is the word of JSON Schema that is broken, where it is one.
    """

    place: Place
    message: str
    line: int = 0
    rule: str = ""

    @property
    def pointer(self) -> str:
        """The place as a JSON Pointer (RFC 6901), empty for the whole document."""
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in self.place)
