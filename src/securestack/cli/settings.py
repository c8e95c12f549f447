"""The settings of a web scan, from a file and from the command line, which comes first."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from securestack.cli.access import read_access, web_address
from securestack.cli.choices import FailOn, ReportFormat
from securestack.cli.errors import CommandError
from securestack.cli.limits import positive, seconds
from securestack.probing.needs import Profile

if TYPE_CHECKING:
    from securestack.scanners.web.options import WebScanOptions


class WebSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """Everything `securestack scan web` can be told, named as its options are; None where nothing was said.

    The same names stand in the `[scan.web]` table of a file for --config.
    """

    url: str | None = None
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    profile: Profile | None = None
    header: tuple[str, ...] = ()
    login_url: str | None = None
    username: str | None = None
    password_env: str | None = None
    time_limit: str | None = None
    max_requests: int | None = None
    max_pages: int | None = None
    requests_per_second: float | None = None
    allow_destructive: bool | None = None
    insecure: bool | None = None
    callback_url: str | None = None
    record: str | None = None
    format: ReportFormat | None = None
    output: tuple[str, ...] = ()
    fail_on: FailOn | None = None

    def over(self, other: WebSettings) -> WebSettings:
        """Return the other settings with these on top: lists are joined, single values replaced where said."""
        changes = {}
        for name in self.__struct_fields__:
            mine, theirs = getattr(self, name), getattr(other, name)
            changes[name] = (*theirs, *mine) if isinstance(mine, tuple) else theirs if mine is None else mine
        return msgspec.structs.replace(other, **changes)

    def options(self) -> WebScanOptions:
        """Return what the scanner is asked to do. Raises CommandError when the settings make no sense."""
        from securestack.scanners.web.options import WebScanOptions

        if not self.url:
            raise CommandError(
                "Say what to scan: `securestack scan web http://127.0.0.1:8000`, or url in the config."
            )
        defaults = WebScanOptions(url=web_address(self.url))
        access = read_access(
            self.header, self.login_url, self.username, self.password_env, verify_tls=not self.insecure
        )
        return msgspec.structs.replace(
            defaults,
            scope=tuple(_area(prefix) for prefix in self.scope),
            exclude=self.exclude,
            only=self.only,
            profile=self.profile or defaults.profile,
            headers=access.headers,
            login_url=access.login_url,
            username=access.username,
            password=access.password,
            verify_tls=access.verify_tls,
            time_limit=seconds(self.time_limit, "--time-limit"),
            max_requests=positive(self.max_requests, "--max-requests"),
            max_pages=positive(self.max_pages, "--max-pages") or defaults.max_pages,
            requests_per_second=positive(self.requests_per_second, "--requests-per-second"),
            allow_destructive=bool(self.allow_destructive),
            callback_url=web_address(self.callback_url, "--callback-url") if self.callback_url else "",
            record=self.record or "",
        )


def _area(prefix: str) -> str:
    return prefix if prefix.startswith("/") else web_address(prefix, "--scope")


class _ScanTables(msgspec.Struct, forbid_unknown_fields=True):
    web: WebSettings = msgspec.field(default_factory=WebSettings)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    scan: _ScanTables = msgspec.field(default_factory=_ScanTables)


def read_config(path: Path) -> WebSettings:
    """Return the settings in the `[scan.web]` table of a TOML file. Raises CommandError."""
    try:
        text = path.read_bytes().decode("utf-8")
        return msgspec.convert(tomllib.loads(text), _File).scan.web
    except OSError as error:
        raise CommandError(
            f"Cannot read the config {path}: {(error.strerror or str(error)).lower()}."
        ) from error
    except UnicodeDecodeError as error:
        raise CommandError(f"The config {path} is not UTF-8 text; save it as TOML in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"The config {path} is not valid TOML: {error}.") from error
    except msgspec.ValidationError as error:
        raise CommandError(
            f"The config {path} holds something unexpected: {error}; `securestack scan web --help` lists the names."
        ) from error
