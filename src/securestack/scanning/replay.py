"""Looking for one finding again: is it still there?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import msgspec

from securestack.core.budget import Budget, BudgetExhausted
from securestack.core.evidence import Replay
from securestack.core.finding import Finding
from securestack.net.client import HttpClient
from securestack.net.errors import NetError
from securestack.net.guard import AddressGuard
from securestack.net.message import Exchange, HeaderList
from securestack.net.redirects import redirect_target
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.net.url import origin
from securestack.probing.callbacks import CallbackServer
from securestack.probing.catalogue import INJECTION_CHECKS
from securestack.probing.check import Probe
from securestack.probing.cookies import names_session
from securestack.probing.credentials import cookie_pairs
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.needs import Profile
from securestack.probing.session import LoginFailed, Session, SessionLost
from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.options import ApiUser
from securestack.scanners.api.phases import CannotLook
from securestack.scanners.api.replay import is_from_api, look_again
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS
from securestack.scanners.web.check import Site, SiteCheck
from securestack.scanners.web.crawl.soft_not_found import SoftNotFound
from securestack.scanners.web.crawl.token_refresh import TokenRefresh
from securestack.scanners.web.login import FormLogin
from securestack.scanners.web.page import Page
from securestack.scanning.restoring import (
    NotWhole,
    require_whole,
    restore,
    restore_point,
    without_masked,
)

_MOST_REQUESTS = 600
_LOGIN_HINT = "Give the login with --login-url, or credentials with --header."


class ReplayResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay showed. `confirmed` is None where it could not be told; `reason` says why, in one sentence."""

    confirmed: bool | None
    reason: str
    finding: Finding | None = None  # the finding as it was seen now


class _Access(msgspec.Struct, frozen=True, kw_only=True):
    """As whom a replay asks."""

    headers: HeaderList = ()
    login_url: str = ""
    username: str = ""
    password: str = ""


async def replay_finding(
    finding: Finding,
    *,
    headers: HeaderList = (),
    login_url: str = "",
    username: str = "",
    password: str = "",
    verify_tls: bool = True,
    address_guard: AddressGuard | None = None,
    users: tuple[ApiUser, ...] = (),
    document: str = "",
) -> ReplayResult:
    """Run the check that found a finding once more, on the same place only, and say whether it finds it again.

    `users` are those who log in to an API; without any the replay registers its own, as the scan does. `document` is the
    text of the API's description, where it is not to be read from where it was.
    `address_guard` refuses addresses that must not be connected to. What was masked as a secret when the finding was
    kept is never sent.
    """
    replay = finding.evidence.replay
    if replay is None:
        return _untold("This finding does not hold what is needed to look for it again.")
    if is_from_api(replay.state):
        ask = partial(
            look_again,
            users=users,
            headers=headers,
            document=document,
            verify_tls=verify_tls,
            address_guard=address_guard,
        )
        return await _look_at_api_again(finding, replay, ask)
    access = _Access(headers=headers, login_url=login_url, username=username, password=password)
    include = (f"{origin(login_url)}/",) if login_url else ()
    try:
        template = msgspec.convert(replay.state["template"], RequestTemplate)
        scope = Scope.of(template.origin + "/", include=include)
    except (msgspec.ValidationError, KeyError, ValueError) as error:
        return _untold(f"The finding does not hold what is needed: {error}.")
    budget = Budget(max_requests=_MOST_REQUESTS)
    client = HttpClient(scope, budget, transport=AiohttpTransport(verify_tls=verify_tls, guard=address_guard))
    async with client, CallbackServer() as callbacks:
        again = _Again(replay, template, access, client, callbacks)
        try:
            found = await again.look()
        except (NotWhole, NetError, LoginFailed, SessionLost, BudgetExhausted) as error:
            return _untold(f"It could not be told: {error}")
        except (msgspec.ValidationError, KeyError) as error:
            return _untold(f"The finding does not hold what is needed: {error}.")
        return _judge(finding, found, again)


async def _look_at_api_again(
    finding: Finding, replay: Replay, ask: Callable[[str, dict[str, Any]], Awaitable[list[Finding]]]
) -> ReplayResult:
    try:
        found = await ask(replay.check, replay.state)
    except (CannotLook, UnreadableDescription, NetError, LoginFailed, SessionLost, BudgetExhausted) as error:
        return _untold(f"It could not be told: {error}")
    except (msgspec.ValidationError, KeyError) as error:
        return _untold(f"The finding does not hold what is needed: {error}.")
    for other in found:
        if other.fingerprint == finding.fingerprint:
            return ReplayResult(confirmed=True, reason=other.summary, finding=other)
    return ReplayResult(
        confirmed=False, reason="The check looked at the same operation and did not find it again."
    )


def _untold(reason: str) -> ReplayResult:
    return ReplayResult(confirmed=None, reason=reason)


def _judge(finding: Finding, found: list[Finding], again: _Again) -> ReplayResult:
    for other in found:
        if other.fingerprint == finding.fingerprint or (
            (other.rule_id, other.location.part) == (finding.rule_id, finding.location.part)
        ):
            return ReplayResult(confirmed=True, reason=other.summary, finding=other)
    if missing := _missing_credentials(finding, again):
        return _untold(
            f"It was found with {missing}, which this replay does not have, and without it nothing was found. {_LOGIN_HINT}"
        )
    if again.answer is not None and _asks_to_log_in(again.answer, finding):
        return _untold(f"{again.answer.request.url} now wants to know who asks. {_LOGIN_HINT}")
    if again.answer is not None and _is_unwell(again.answer, finding):
        return _untold(
            f"{again.answer.request.url} answered {again.answer.response.status} to the unchanged request: nothing can be "
            "told while the target is not well."
        )
    if again.needs_callback:
        return _untold(
            "The check needs the target to call back, and from where this runs it may not be able to; scan again with a "
            "callback address."
        )
    return ReplayResult(
        confirmed=False, reason="The check looked at the same place and did not find it again."
    )


