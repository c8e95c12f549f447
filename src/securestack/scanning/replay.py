"""Looking for one finding again: is it still there?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from securestack.core.budget import Budget, BudgetExhausted
from securestack.core.evidence import Replay
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation
from securestack.net.client import HttpClient
from securestack.net.errors import NetError
from securestack.net.message import HeaderList
from securestack.net.scope import Scope
from securestack.net.transport import AiohttpTransport
from securestack.probing.callbacks import CallbackServer
from securestack.probing.catalogue import INJECTION_CHECKS
from securestack.probing.check import Probe
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.needs import Profile
from securestack.probing.session import LoginFailed, Session, SessionLost
from securestack.scanners.web.active import stored_xss
from securestack.scanners.web.catalogue import PASSIVE_CHECKS, SITE_CHECKS
from securestack.scanners.web.check import Site
from securestack.scanners.web.crawl.soft_not_found import SoftNotFound
from securestack.scanners.web.login import FormLogin
from securestack.scanners.web.page import Page

_MOST_REQUESTS = 300


class ReplayResult(msgspec.Struct, frozen=True, kw_only=True):
    """What a replay showed. `confirmed` is None where it could not be told; `reason` says why, in one sentence."""

    confirmed: bool | None
    reason: str
    finding: Finding | None = None  # the finding as it was seen now


async def replay_finding(
    finding: Finding,
    *,
    headers: HeaderList = (),
    login_url: str = "",
    username: str = "",
    password: str = "",
    verify_tls: bool = True,
) -> ReplayResult:
    """Run the check that found a finding once more, on the same place only, and say whether it finds it again."""
    replay = finding.evidence.replay
    if replay is None or not isinstance(finding.location, HttpLocation):
        return ReplayResult(
            confirmed=None, reason="This finding does not hold what is needed to look for it again."
        )
    url = finding.location.url
    client = HttpClient(
        Scope.of(url), Budget(max_requests=_MOST_REQUESTS), transport=AiohttpTransport(verify_tls=verify_tls)
    )
    async with client, CallbackServer() as callbacks:
        login = None
        if login_url:
            login = FormLogin(
                client, login_url=login_url, username=username, password=password, start_url=url
            )
        session = Session(client, headers=headers, login=login)
        try:
            await session.log_in()
            session.freeze()
            found = await _look(replay, session, callbacks)
        except (NetError, LoginFailed, SessionLost, BudgetExhausted) as error:
            return ReplayResult(confirmed=None, reason=f"It could not be told: {error}")
        except (msgspec.ValidationError, KeyError) as error:
            return ReplayResult(confirmed=None, reason=f"The finding does not hold what is needed: {error}.")
    again = next((other for other in found if other.fingerprint == finding.fingerprint), None)
    if again is None:
        again = next((other for other in found if other.rule_id == finding.rule_id), None)
    if again is None:
        return ReplayResult(
            confirmed=False, reason="The check looked at the same place and did not find it again."
        )
    return ReplayResult(confirmed=True, reason=again.summary, finding=again)


async def _look(replay: Replay, session: Session, callbacks: CallbackServer) -> Iterable[Finding]:
    for check in INJECTION_CHECKS:
        if check.id == replay.check:
            template = msgspec.convert(replay.state["template"], RequestTemplate)
            probe = Probe(
                sender=session,
                template=template,
                point=msgspec.convert(replay.state["point"], InsertionPoint),
                baseline=await session.send(template.build()),
                profile=Profile.DEEP,
                callbacks=callbacks,
            )
            return await check.run(probe)
    if replay.check == stored_xss.CHECK_ID:
        return await stored_xss.replay(replay.state, session)
    return await _look_at_page(replay, session)


async def _look_at_page(replay: Replay, session: Session) -> Iterable[Finding]:
    template = msgspec.convert(replay.state["template"], RequestTemplate)
    page = Page(template, await session.send(template.build()))
    for passive in PASSIVE_CHECKS:
        if passive.id == replay.check:
            return list(passive.run(page))
    for site_check in SITE_CHECKS:
        if site_check.id == replay.check:
            site = Site(
                origin=template.origin,
                pages=[page],
                sender=session,
                is_missing=SoftNotFound(session).is_missing,
                profile=Profile.DEEP,
            )
            return await site_check.run(site)
    raise KeyError(f"there is no check {replay.check!r} any more")
