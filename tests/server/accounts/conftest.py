"""What the tests of accounts are given besides what all tests of the server are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from securestack.server.settings import Settings
from tests.server.accounts.mailbox import Mailbox, mailbox


@pytest.fixture
def mailed(settings: Settings) -> Iterator[tuple[Mailbox, Settings]]:
    """Return a mail server, and settings that name it."""
    with mailbox(settings) as lent:
        yield lent
