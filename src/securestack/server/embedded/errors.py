"""Why an embedded part cannot run."""

from __future__ import annotations


class EmbeddedError(Exception):
    """An embedded part cannot run. The message is one sentence that says why, and what to do about it."""
