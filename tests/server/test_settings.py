"""Settings: read, documented, and refused in one sentence where they are wrong or unsafe."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from securestack.server.settings import Settings, SettingsError, load_settings
from securestack.server.settings_page import settings_page

GOOD_KEY = "q8Zr2mX7vB4nK9tL3wP6sD1fG5hJ0yCa"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("SECURESTACK_") or name in ("DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_every_setting_is_documented() -> None:
    assert (ROOT / "docs" / "settings.md").read_text("utf-8") == settings_page(), (
        "docs/settings.md is out of date: python -m securestack.server.settings_page docs/settings.md"
    )
    assert all(field.description for field in Settings.model_fields.values())


def test_reads_the_environment_then_the_env_file_then_what_other_tools_write(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(
        "SECURESTACK_PORT=9000\nSECURESTACK_HOST=0.0.0.0\nDATABASE_URL=postgres://u:p@db/name\nREDIS_URL=\n"
        "SECURESTACK_CORS_ORIGINS=https://a.example, https://b.example\nSOMETHING_ELSE=1\n"
    )
    monkeypatch.setenv("SECURESTACK_PORT", "9001")
    settings = load_settings(host="127.0.0.2")
    assert (settings.port, settings.host) == (9001, "127.0.0.2")
    assert settings.database_url == "postgresql://u:p@db/name"
    assert settings.redis_url is None
    assert settings.cors_origins == ("https://a.example", "https://b.example")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECURESTACK_PORT", "eighty", "SECURESTACK_PORT is wrong"),
        ("SECURESTACK_PORT", "70000", "SECURESTACK_PORT is wrong"),
        ("DATABASE_URL", "mysql://db/name", "DATABASE_URL is wrong: it must begin with postgresql://"),
        ("DATABASE_URL", "nonsense", "DATABASE_URL is wrong"),
        ("REDIS_URL", "http://cache", "REDIS_URL is wrong: it must begin with redis://"),
        ("SECURESTACK_PUBLIC_URL", "example.org", "SECURESTACK_PUBLIC_URL is wrong: it must be an address"),
        ("SECURESTACK_ENVIRONMENT", "staging", "SECURESTACK_ENVIRONMENT is wrong"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_settings()


SAFE = {
    "SECURESTACK_ENVIRONMENT": "production",
    "SECURESTACK_SECRET_KEY": GOOD_KEY,
    "SECURESTACK_PUBLIC_URL": "https://securestack.example.org",
}


@pytest.mark.parametrize(
    ("unsafe", "said"),
    [
        ({"SECURESTACK_SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECURESTACK_SECRET_KEY": "short"}, "at least 32"),
        ({"SECURESTACK_SECRET_KEY": "a" * 40}, "must be random"),
        ({"SECURESTACK_PUBLIC_URL": "http://securestack.example.org"}, "https://"),
        ({"SECURESTACK_DEBUG": "true"}, "DEBUG must be off"),
        ({"SECURESTACK_CORS_ORIGINS": "*"}, "CORS_ORIGINS"),
        ({"SECURESTACK_TRUSTED_PROXIES": "*"}, "TRUSTED_PROXIES"),
        ({"DATABASE_REPLICA_URL": "postgresql://replica/x"}, "needs DATABASE_URL"),
    ],
)
def test_unsafe_values_are_refused_in_production(
    monkeypatch: pytest.MonkeyPatch, unsafe: dict[str, str], said: str
) -> None:
    for name, value in {**SAFE, **unsafe}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        load_settings().check()


def test_safe_values_are_taken_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    load_settings().check()


def test_a_secret_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "data")
    key = settings.with_secret_key().key
    assert len(key) == 64
    assert settings.with_secret_key().key == key
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert key not in repr(settings.with_secret_key())


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match=r"Cannot use .*file.*--data-dir"):
        load_settings(data_dir=tmp_path / "file" / "data").with_secret_key()
