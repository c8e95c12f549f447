"""Mails are handed to a real SMTP server, or kept as files, and never let a name begin a header."""

from __future__ import annotations

import asyncio
import email
import stat
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import jinja2
import pytest
from aiosmtpd.smtp import SMTP
from pydantic import SecretStr

from securestack.server.kit import mail
from securestack.server.kit.mail import Mailer, MailError
from securestack.server.settings import SettingsError
from tests.server.support import settings_of_a_test


@pytest.fixture(autouse=True)
def _templates(monkeypatch: pytest.MonkeyPatch) -> None:
    templates = jinja2.DictLoader(
        {
            "hello.txt": "Hello {{ name }}\n\nDear {{ name }},\nread {{ public_url }}/x?a=1&b=2\n",
            "hello.html": "<p>Dear {{ name }}</p>",
            "plain.txt": "Plain\n\nText with {{ missing }}\n",
        }
    )
    environment = jinja2.Environment(
        loader=templates,
        autoescape=jinja2.select_autoescape(("html",), default=False),
        undefined=jinja2.StrictUndefined,
    )
    monkeypatch.setattr(mail, "_templates", lambda: environment)


class Inbox:
    """Takes mails."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one."""
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 taken"


def test_a_mail_reaches_the_server_in_text_and_html() -> None:
    inbox = Inbox()

    async def story() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(inbox, loop=loop, hostname="test"), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        settings = settings_of_a_test(mail_url=SecretStr(f"smtp://127.0.0.1:{port}"))
        await Mailer(settings).send("ann@example.org", "hello", name="Ann <b>\r\nBcc: eve@example.org")
        server.close()
        await server.wait_closed()

    asyncio.run(story())
    (message,) = inbox.mails
    assert message["To"] == "ann@example.org"
    assert message["Subject"] == "Hello Ann <b>"
    assert message["Bcc"] is None
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "http://127.0.0.1:8000/x?a=1&b=2" in text.get_content()
    assert "&lt;b&gt;" in html.get_content()


def test_without_a_server_mails_are_kept_as_files_of_their_owner(tmp_path: Path) -> None:
    asyncio.run(Mailer(settings_of_a_test(data_dir=tmp_path)).send("ann@example.org", "hello", name="Ann"))
    (kept,) = (tmp_path / "mail").glob("*.eml")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert email.message_from_bytes(kept.read_bytes(), policy=default)["Subject"] == "Hello Ann"


def test_a_server_that_is_away_is_told_without_its_password() -> None:
    settings = settings_of_a_test(mail_url=SecretStr("smtp://user:hunter2@127.0.0.1:1"))
    with pytest.raises(MailError) as caught:
        asyncio.run(Mailer(settings).send("ann@example.org", "hello", name="Ann"))
    assert "hunter2" not in str(caught.value)


def test_a_template_that_lacks_a_value_fails_loudly() -> None:
    with pytest.raises(jinja2.UndefinedError):
        Mailer(settings_of_a_test()).compose("ann@example.org", "plain")


def test_a_wrong_address_of_the_server_is_refused() -> None:
    with pytest.raises(SettingsError, match="SECURESTACK_MAIL_URL must be like"):
        Mailer(settings_of_a_test(mail_url=SecretStr("mail.example.org")))
