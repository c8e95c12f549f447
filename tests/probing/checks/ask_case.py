"""Running one check on one page of the gallery, over real HTTP."""

from __future__ import annotations

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from securestack.core.budget import Budget
from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.net.client import HttpClient
from securestack.net.message import Exchange, Request
from securestack.net.scope import Scope
from securestack.probing.callbacks import CallbackServer
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.insertion import Field, FormBody, RequestTemplate
from securestack.probing.needs import Profile
from tests.targets.case import Case
from tests.targets.gallery import application, serve


class Answer(NamedTuple):
    """What a check found on a page, and how many requests it took beyond the first, ordinary one."""

    findings: list[Finding]
    requests: list[Request]

    @property
    def rules(self) -> set[str]:
        return {finding.rule_id for finding in self.findings}


class _Counting:
    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self.requests: list[Request] = []

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.requests.append(request)
        return await self._client.send(request, timeout=timeout)


async def ask_case(case: Case, check: InjectionCheck, *, callbacks: bool = True) -> Answer:
    """Serve a page and ask every parameter of it, in the profile the case asks for."""
    async with serve(application([case])) as url:
        return await ask(template_of(case, url), check, profile=Profile(case.profile), callbacks=callbacks)


async def ask(
    template: RequestTemplate,
    check: InjectionCheck,
    *,
    profile: Profile = Profile.STANDARD,
    callbacks: bool = True,
    path: bool = False,
) -> Answer:
    """Ask every point of a template; those of the path only where told to."""
    findings: list[Finding] = []
    async with HttpClient(Scope.of(template.origin + "/"), Budget()) as client, CallbackServer() as server:
        sender = _Counting(client)
        baseline = await client.send(template.build())
        for point in template.points():
            if point.position not in check.positions or (point.position is Position.PATH) != path:
                continue
            probe = Probe(
                sender=sender,
                template=template,
                point=point,
                baseline=baseline,
                profile=profile,
                callbacks=server if callbacks else None,
            )
            findings += await check.run(probe)
    return Answer(findings, sender.requests)


def template_of(case: Case, url: str) -> RequestTemplate:
    """Return the request that a crawler would make of a case."""
    if not case.form:
        return RequestTemplate.from_url(f"{url}{case.path}{'?' + case.query if case.query else ''}")
    fields = []
    for node in LexborHTMLParser(f"<form>{case.form}</form>").css("input[name], textarea[name]"):
        name, value = node.attributes["name"] or "", node.attributes.get("value") or ""
        fields.append(Field(name, node.text() if node.tag == "textarea" else value))
    return RequestTemplate.from_url(url + case.path, "POST", FormBody(tuple(fields)))