def _missing_credentials(finding: Finding, again: _Again) -> str:
    """Return the name of a credential that the first proof was sent with and the replay had not, or nothing."""
    if not finding.evidence.exchanges:
        return ""
    request = finding.evidence.exchanges[0].request
    had = {name for name, _ in again.session.cookies_for(request.url)}
    for name, value in request.headers:
        if name.lower() == "authorization" and not any(
            own.lower() == "authorization" for own, _ in again.access.headers
        ):
            return f"the header {name}"
        if name.lower() == "cookie":
            lost = [
                cookie for cookie, _ in cookie_pairs(value) if names_session(cookie) and cookie not in had
            ]
            if lost:
                return f"the cookie {lost[0]}"
    return ""


def _asks_to_log_in(answer: Exchange, finding: Finding) -> bool:
    first = finding.evidence.exchanges[0].response if finding.evidence.exchanges else None
    status = answer.response.status
    if first is not None and first.status == status:
        return False
    target = redirect_target(answer)
    return status in (401, 403) or (target is not None and "login" in urlsplit(target).path.lower())


def _is_unwell(answer: Exchange, finding: Finding) -> bool:
    """Whether the server fails or refuses for now, where it did not when the flaw was found."""
    first = finding.evidence.exchanges[0].response if finding.evidence.exchanges else None
    status = answer.response.status
    return (status >= 500 or status == 429) and (first is None or first.status != status)


class _Again:
    """One look at the place of a finding. `answer` is what the server said to the request before it was changed."""

    def __init__(
        self,
        replay: Replay,
        template: RequestTemplate,
        access: _Access,
        client: HttpClient,
        callbacks: CallbackServer,
    ) -> None:
        self._replay = replay
        self._template = template
        self._callbacks = callbacks
        self._client = client
        self.access = access
        self.answer: Exchange | None = None
        self.session = Session(client, headers=access.headers, login=self._login())

    @property
    def needs_callback(self) -> bool:
        """Whether a callback address was given to a target that may not reach it."""
        host = urlsplit(self._template.origin).hostname or ""
        return self._callbacks.listening and host not in ("localhost", "127.0.0.1", "::1")

    def _login(self) -> FormLogin | None:
        access, form = self.access, self._template.form
        if not access.login_url or (form is not None and form.login_fields is not None):
            return None  # the form to log in is asked by somebody who is not
        return FormLogin(
            self._client,
            login_url=access.login_url,
            username=access.username,
            password=access.password,
            start_url=self._template.url,
        )

    async def look(self) -> list[Finding]:
        """Return what the check finds now. Raises whatever keeps it from looking."""
        await self.session.log_in()
        self._template = await restore(
            self._template, self.session, username=self.access.username, password=self.access.password
        )
        for check in INJECTION_CHECKS:
            if check.id == self._replay.check:
                return await check.run(await self._probe())
        if self._replay.check == stored_xss.CHECK_ID:
            return await self._store_again()
        require_whole(self._template)
        self._template, _ = without_masked(self._template)
        return list(await self._look_at_page())

    async def _store_again(self) -> list[Finding]:
        point = self._point()
        page = msgspec.convert(self._replay.state["page"], RequestTemplate)
        require_whole(page)
        page, _ = without_masked(page)
        self.answer = await self.session.send(page.build())  # whatever is stored may belong to its cookies
        self.session.freeze()
        state = {
            **self._replay.state,
            "template": msgspec.to_builtins(self._template),
            "point": msgspec.to_builtins(point),
            "page": msgspec.to_builtins(page),
        }
        return await stored_xss.replay(state, self.session, refresh=TokenRefresh(self.session))

    def _point(self) -> InsertionPoint:
        point = msgspec.convert(self._replay.state["point"], InsertionPoint)
        require_whole(self._template, point)
        self._template, whole = without_masked(self._template, restore_point(point, self._template))
        assert whole is not None
        return whole

    async def _probe(self) -> Probe:
        point = self._point()
        self.answer = await self.session.send(self._template.build())
        self.session.freeze()
        return Probe(
            sender=self.session,
            template=self._template,
            point=point,
            baseline=self.answer,
            profile=Profile.DEEP,
            callbacks=self._callbacks,
            refresh=TokenRefresh(self.session),
        )

    async def _look_at_page(self) -> Iterable[Finding]:
        self.answer = await self.session.send(self._template.build())
        page = Page(self._template, self.answer)
        page.cookies = self.session.jar.kept_for(page.url)
        for passive in PASSIVE_CHECKS:
            if passive.id == self._replay.check:
                return passive.run(page)
        for site_check in SITE_CHECKS:
            if site_check.id == self._replay.check:
                return await self._ask_site(site_check, page)
        raise KeyError(f"there is no check {self._replay.check!r} any more")

    async def _ask_site(self, check: SiteCheck, page: Page) -> Iterable[Finding]:
        if check.judge is not None:
            return check.judge(page)
        site = Site(
            origin=self._template.origin,
            pages=[page],
            sender=self.session,
            is_missing=SoftNotFound(self.session).is_missing,
            profile=Profile.DEEP,
        )
        return await check.run(site)
