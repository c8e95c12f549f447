"""What a web scan is asked to do."""

from __future__ import annotations

import msgspec

from securestack.probing.needs import Profile


class WebScanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of one web scan; times are in seconds.

    `scope` holds further URL prefixes that may be asked, `exclude` patterns of URLs that may not, `only` the ids of the
    rules to look for (none means all). `headers` are sent with every request: a bearer token or a session cookie goes
    here. `allow_destructive` lets the scan send what looks like logout, deletion or a password change. `record` names a
    file that keeps every exchange.
    """

    url: str
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    profile: Profile = Profile.STANDARD
    only: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    login_url: str = ""
    username: str = ""
    password: str = ""
    max_requests: int | None = None
    time_limit: float | None = None
    max_pages: int = 10_000
    requests_per_second: float | None = None
    allow_destructive: bool = False
    verify_tls: bool = True
    callback_url: str = ""  # where a target elsewhere reaches our callback server; empty: loopback
    record: str = ""
