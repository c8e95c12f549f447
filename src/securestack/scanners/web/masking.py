"""How a secret that was found is shown: enough to find it again, too little to use it."""

from __future__ import annotations


def masked(secret: str) -> str:
    """Return the first characters of a secret and how many follow."""
    kept = min(6, len(secret) // 4)
    return f"{secret[:kept]}…({len(secret)} characters)"
