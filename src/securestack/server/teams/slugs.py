"""Short names for addresses, made from the names people give."""

from __future__ import annotations

import re
import secrets
import unicodedata

_LONGEST = 48  # characters
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without what is mistaken for something else
_BETWEEN = re.compile(r"[^a-z0-9]+")


def slug_of(name: str, otherwise: str) -> str:
    """Return a name in lower-case ASCII letters, digits and hyphens; `otherwise` when nothing of it remains."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _BETWEEN.sub("-", plain)[:_LONGEST].strip("-") or otherwise


def random_end(length: int = 5) -> str:
    """Return a few random characters that make a slug unique without telling which others there are."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
