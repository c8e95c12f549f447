"""The settings of the platform: read from the environment and from a `.env` file, typed, checked, documented here.

docs/settings.md is made from this file; a test fails when it is not.
"""

from __future__ import annotations

import enum
import os
import secrets
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_SHORTEST_KEY = 32  # characters


class SettingsError(Exception):
    """The settings cannot be used. The message says, in one sentence a fault, what to change."""


class Environment(enum.StrEnum):
    """Where the platform runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Registration(enum.StrEnum):
    """Who may make an account."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


class LogFormat(enum.StrEnum):
    """How log lines are written."""

    JSON = "json"
    TEXT = "text"


def _plain(name: str) -> AliasChoices:
    """Return the names of a setting that other tools write without our prefix; the prefixed one comes first."""
    return AliasChoices(f"SECURESTACK_{name}", name)


class Settings(BaseSettings):
    """Everything the platform can be told."""

    model_config = SettingsConfigDict(
        env_prefix="SECURESTACK_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    environment: Environment = Field(
        Environment.DEVELOPMENT,
        description="`production` refuses to start on unsafe values; `serve` without a database of your own is "
        "safe by itself on one machine.",
    )
    data_dir: Path = Field(
        default_factory=lambda: default_data_dir(),
        description="Folder of everything kept on this machine: embedded PostgreSQL and Valkey, the secret key.",
    )
    interface_dir: Path | None = Field(
        None,
        description="Folder of a built user interface to serve instead of the one that comes with the platform.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Signs access tokens and encrypts secrets in the database; at least 32 random characters, the "
        "same for all processes. Without it one is made and kept in the data folder. "
        "Make one with `openssl rand -base64 48`.",
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="Address under which people reach the platform; links in mails and sign-on start with it.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    web_processes: int = Field(1, ge=1, le=64, description="Processes that answer requests.")

    database_url: str | None = Field(
        None,
        validation_alias=_plain("DATABASE_URL"),
        description="PostgreSQL to use, `postgresql://user:password@host:5432/database`. Without it an embedded one "
        "runs in the data folder.",
    )
    database_replica_url: str | None = Field(
        None,
        validation_alias=_plain("DATABASE_REPLICA_URL"),
        description="Streaming replica that answers reads which tolerate it.",
    )
    redis_url: str | None = Field(
        None,
        validation_alias=_plain("REDIS_URL"),
        description="Valkey or Redis to use, `redis://host:6379/0`. Without it an embedded Valkey runs in the data "
        "folder.",
    )
    database_pool: int = Field(
        8, ge=1, le=200, description="Connections each process keeps for writing; as many again under load."
    )
    database_read_pool: int = Field(
        8, ge=1, le=200, description="Connections each process keeps for reading."
    )
    statement_seconds: float = Field(
        30.0, gt=0, description="Longest time one query of a request may take, in seconds."
    )

    registration: Registration = Field(
        Registration.INVITATION, description="Who may make an account: `open`, `invitation` or `closed`."
    )
    access_token_minutes: int = Field(15, ge=1, le=60, description="How long an access token is valid.")
    refresh_token_days: int = Field(30, ge=1, le=365, description="How long a device stays logged in unused.")
    oidc_issuer: str | None = Field(
        None,
        description="OpenID Connect provider for single sign-on, the address of its issuer, such as "
        "`https://login.example.org/realms/main`. Its redirect address is `<public URL>/api/v1/auth/single-sign-on/callback`.",
    )
    oidc_client_id: str | None = Field(None, description="Client id that the provider gave.")
    oidc_client_secret: SecretStr | None = Field(
        None,
        description="Client secret that the provider gave; none for a public client, which PKCE protects.",
    )
    oidc_name: str = Field("Single sign-on", description="What the button for single sign-on says.")
    oidc_create_accounts: bool = Field(
        True,
        description="Whether who signs on for the first time gets an account, whatever the registration setting.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Origins whose pages may call the API from a browser, parted by commas. None by default.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses of reverse proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, "
        "parted by commas; `*` believes all.",
    )
    max_body_bytes: int = Field(
        1 << 20, ge=1024, description="Largest body of a request, in bytes, where a route allows no more."
    )
    max_import_bytes: int = Field(
        200 << 20, ge=1 << 20, description="Largest file that may be imported, in bytes."
    )
    max_upload_bytes: int = Field(
        100 << 20, ge=1 << 20, description="Largest file that may be uploaded to be scanned, in bytes."
    )
    max_description_bytes: int = Field(
        16 << 20, ge=1 << 20, description="Largest description of an API that may be kept, in bytes."
    )
    max_project_upload_bytes: int = Field(
        2 << 30, ge=1 << 20, description="What the uploads of one project may take together, in bytes."
    )
    requests_per_minute: int = Field(
        6000, ge=1, description="Requests one caller may send in a minute to all of the API."
    )
    metrics_token: SecretStr | None = Field(
        None,
        description="Bearer token that `/metrics` demands. Without it only callers on this machine are answered.",
    )

    worker_metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="Port on which a worker that runs alone tells its metrics; under `serve` the web server tells all.",
    )

    mail_url: SecretStr | None = Field(
        None,
        description="Mail server, `smtp://user:password@host:587` (upgraded to TLS where offered) or `smtps://…`. "
        "Without it mails are kept as files in the data folder.",
    )
    mail_from: str = Field("SecureStack <securestack@localhost>", description="Sender of mails.")

    network_concurrency: int = Field(
        100, ge=1, le=1000, description="Network scans one worker runs at the same time."
    )
    cpu_concurrency: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Processes of one worker for jobs that need the processor; as many as there are cores.",
    )
    allow_private_targets: bool = Field(
        False, description="Allow scans of private and loopback addresses without an administrator's word."
    )
    name_servers: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Name servers asked for TXT records that prove control of targets, `address:port` parted by "
        "commas. The machine's own by default.",
    )
    scan_retention_days: int = Field(
        365, ge=1, description="How long ended scans are kept; their findings stay."
    )
    upload_retention_days: int = Field(
        30, ge=1, description="How long uploads are kept; the newest of each target stays."
    )
    advisory_updates: bool = Field(
        False,
        description="Fetch the public advisories once a day. What is fetched is public; nothing about projects is sent.",
    )
    advisory_mirror: str | None = Field(
        None,
        description="Where advisories are fetched from instead: an address or a folder laid out like the public bucket, "
        "`ECOSYSTEM/all.zip`.",
    )

    language_model_url: str | None = Field(
        None,
        description="Base address of a language model that speaks OpenAI's API, such as `http://127.0.0.1:11434/v1`; people "
        "may then ask it to explain a finding, or to draft a fix. What is sent has its secrets masked. None by default.",
    )
    language_model_name: str | None = Field(None, description="Which of its models is asked.")
    language_model_key: SecretStr | None = Field(None, description="Its API key, where it wants one.")
    language_model_local: bool = Field(
        False, description="Allow the language model to lie at a private or loopback address."
    )
    language_model_seconds: float = Field(
        60.0, gt=0, le=600, description="Longest time one answer of the language model may take, in seconds."
    )
    rescan_after_update: bool = Field(
        True,
        description="Scan the newest upload of each target again when the advisories are newer than its last scan.",
    )

    log_level: str = Field(
        "info", pattern="^(debug|info|warning|error)$", description="Least serious log line."
    )
    log_format: LogFormat = Field(LogFormat.JSON, description="How log lines are written: `json` or `text`.")
    debug: bool = Field(
        False, description="Show details of unexpected errors in answers. Never in production."
    )

    @field_validator("cors_origins", "trusted_proxies", "name_servers", mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator(
        "database_url",
        "database_replica_url",
        "redis_url",
        "secret_key",
        "mail_url",
        "oidc_issuer",
        "oidc_client_id",
        "oidc_client_secret",
        "advisory_mirror",
        "language_model_url",
        "language_model_name",
        "language_model_key",
        mode="before",
    )
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value  # `NAME=` in a .env file means: not set

    @field_validator("database_url", "database_replica_url")
    @classmethod
    def _postgres(cls, value: str | None) -> str | None:
        if value is None:
            return None
        scheme, separator, rest = value.partition("://")
        if not separator or scheme.split("+")[0] not in ("postgresql", "postgres"):
            raise ValueError(
                "it must begin with postgresql://, as in postgresql://user:password@host:5432/name"
            )
        return f"postgresql://{rest}"  # other tools write postgres:// or name a driver

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str | None) -> str | None:
        if value is not None and value.partition("://")[0] not in (
            "redis",
            "rediss",
            "unix",
            "valkey",
            "valkeys",
        ):
            raise ValueError("it must begin with redis://, rediss:// or unix://, as in redis://host:6379/0")
        return (
            None
            if value is None
            else value.replace("valkey", "redis", 1)
            if value.startswith("valkey")
            else value
        )

    @field_validator("name_servers")
    @classmethod
    def _name_servers(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for server in value:
            host, _, port = server.rpartition(":")
            if not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
                raise ValueError("each must be an address and a port, as in 10.0.0.2:53 or [fd00::2]:53")
        return value

    @field_validator("public_url", "language_model_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        pieces = urlsplit(value)
        if pieces.scheme not in ("http", "https") or not pieces.hostname:
            raise ValueError("it must be an address such as https://securestack.example.org")
        return value.rstrip("/")

    @property
    def production(self) -> bool:
        """Whether unsafe values are refused."""
        return self.environment is Environment.PRODUCTION

    @property
    def key(self) -> str:
        """The secret key. Raises SettingsError when there is none yet; `with_secret_key` makes one."""
        if self.secret_key is None:
            raise SettingsError("SECURESTACK_SECRET_KEY is not set; make one with `openssl rand -base64 48`.")
        return self.secret_key.get_secret_value()

    def check(self) -> None:
        """Raise SettingsError when a value is unsafe, or missing, for where the platform runs."""
        faults = [*self._always(), *(self._in_production() if self.production else ())]
        if faults:
            raise SettingsError(" ".join(faults))

    def _always(self) -> list[str]:
        faults = []
        if self.secret_key is not None and len(self.key) < _SHORTEST_KEY:
            faults.append(
                f"SECURESTACK_SECRET_KEY must have at least {_SHORTEST_KEY} characters; make one with "
                "`openssl rand -base64 48`."
            )
        if self.database_replica_url and not self.database_url:
            faults.append("DATABASE_REPLICA_URL needs DATABASE_URL, the server it is a replica of.")
        if self.oidc_issuer and not self.oidc_client_id:
            faults.append(
                "SECURESTACK_OIDC_ISSUER needs SECURESTACK_OIDC_CLIENT_ID, which the provider gives."
            )
        if self.language_model_url and not self.language_model_name:
            faults.append(
                "SECURESTACK_LANGUAGE_MODEL_URL needs SECURESTACK_LANGUAGE_MODEL_NAME, the model to ask."
            )
        return faults

    def _in_production(self) -> list[str]:
        faults = []
        if self.secret_key is None:
            faults.append(
                "SECURESTACK_SECRET_KEY must be set in production; make one with `openssl rand -base64 48`."
            )
        elif len(set(self.key)) < 10:
            faults.append("SECURESTACK_SECRET_KEY must be random; make one with `openssl rand -base64 48`.")
        if not self.public_url.startswith("https://"):
            faults.append("SECURESTACK_PUBLIC_URL must begin with https:// in production.")
        if self.oidc_issuer and not self.oidc_issuer.startswith("https://"):
            faults.append("SECURESTACK_OIDC_ISSUER must begin with https:// in production.")
        if self.debug:
            faults.append("SECURESTACK_DEBUG must be off in production.")
        if "*" in self.cors_origins:
            faults.append("SECURESTACK_CORS_ORIGINS must name the origins in production, not `*`.")
        if "*" in self.trusted_proxies:
            faults.append("SECURESTACK_TRUSTED_PROXIES must name the proxies in production, not `*`.")
        return faults

    def changed(self, **values: object) -> Settings:
        """Return these settings with other values for some."""
        return self.model_copy(update=values)

    def with_secret_key(self) -> Settings:
        """Return these settings with the secret key of the data folder, which is made where there is none.

        Raises SettingsError when the folder cannot be used.
        """
        if self.secret_key is not None:
            return self
        path = self.data_dir / "secret.key"
        try:
            self.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
            if not path.exists():
                _write_once(path, secrets.token_urlsafe(48))
            key = path.read_text().strip()
        except OSError as error:
            raise SettingsError(
                f"Cannot use {path}: {(error.strerror or str(error)).lower()}; choose another folder with --data-dir."
            ) from error
        return self.changed(secret_key=SecretStr(key))


def _write_once(path: Path, text: str) -> None:
    """Write a file for its owner only, whole or not at all; where another process was quicker, theirs stays."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()


def default_data_dir() -> Path:
    """Return the folder for data where none is named: the system's for root, otherwise among the user's own."""
    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/securestack")  # root's home is closed to the user whom PostgreSQL runs as
    return platformdirs.user_data_path("securestack", appauthor=False)


def load_settings(**values: object) -> Settings:
    """Return the settings of the environment and `.env`, with some values given here. Raises SettingsError."""
    try:
        return Settings(**{name: value for name, value in values.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(" ".join(_sentence(fault) for fault in error.errors())) from error


def _sentence(fault: object) -> str:
    assert isinstance(fault, dict)
    name = str(fault["loc"][0]) if fault["loc"] else "the settings"
    shown = name if name.isupper() else f"SECURESTACK_{name.upper()}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    return f"{shown} is wrong: {message[0].lower()}{message[1:].rstrip('.')}."
