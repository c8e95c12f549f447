"""What an API scan is asked to do."""

from __future__ import annotations

from typing import Any

import msgspec

from securestack.probing.needs import Profile


class ApiUser(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may log in to the API: with name and password, or with headers that hold a token or a cookie."""

    name: str = ""
    password: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    administrator: bool = False


class FlowStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a business flow: an operation, and values for it by the names of its parameters and fields.

    `keep` names values of its answer (JSON Pointers) for later steps, which write them in braces. `once` says that the
    step must not work a second time, `needed` that nothing after it may work without it.
    """

    operation: str
    given: dict[str, Any] = msgspec.field(default_factory=dict, name="with")
    keep: dict[str, str] = {}
    once: bool = False
    needed: bool = False


class Flow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A business flow. `watch` is an operation that shows what came of it."""

    name: str
    steps: tuple[FlowStep, ...]
    watch: FlowStep | None = None


class ApiScanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of one API scan; times are in seconds.

    `description` is the path or the address of a description; `document` is its text, where whoever starts the scan has
    it already. `url` is the base address, needed where the description names none or another one is meant. Without
    `users` the scanner registers its own where the API lets it. `headers` go with every request, those of nobody
    included. `login` names the operation to log in with, such as `POST /login`, where it is not found by itself.
    `only` holds the ids of the rules to look for (none means all), `exclude` patterns of URLs that may not be asked.
    `conformance` names the file for a report on answers that do not fit the description.
    `flows` are the business flows that are played otherwise than they are meant.
    `allow_destructive` also asks operations that change or delete what others own, or look as if they reset the API.
    """

    description: str
    document: str = ""
    url: str = ""
    users: tuple[ApiUser, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    login: str = ""
    register: bool = True
    scope: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    profile: Profile = Profile.STANDARD
    max_requests: int | None = 3_000
    time_limit: float | None = 180.0
    requests_per_second: float | None = None
    allow_destructive: bool = False
    verify_tls: bool = True
    callback_url: str = ""
    record: str = ""
    conformance: str = ""
    flows: tuple[Flow, ...] = ()
