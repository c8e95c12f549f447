"""Stored cross-site scripting: what was sent in one request runs as script in the page of another.

A second pass. The words of the first probes are remembered with where they were sent; when everything has been asked,
the pages are fetched once more and searched for them. Where one shows up, payloads are submitted at its origin and the
page is fetched again, until one of them would run.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from securestack.core.evidence import HttpEvidence, Replay
from securestack.core.finding import Finding
from securestack.core.fingerprint import http_fingerprint
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.errors import NetError
from securestack.net.message import Exchange
from securestack.probing.check import Sender, new_token
from securestack.probing.first_probe import BREAKERS
from securestack.probing.html_meaning import Meaning
from securestack.probing.html_rendering import blocks_inline_script, is_rendered
from securestack.probing.insertion import InsertionPoint, RequestTemplate
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof, record_proof
from securestack.probing.selection import shape_of
from securestack.probing.xss_hunt import Catch, Sighting, hunt

CHECK_ID = "stored-xss"

RULE = Rule(
    id="web.stored-xss",
    title="Stored cross-site scripting: saved data runs as script in a page",
    severity=Severity.HIGH,
    cwe=(79,),
    what=(
        "A value that the application saved is put into a page without encoding it for the place where it stands, so "
        "saved markup or code becomes part of that page."
    ),
    why=(
        "Everybody who opens the page runs the script of whoever saved it, without following any link: it acts in "
        "their session, administrators included, and can spread from account to account."
    ),
    fix=(
        "Encode on output, for the place where the value stands: a template engine with automatic, context-aware "
        "escaping does it. Where people may write rich text, pass it through a maintained sanitiser with a list of "
        "allowed elements when it is shown, not only when it is saved. Data saved so far may hold script already: "
        "encoding on output makes it harmless, filtering on input does not."
    ),
    vulnerable_example='page += f"<li>{entry.text}</li>"',
    fixed_example='page += f"<li>{html.escape(entry.text)}</li>"',
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: Cross Site Scripting Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "CWE-79: Improper Neutralization of Input During Web Page Generation",
            "https://cwe.mitre.org/data/definitions/79.html",
        ),
        Reference(
            "MDN: Cross-site scripting", "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/XSS"
        ),
    ),
)

_TOKEN = re.compile(rb"q[0-9a-f]{10}z|Q[0-9A-F]{10}Z")  # as check.new_token makes them
_PAGES = {Profile.QUICK: 40, Profile.STANDARD: 250, Profile.DEEP: 1_000}
_ATTEMPTS = {Profile.QUICK: 2, Profile.STANDARD: 5, Profile.DEEP: 10}
_DISPLAYS = 3  # pages on which one origin is tried

Refresh = Callable[[RequestTemplate], Awaitable[RequestTemplate]]


class Sent(msgspec.Struct, frozen=True):
    """A word, what was sent around it, and where."""

    token: str
    before: str
    after: str
    template: RequestTemplate
    point: InsertionPoint

    @property
    def origin(self) -> tuple[object, ...]:
        """What two words share that were sent at the same place."""
        template, point = self.template, self.point
        return (template.method, template.origin, template.path, point.position, point.name, point.index)


class TokenLedger:
    """Which word was sent where. Give it to every Probe: `Probe(..., ledger=ledger)`."""

    def __init__(self) -> None:
        self._sent: dict[str, Sent] = {}

    def __len__(self) -> int:
        return len(self._sent)

    def record(
        self, token: str, before: str, after: str, template: RequestTemplate, point: InsertionPoint
    ) -> None:
        """Remember a word and what was sent around it."""
        self._sent[token] = Sent(token, before, after, template, point)

    def likely_paths(self) -> frozenset[str]:
        """Return the paths where what was entered is often shown: those of the forms, of what they are sent to, and above."""
        paths: set[str] = set()
        for sent in self._sent.values():
            if (form := sent.template.form) is not None:
                for path in (sent.template.path.rstrip("/"), form.page.path.rstrip("/")):
                    paths |= {path, path.rpartition("/")[0]}
        return frozenset(paths)

    def seen_in(self, body: bytes) -> Iterator[Sequence[Sent]]:
        """Yield what was sent with the words that stand in a body, by origin.

        The newest word of an origin comes first, and of words with the same behind them only the newest. The others
        count where the newest misleads: a check may have sent its word once more, with something else behind it.
        """
        newest: dict[tuple[object, ...], dict[str, Sent]] = {}
        for word in dict.fromkeys(found.decode("ascii").lower() for found in _TOKEN.findall(body)):
            if sent := self._sent.get(word):
                words = newest.setdefault(sent.origin, {})
                words.pop(sent.after, None)
                words[sent.after] = sent
        for words in newest.values():
            yield tuple(reversed(words.values()))


async def stored_xss(
    pages: Sequence[RequestTemplate],
    ledger: TokenLedger,
    sender: Sender,
    *,
    profile: Profile = Profile.STANDARD,
    refresh: Refresh | None = None,
    on_finding: Callable[[Finding], None] | None = None,
) -> list[Finding]:
    """Look through the pages for words that were stored, and prove what runs.

    `refresh` gives a template fresh one-time tokens before it is submitted. `on_finding` is told of each finding as
    soon as it is proven, so that none is lost when the budget ends. A page that does not answer is passed over.
    Raises BudgetExhausted.
    """
    if not len(ledger):
        return []
    findings = []
    done: set[tuple[object, ...]] = set()
    displays: dict[tuple[object, ...], int] = {}
    for page in _worth_fetching(pages, _PAGES[profile], ledger.likely_paths()):
        try:
            shown = await sender.send(page.build())
        except NetError:
            continue
        if not is_rendered(shown.response):
            continue
        for words in ledger.seen_in(shown.response.body):
            origin = words[0].origin
            if origin in done or displays.get(origin, 0) >= _DISPLAYS:
                continue
            if any(sent.token in page.url for sent in words):
                continue
            displays[origin] = displays.get(origin, 0) + 1
            try:
                finding = await _pursue_any(words, page, shown, sender, _ATTEMPTS[profile], refresh)
            except NetError:
                continue
            if finding is not None:
                done.add(origin)
                findings.append(finding)
                if on_finding is not None:
                    on_finding(finding)
    return findings


async def replay(
    state: Mapping[str, Any], sender: Sender, *, refresh: Refresh | None = None
) -> list[Finding]:
    """Look again for a stored flaw from the state of its finding. Raises NetError and BudgetExhausted."""
    template = msgspec.convert(state["template"], RequestTemplate)
    point = msgspec.convert(state["point"], InsertionPoint)
    page = msgspec.convert(state["page"], RequestTemplate)
    token = new_token()
    sent = Sent(token, point.value, BREAKERS, template, point)
    await sender.send(template.with_value(point, f"{sent.before}{token}{sent.after}").build())
    shown = await sender.send(page.build())
    if token.encode() not in shown.response.body.lower() or not is_rendered(shown.response):
        return []
    finding = await _pursue(sent, page, shown, sender, _ATTEMPTS[Profile.STANDARD], refresh)
    return [] if finding is None else [finding]


def _worth_fetching(
    pages: Sequence[RequestTemplate], limit: int, likely: frozenset[str]
) -> list[RequestTemplate]:
    """Return the pages to look at, each address once: the likely ones, then one of each shape, then more of the same."""
    unique = list({page.url: page for page in pages if page.method == "GET"}.values())
    if len(unique) <= limit:
        return unique
    firsts = {shape_of(page): page for page in reversed(unique)}
    first_urls = {page.url for page in firsts.values()}
    return sorted(unique, key=lambda page: (page.path.rstrip("/") not in likely, page.url not in first_urls))[
        :limit
    ]


async def _pursue_any(
    words: Sequence[Sent],
    page: RequestTemplate,
    shown: Exchange,
    sender: Sender,
    attempts: int,
    refresh: Refresh | None,
) -> Finding | None:
    for sent in words:
        if finding := await _pursue(sent, page, shown, sender, attempts, refresh):
            return finding
    return None


async def _pursue(
    sent: Sent,
    page: RequestTemplate,
    shown: Exchange,
    sender: Sender,
    attempts: int,
    refresh: Refresh | None,
) -> Finding | None:
    template = sent.template
    submission: Exchange | None = None

    async def submit_and_look(value: str) -> Exchange:
        nonlocal template, submission
        if refresh is not None:
            template = await refresh(template)
        submission = await sender.send(template.with_value(sent.point, value).build())
        return await sender.send(page.build())

    sighting = Sighting(text=shown.response.text, word=sent.token, before=sent.before, after=sent.after)
    catch = await hunt(submit_and_look, sighting, attempts=attempts)
    if catch is None or submission is None:
        return None
    return _finding(sent, page, submission, catch)


def _finding(sent: Sent, page: RequestTemplate, submission: Exchange, catch: Catch) -> Finding:
    location = sent.template.location(sent.point)
    severity, confidence, remark = None, Confidence.CERTAIN, ""
    if catch.execution.meaning is Meaning.VBSCRIPT:
        severity, confidence = Severity.LOW, Confidence.FIRM
        remark = " Only clients that still run VBScript, such as Internet Explorer mode, are open to it."
    elif blocks_inline_script(catch.exchange.response):
        severity, confidence = Severity.MEDIUM, Confidence.FIRM
        remark = " The page's Content-Security-Policy stops this script; other markup can still be planted."
    summary = (
        f"{catch.value!r}, submitted as the {sent.point.position} parameter {sent.point.name!r}, was stored: "
        f"{page.url} now shows it as part of {catch.execution.where}, so that the browser of everybody who opens "
        f"that page runs the call with the number {catch.marker}.{remark}"
    )
    proofs = (
        Proof(submission, (catch.value,), "The value is submitted."),
        Proof(catch.exchange, (catch.value, catch.execution.fragment), "The page that shows it afterwards."),
    )
    return Finding(
        rule_id=RULE.id,
        location=location,
        summary=summary,
        confidence=confidence,
        severity=severity,
        fingerprint=http_fingerprint(RULE.id, location),
        evidence=HttpEvidence(
            exchanges=tuple(record_proof(proof) for proof in proofs),
            replay=Replay(
                check=CHECK_ID,
                state={
                    "template": msgspec.to_builtins(sent.template),
                    "point": msgspec.to_builtins(sent.point),
                    "page": msgspec.to_builtins(page),
                },
            ),
        ),
    )
