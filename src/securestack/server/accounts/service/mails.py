"""Mails about accounts: what is to be sent, and sending it after the answer."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import structlog

from securestack.server.kit.mail import Mailer, MailError

_log = structlog.get_logger()
_PAUSES = (0.0, 2.0, 10.0)  # seconds before each try


class Mail(msgspec.Struct, frozen=True):
    """A mail to be sent once the change it tells of is committed."""

    to: str
    template: str
    values: dict[str, Any]


async def send_mails(mailer: Mailer, mails: list[Mail]) -> None:
    """Send mails; what cannot be sent after three tries is told to the log."""
    for mail in mails:
        await _send(mailer, mail)


async def _send(mailer: Mailer, mail: Mail) -> None:
    for pause in _PAUSES:
        await asyncio.sleep(pause)
        try:
            await mailer.send(mail.to, mail.template, **mail.values)
        except MailError as error:
            reason = str(error)
        else:
            return
    _log.error("mail not sent", template=mail.template, reason=reason)
