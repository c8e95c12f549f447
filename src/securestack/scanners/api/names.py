"""Names in an API, compared as people read them: `bookId`, `book_id` and the `id` of a book are one thing."""

from __future__ import annotations

import functools
import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_VERSION = re.compile(r"v\d+(?:\.\d+)*\Z|api\Z|rest\Z", re.IGNORECASE)
_IDENTIFIER = frozenset({"id", "uuid", "guid", "key", "slug", "name", "code", "number", "no", "pk", "ref"})


@functools.lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name[:200]))


@functools.lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """Return the singular of an English noun, well enough to compare with."""
    word = word.lower()
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


@functools.lru_cache(maxsize=20_000)
def plain(name: str) -> str:
    """Return a name without case and separators, its last word in the singular: `user_IDs` is `userid`."""
    words = words_of(name)
    return "".join((*words[:-1], singular(words[-1]))) if words else name.lower()


@functools.lru_cache(maxsize=20_000)
def noun_of(path: str) -> str:
    """Return what a path is about: its last fixed segment that is no version, in the singular; empty without one."""
    for segment in reversed(path.split("/")):
        if segment and "{" not in segment and not _VERSION.match(segment):
            return plain(segment)
    return ""


def noun_before(path: str, parameter: str) -> str:
    """Return what a path parameter names one of: `book` for `bookId` in `/books/v1/{bookId}/pages`."""
    return noun_of(path.partition("{" + parameter + "}")[0])


@functools.lru_cache(maxsize=50_000)
def likeness(noun: str, parameter: str, field_noun: str, field: str) -> int:
    """Return how surely a parameter of one thing takes a field of another: 0 not at all, 5 beyond doubt."""
    wanted, given = plain(parameter), plain(field)
    same_noun = bool(noun) and noun == field_noun
    if wanted == given:
        if same_noun:
            return 5
        return 0 if wanted in _IDENTIFIER else 3
    if field_noun and wanted == field_noun + given:
        return 4
    if same_noun and wanted in _IDENTIFIER and given == noun + wanted:
        return 4
    if same_noun and given == "id" and wanted in (noun, noun + "id", "id"):
        return 4
    if same_noun and wanted in _IDENTIFIER and given in _IDENTIFIER and given != "name":
        return 2
    if same_noun and wanted == noun and given in _IDENTIFIER:
        return 2
    return 0
