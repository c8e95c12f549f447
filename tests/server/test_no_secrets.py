"""Passwords, tokens, codes and keys: in no log line, in no metric, and nowhere in clear in what is stored."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
import structlog
from pydantic import SecretStr

from securestack.server.kit.logs import configure_logs
from securestack.server.settings import Registration, Settings
from tests.server.accounts.mailbox import Mailbox, mailbox
from tests.server.cluster import Cluster
from tests.server.scans.world import world
from tests.server.support import KEY, Server, serve, settings_of_a_test

AUTH = "/api/v1/auth"
PASSWORD, SECOND, THIRD = "violet-tractor-9-harbour", "amber-kettle-7-meadow", "olive-lantern-3-river"
TARGET_TOKEN, TARGET_PASSWORD = "kRt7Wq2ZpLm9Xv4B", "site-password-55-Qx"
METRICS_TOKEN = "metrics-0a9s8d7f6g5h4j3k2l"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Return what is logged, at the most talkative level."""
    written = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", written)
        configure_logs(settings_of_a_test(log_level="debug"))
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # of the mail server of the tests
    yield written
    logging.getLogger("mail.log").setLevel(logging.NOTSET)
    structlog.contextvars.clear_contextvars()
    configure_logs(settings_of_a_test())


class Story:
    """Somebody who uses everything that is secret, and what they were given or gave."""

    def __init__(self, server: Server, box: Mailbox) -> None:
        self.server = server
        self.box = box
        self.email = "ann@secrets.example"
        self.headers: dict[str, str] = {}
        self.secrets: dict[str, str] = {
            "the password": PASSWORD,
            "the second password": SECOND,
            "the third password": THIRD,
            "the target's token": TARGET_TOKEN,
            "the target's password": TARGET_PASSWORD,
            "the token of metrics": METRICS_TOKEN,
            "the secret key": KEY,
        }

    async def send(self, method: str, path: str, expected: int, **options: Any) -> Any:
        answer = await self.server.request(method, path, caller=self.headers, **options)
        assert answer.status_code == expected, f"{path}: {answer.text}"
        return answer.json() if answer.content and "json" in answer.headers["content-type"] else answer.text

    def logged_in(self, answer: dict[str, Any], when: str) -> None:
        self.secrets[f"the access token {when}"] = answer["access_token"]
        self.secrets[f"the refresh token {when}"] = answer["refresh_token"]
        self.headers = {"Authorization": f"Bearer {answer['access_token']}"}

    def link(self, what: str) -> str:
        token = self.secrets[f"the token of {what}"] = self.box.token(self.email)
        return token

    async def account(self) -> None:
        await self.send("POST", f"{AUTH}/register", 202, json={"email": self.email})
        body = {"token": self.link("registration"), "name": "Ann", "password": PASSWORD}
        self.logged_in(await self.send("POST", f"{AUTH}/register/complete", 201, json=body), "at first")
        body = {"email": self.email, "password": PASSWORD}
        tokens = await self.send("POST", f"{AUTH}/login", 200, json=body)
        self.logged_in(tokens, "of the login")
        body = {"refresh_token": tokens["refresh_token"]}
        self.logged_in(await self.send("POST", f"{AUTH}/refresh", 200, json=body), "after refreshing")
        change = {"current_password": PASSWORD, "new_password": SECOND}
        await self.send("POST", f"{AUTH}/password/change", 204, json=change)
        await self.send("POST", f"{AUTH}/password/forgot", 202, json={"email": self.email})
        reset = {"token": self.link("resetting"), "new_password": THIRD}
        await self.send("POST", f"{AUTH}/password/reset", 204, json=reset)
        self.headers = {}
        body = {"email": self.email, "password": THIRD}
        self.logged_in(await self.send("POST", f"{AUTH}/login", 200, json=body), "after resetting")

    async def second_factor(self) -> None:
        enrolled = await self.send("POST", f"{AUTH}/totp", 200, json={"password": THIRD})
        self.secrets["the secret of the authenticator"] = enrolled["secret"]
        totp = pyotp.TOTP(enrolled["secret"])
        body = {"code": totp.at(int(time.time()) - 30)}
        confirmed = await self.send("POST", f"{AUTH}/totp/confirm", 200, json=body)
        for number, code in enumerate(confirmed["recovery_codes"]):
            self.secrets[f"recovery code {number}"] = code
        self.headers = {}
        body = {"email": self.email, "password": THIRD}
        step = await self.send("POST", f"{AUTH}/login", 202, json=body)
        self.secrets["the token of the second step"] = step["token"]
        body = {"token": step["token"], "code": confirmed["recovery_codes"][0]}
        self.logged_in(await self.send("POST", f"{AUTH}/login/second-factor", 200, json=body), "by a code")

    async def keys(self) -> None:
        body = {"name": "ci", "scopes": ["read"]}
        key = (await self.send("POST", f"{AUTH}/keys", 201, json=body, headers={"Idempotency-Key": "key-1"}))[
            "key"
        ]
        self.secrets["the API key"] = key
        own, self.headers = self.headers, {"Authorization": f"Bearer {key}"}
        await self.send("GET", f"{AUTH}/me", 200)
        self.headers = own

    async def mistakes(self) -> None:
        """Make the mistakes in which secrets are told to the wrong place."""
        await self.send("POST", f"{AUTH}/login", 422, json={"email": THIRD, "password": THIRD, "more": THIRD})
        await self.send(
            "POST",
            f"{AUTH}/login",
            400,
            content=f'{{"password": "{THIRD}"',
            headers={"Content-Type": "application/json"},
        )
        await self.send("POST", f"{AUTH}/refresh", 422, json={"refresh_token": [self.secrets["the API key"]]})
        wrong = {"Authorization": f"Bearer {self.secrets['the API key'][:-1]}x", "X-Request-Id": "a" * 10}
        await self.send("GET", f"{AUTH}/me", 401, headers=wrong)

    async def scan(self) -> None:
        async with world(self.server) as made:
            credentials = {
                "headers": [{"name": "Authorization", "value": f"Bearer {TARGET_TOKEN}"}],
                "login_url": f"{made.site.url}/",
                "username": "ann",
                "password": TARGET_PASSWORD,
            }
            scan = await made.start(credentials=credentials)
            assert TARGET_TOKEN not in json.dumps(await made.get(scan["id"]))
            self.secrets["the token of whoever scans"] = made.person.headers["Authorization"].removeprefix(
                "Bearer "
            )

    async def metrics(self) -> str:
        self.headers = {}
        return str(
            await self.send("GET", "/metrics", 200, headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
        )

    def found_in(self, text: str) -> list[str]:
        # Columns of bytes are dumped in hexadecimal.
        return [
            name for name, secret in self.secrets.items() if secret in text or secret.encode().hex() in text
        ]


def test_no_secret_is_logged_counted_or_stored_in_clear(
    fresh_settings: Settings, cluster: Cluster, lines: io.StringIO
) -> None:
    told: list[tuple[Story, str, str]] = []

    async def tell(server: Server) -> None:
        story = Story(server, box)
        await story.account()
        await story.second_factor()
        await story.keys()
        await story.mistakes()
        await story.scan()
        told.append((story, await story.metrics(), await everything_in(server.platform.valkey)))

    with mailbox(fresh_settings) as (box, with_mail):
        serve(
            with_mail.changed(
                registration=Registration.OPEN,
                metrics_token=SecretStr(METRICS_TOKEN),
                allow_private_targets=True,
            ),
            tell,
        )
    ((story, metrics, valkey),) = told
    assert fresh_settings.database_url is not None
    stored = cluster.postgres.run("pg_dump", "--data-only", fresh_settings.database_url)
    log = lines.getvalue()
    assert len(story.secrets) > 25
    assert log.count('"message":"request"') > 20
    assert "securestack_requests_total" in metrics
    assert story.email in stored
    assert {"log": story.found_in(log), "metrics": story.found_in(metrics)} == {"log": [], "metrics": []}
    assert {"database": story.found_in(stored), "Valkey": story.found_in(valkey)} == {
        "database": [],
        "Valkey": [],
    }


async def everything_in(valkey: Any) -> str:
    """Return the keys and values of a Valkey as one text."""
    pieces: list[Any] = []
    async for key in valkey.scan_iter():
        pieces.append(key)
        match await valkey.type(key):
            case b"string":
                pieces.append(await valkey.get(key))
            case b"hash":
                pieces.append(await valkey.hgetall(key))
            case b"list":
                pieces.append(await valkey.lrange(key, 0, -1))
    return repr(pieces)
