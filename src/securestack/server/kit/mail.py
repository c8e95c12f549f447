"""Mails: written from a template, sent by SMTP; kept as files where no mail server is set.

A template `templates/mail/<name>.txt` begins with the line of the subject, an empty line, and then the text; an
`<name>.html` beside it adds the same for people who read HTML.
"""

from __future__ import annotations

import asyncio
import email.utils
import os
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import jinja2
import structlog

from securestack.server.kit.clock import now
from securestack.server.kit.identifiers import new_id
from securestack.server.settings import Settings, SettingsError

_log = structlog.get_logger()
_TIMEOUT = 20.0  # seconds
_KEPT_FILES = 200


class MailError(Exception):
    """The mail could not be handed over. The message says why; the mail may be tried again."""


class Mailer:
    """Sends mails as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server = _server(settings)

    async def send(self, to: str, template: str, **values: Any) -> None:
        """Write a mail from a template and send it. Raises MailError."""
        message = self.compose(to, template, **values)
        if self._server is None:
            await asyncio.to_thread(self._keep, message)
            return
        try:
            await aiosmtplib.send(message, timeout=_TIMEOUT, **self._server)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            raise MailError(f"The mail server did not take the mail: {type(error).__name__}.") from error

    def compose(self, to: str, template: str, **values: Any) -> EmailMessage:
        """Return the mail that a template makes."""
        values["public_url"] = self._settings.public_url
        written = _templates().get_template(f"{template}.txt").render(values)
        subject, _, text = written.partition("\n")
        message = EmailMessage(policy=SMTP)
        message["From"] = self._settings.mail_from
        message["To"] = to
        message["Subject"] = " ".join(subject.split())  # a name in it must not begin another header
        message["Date"] = email.utils.format_datetime(now())
        message["Message-ID"] = email.utils.make_msgid(domain=urlsplit(self._settings.public_url).hostname)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer comes back
        message.set_content(text.strip() + "\n")
        if f"{template}.html" in _templates().list_templates():
            message.add_alternative(
                _templates().get_template(f"{template}.html").render(values), subtype="html"
            )
        return message

    def _keep(self, message: EmailMessage) -> None:
        folder = self._settings.data_dir / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{new_id()}.eml"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(message.as_bytes())
        for old in sorted(folder.glob("*.eml"))[:-_KEPT_FILES]:
            old.unlink(missing_ok=True)
        _log.info("mail kept as a file, because SECURESTACK_MAIL_URL is not set", path=str(path))


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("securestack.server", "templates/mail"),
        autoescape=jinja2.select_autoescape(("html",), default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _server(settings: Settings) -> dict[str, Any] | None:
    if settings.mail_url is None:
        return None
    pieces = urlsplit(settings.mail_url.get_secret_value())
    if pieces.scheme not in ("smtp", "smtps") or not pieces.hostname:
        raise SettingsError(
            "SECURESTACK_MAIL_URL must be like smtp://user:password@host:587 or smtps://host:465."
        )
    implicit = pieces.scheme == "smtps"
    return {
        "hostname": pieces.hostname,
        "port": pieces.port or (465 if implicit else 587),
        "username": unquote(pieces.username) if pieces.username else None,
        "password": unquote(pieces.password) if pieces.password else None,
        "use_tls": implicit,
        "start_tls": None if not implicit else False,
    }
