"""What a check needs before it may run; the plan leaves out, and reports, what may not."""

from __future__ import annotations

import enum

import msgspec


class Profile(enum.StrEnum):
    """How thorough a scan is."""

    QUICK = (
        "quick"  # what can be told from few requests: passive checks and the cheapest proof of each injection
    )
    STANDARD = "standard"  # every check on every query, body, JSON and path value that looks dynamic
    DEEP = "deep"  # also headers, cookies, file names, every path segment, and slow timing proofs everywhere


class Needs(msgspec.Struct, frozen=True, kw_only=True):
    """What a check needs: nothing for a passive check, otherwise what it declares here."""

    active: bool = False  # sends requests that no ordinary user would
    callback: bool = False  # the target must be able to reach the callback server
    authenticated: bool = False
    browser: bool = False
    destructive: bool = False
    profile: Profile = Profile.QUICK  # the least thorough profile in which it runs
