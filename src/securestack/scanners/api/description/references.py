"""Following `$ref` inside a document (RFC 6901 pointers), bounded and without exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

_LONGEST_CHAIN = 50  # references that lead to references


class References:
    """Finds what references of one document point at; `problems` collects a sentence for each that leads nowhere."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.problems: dict[str, None] = {}

    def follow(self, value: Any) -> Any:
        """Return what a value stands for: itself, or what its `$ref` points at; {} where that is nothing."""
        return self.target(value)[0]

    def target(self, value: Any) -> tuple[Any, str]:
        """Return what a value stands for, and the last pointer on the way there, empty where it is no reference."""
        pointer, seen = "", set[str]()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            pointer = str(value["$ref"])
            if pointer in seen or len(seen) >= _LONGEST_CHAIN:
                self.problems[f"The reference {pointer} leads in a circle."] = None
                return {}, pointer
            seen.add(pointer)
            found, value = self._find(pointer)
            if not found:
                return {}, pointer
        return value, pointer

    def _find(self, pointer: str) -> tuple[bool, Any]:
        if not pointer.startswith("#"):
            self.problems[
                f"The reference {pointer} leads out of the description, so what it stands for is not known; "
                "bundle the description into one file."
            ] = None
            return False, {}
        value = self._document
        for part in unquote(pointer[1:]).split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if isinstance(value, Mapping) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                self.problems[f"The reference {pointer} leads nowhere."] = None
                return False, {}
        return True, value
