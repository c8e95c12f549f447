"""What a manifest asks for, each wish with its place in the text, so that it can be rewritten there and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from securestack.core.package import Scope

_MOST_TRIES = (
    200  # occurrences of one text in a manifest that are tried; each costs reading the manifest again
)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """One package a manifest asks for. `wanted` is the range as written, `line` counts from 1, 0 where unknown.

    `place` leads to the value in a document of tables; `whole` is that value, of which `wanted` may be a part only.
    `obstacle` says in one sentence why the text cannot be rewritten, and is empty otherwise.
    """

    path: str
    name: str
    wanted: str
    line: int = 0
    scope: Scope = Scope.PRODUCTION
    place: tuple[str | int, ...] = ()
    whole: str = ""
    obstacle: str = ""


class CannotEdit(Exception):
    """The text cannot be rewritten so that only the wish changes. The message is one sentence."""


def replace_one(text: str, choices: Iterable[tuple[int, int, str]], is_right: Callable[[str], bool]) -> str:
    """Return the text with the first stretch replaced that makes it right. Raises CannotEdit when none does.

    A choice is where a stretch starts and ends, and what to put there.
    """
    for tried, (start, end, new) in enumerate(choices):
        if tried >= _MOST_TRIES:
            break
        changed = text[:start] + new + text[end:]
        if is_right(changed):
            return changed
    raise CannotEdit("The place in the text could not be told for certain; change it by hand.")
