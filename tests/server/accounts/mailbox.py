"""A real mail server on loopback that keeps what it is sent."""

from __future__ import annotations

import contextlib
import email
import re
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from pydantic import SecretStr

from securestack.server.settings import Settings


class Mailbox:
    """The mails that have arrived."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails that were handed over for an address."""
        return [message for recipient, message in self.mails if recipient == address]

    def last_text(self, address: str) -> str:
        """Return the text of the last mail for an address."""
        return str(self.to(address)[-1].get_content())

    def token(self, address: str) -> str:
        """Return the token in the link of the last mail for an address."""
        found = re.search(r"/[a-z-]+#([A-Za-z0-9_-]{43})\s", self.last_text(address))
        assert found is not None
        return found.group(1)


class _OnFreePort(Controller):
    """The controller of aiosmtpd, on a port that the system chooses."""

    def __init__(self, handler: Mailbox) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@contextlib.contextmanager
def mailbox(settings: Settings) -> Iterator[tuple[Mailbox, Settings]]:
    """Lend a mail server, and settings that name it."""
    box = Mailbox()
    controller = _OnFreePort(box)
    controller.start()
    try:
        yield box, settings.changed(mail_url=SecretStr(f"smtp://127.0.0.1:{controller.port}"))
    finally:
        controller.stop()
