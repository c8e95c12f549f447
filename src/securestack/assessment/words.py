"""Text taken apart the one way that all models here were trained with: single words and pairs of neighbours."""

from __future__ import annotations

import re

LONGEST_TEXT = 2_000  # characters looked at: what the training texts were cut to
_LONGEST_WORD = 30
_WORD = re.compile(r"[a-z][a-z0-9]*(?:[._+#-][a-z0-9]+)*")


def words(text: str) -> list[str]:
    """Return the words of the first 2,000 characters, in lower case and in order. Numbers and versions are no words."""
    return _WORD.findall(text[:LONGEST_TEXT].lower())


def terms(texts: tuple[str, ...], ignored: frozenset[str] = frozenset()) -> set[str]:
    """Return the words of some texts, and the pairs of words that stand side by side, such as `code execution`.

    Neither `ignored` words nor overlong ones are taken, nor pairs across them or across two texts.
    """
    found: set[str] = set()
    add = found.add
    for text in texts:
        before = ""
        for word in words(text):
            if word in ignored or len(word) > _LONGEST_WORD:
                before = ""
                continue
            add(word)
            if before:
                add(f"{before} {word}")
            before = word
    return found


def counted_terms(texts: tuple[str, ...]) -> dict[str, int]:
    """Return the words and pairs of some texts with how often each occurs."""
    counts: dict[str, int] = {}
    for text in texts:
        before = ""
        for word in words(text):
            if len(word) > _LONGEST_WORD:
                before = ""
                continue
            counts[word] = counts.get(word, 0) + 1
            if before:
                pair = f"{before} {word}"
                counts[pair] = counts.get(pair, 0) + 1
            before = word
    return counts
