"""Administrators read the settings, and never a secret."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from securestack.server.administration.shown_settings import shown_settings, without_credentials
from securestack.server.settings import Settings

SECRET = "hunter2-hunter2-hunter2-hunter2-hunter2"
_SECRETS: dict[str, Any] = {
    "secret_key": SecretStr(SECRET),
    "oidc_client_secret": SecretStr(SECRET),
    "metrics_token": SecretStr(SECRET),
    "mail_url": SecretStr(f"smtp://ann:{SECRET}@mail.example.test"),
    "database_url": f"postgresql://ann:{SECRET}@db.example.test:5433/app?password={SECRET}&sslmode=require",
    "database_replica_url": f"postgresql://{SECRET}@db2.example.test/app",
    "redis_url": f"redis://:{SECRET}@cache.example.test:6379/0",
}


def test_no_secret_is_shown() -> None:
    settings = Settings(_env_file=None).changed(**_SECRETS)  # type: ignore[call-arg]
    shown = {item["name"]: item for item in shown_settings(settings)}
    assert SECRET not in json.dumps(list(shown.values()))
    assert shown["SECURESTACK_SECRET_KEY"]["is_set"]
    assert shown["SECURESTACK_SECRET_KEY"]["value"] is None
    assert shown["DATABASE_URL"]["value"] == "postgresql://db.example.test:5433/app"
    assert shown["REDIS_URL"]["value"] == "redis://cache.example.test:6379/0"


def test_every_setting_says_its_value_default_and_meaning() -> None:
    settings = Settings(_env_file=None).changed(web_processes=3, trusted_proxies=("10.0.0.1", "10.0.0.2"))  # type: ignore[call-arg]
    shown = {item["name"]: item for item in shown_settings(settings)}
    assert len(shown) == len(Settings.model_fields)
    assert all(item["description"] for item in shown.values())
    processes = shown["SECURESTACK_WEB_PROCESSES"]
    assert (processes["value"], processes["default"], processes["is_default"]) == ("3", "1", False)
    assert shown["SECURESTACK_TRUSTED_PROXIES"]["value"] == "10.0.0.1, 10.0.0.2"
    assert shown["SECURESTACK_DEBUG"]["value"] == "false"
    assert shown["SECURESTACK_DEBUG"]["is_default"]


def test_what_sounds_like_a_secret_is_one() -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    for item in shown_settings(settings):
        words = set(item["name"].lower().split("_"))
        if words & {"secret", "password", "token", "key"} and not words & {"minutes", "days"}:
            assert item["is_secret"], item["name"]


def test_addresses_hold_no_credentials_whatever_their_setting_is_called() -> None:
    settings = Settings(_env_file=None).changed(  # type: ignore[call-arg]
        oidc_issuer=f"https://ann:{SECRET}@login.example.test/realm",
        cors_origins=(f"https://ann:{SECRET}@app.example.test", "*"),
    )
    shown = {item["name"]: item["value"] for item in shown_settings(settings)}
    assert shown["SECURESTACK_OIDC_ISSUER"] == "https://login.example.test/realm"
    assert shown["SECURESTACK_CORS_ORIGINS"] == "https://app.example.test, *"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis+socket:///run/valkey.sock?password=x", "redis+socket:///run/valkey.sock"),
        ("postgresql://ann:pa%40ss@[fd00::1]:5432/app", "postgresql://[fd00::1]:5432/app"),
        ("postgresql://ann:pa@ss@db.example.test/app", "postgresql://db.example.test/app"),
        ("redis://:x@cache.example.test:port/0", "redis://cache.example.test/0"),
    ],
)
def test_addresses_lose_who_and_how(url: str, shown: str) -> None:
    assert without_credentials(url) == shown
