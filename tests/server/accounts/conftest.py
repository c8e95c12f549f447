"""What the tests of accounts are given besides what all tests of the server are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from securestack.server.settings import Registration, Settings
from tests.server.accounts.mailbox import Mailbox, mailbox


@pytest.fixture(scope="session")
def mail_server(settings: Settings) -> Iterator[tuple[Mailbox, Settings]]:
    """Return the mail server that all tests share, and settings that name it."""
    with mailbox(settings) as lent:
        yield lent


@pytest.fixture(scope="session")
def open_settings(mail_server: tuple[Mailbox, Settings]) -> Settings:
    """Return settings under which anybody may register."""
    return mail_server[1].changed(registration=Registration.OPEN)


@pytest.fixture
def mailed(mail_server: tuple[Mailbox, Settings]) -> tuple[Mailbox, Settings]:
    """Return an empty mail server, and settings that name it."""
    mail_server[0].mails.clear()
    return mail_server


@pytest.fixture
def opened(mailed: tuple[Mailbox, Settings], open_settings: Settings) -> tuple[Mailbox, Settings]:
    """Return an empty mail server, and settings that name it and let anybody register."""
    return mailed[0], open_settings
