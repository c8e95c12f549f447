"""Identifiers sort by time, and look as RFC 9562 says."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from securestack.server.kit.identifiers import made_at, new_id


def test_identifiers_grow_and_say_when_they_were_made() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(one.version == 7 and one.variant == uuid.RFC_4122 for one in made)
    assert abs(made_at(made[0]) - datetime.now(UTC)) < timedelta(seconds=30)
