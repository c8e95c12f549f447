"""Identifiers: UUID version 7 (RFC 9562, section 5.7), which sort by the time they were made.

Rows made together then lie together in an index, and the identifier alone is a stable order for pages.
"""

from __future__ import annotations

import os
import struct
import threading
import time
import uuid
from datetime import UTC, datetime

_lock = threading.Lock()
_randomness: list[int] = []
os.register_at_fork(after_in_child=_randomness.clear)
_last = 0  # the 60 bits of time and counter that were used last


def new_id() -> uuid.UUID:
    """Return a new identifier, greater than every one made before in this process."""
    global _last
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    # 48 bits of milliseconds, then 12 bits of the fraction, as method 3 of section 6.2 allows.
    stamp = milliseconds << 12 | rest * 4096 // 1_000_000
    with _lock:
        _last = stamp = max(stamp, _last + 1)
        if not _randomness:
            _randomness.extend(struct.unpack("512Q", os.urandom(4096)))  # one call of the system for many
        random = _randomness.pop() >> 2
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random
    return uuid.UUID(int=value)


def made_at(identifier: uuid.UUID) -> datetime:
    """Return when an identifier was made, to the millisecond."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)
