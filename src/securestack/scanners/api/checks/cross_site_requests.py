"""Requests as any page of another site can have a browser send them, in an API whose sessions live in cookies.

What is sent needs no permission of the API first: a POST without headers of its own, its body as a form or as plain
text. It counts when the same without the cookies is refused, and the user finds afterwards what was sent.
"""

from __future__ import annotations

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange, HeaderList, Request
from securestack.probing.actors.actor import Actor
from securestack.probing.cookies import SameSite, names_session
from securestack.probing.proof import Proof
from securestack.scanners.api.answers import accepted, telling_values
from securestack.scanners.api.api import Api
from securestack.scanners.api.check import ApiCheck, Stage, operation_finding
from securestack.scanners.api.description.model import Operation
from securestack.scanners.api.names import noun_of
from securestack.scanners.api.purposes import Purpose, is_administrative
from securestack.scanners.api.requests import Inputs, build

RULE = Rule(
    id="api.cross-site-request-forgery",
    title="Pages of other sites can have a user's browser change something",
    severity=Severity.MEDIUM,
    cwe=(352,),
    what=(
        "The API knows its users by a cookie that browsers also send when another site asks, and carries out a change "
        "whose request holds nothing that another site could not send."
    ),
    why=(
        "A user who is logged in opens a page of an attacker, and that page orders, pays, posts or changes their address "
        "in their name, unseen."
    ),
    fix=(
        "Refuse requests whose Sec-Fetch-Site is cross-site, or whose Origin is not one's own; take JSON only with the "
        "content type application/json, which another site cannot send without permission; and set the session cookie "
        "with SameSite=Lax or Strict. An API for programs is better off with tokens in a header."
    ),
    vulnerable_example="Set-Cookie: session=…; SameSite=None\n\norder = json.loads(request.body)   # whatever its content type",
    fixed_example=(
        "Set-Cookie: session=…; SameSite=Lax; Secure; HttpOnly\n\n"
        "if request.headers.get('Sec-Fetch-Site') == 'cross-site': abort(403)"
    ),
    owasp=("API8:2023", "A01:2021"),
    references=(
        Reference(
            "OWASP: Cross-Site Request Forgery Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "Fetch: CORS-safelisted request-headers",
            "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
        ),
    ),
)
_ELSEWHERE = "https://another-site.example"
_FROM_ELSEWHERE: HeaderList = (
    ("Origin", _ELSEWHERE),
    ("Referer", f"{_ELSEWHERE}/"),
    ("Sec-Fetch-Site", "cross-site"),
    ("Sec-Fetch-Mode", "no-cors"),
)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")


def _choose(api: Api) -> list[Operation]:
    owner = api.people.users[0]
    if owner.session.carried or not _cookie_travels(owner):
        return []
    return [
        operation
        for operation in api.for_purpose(Purpose.CREATE)
        if operation.method == "POST" and not is_administrative(operation)
    ]


def _cookie_travels(actor: Actor) -> bool:
    """Whether browsers would send the cookie that says who somebody is when another site asks."""
    cookies = actor.session.jar.cookies()
    telling = [cookie for cookie in cookies if names_session(cookie.name)] or list(cookies)
    return bool(telling) and all(
        cookie.same_site not in (SameSite.LAX, SameSite.STRICT) for cookie in telling
    )


async def _run(api: Api, operation: Operation) -> list[Finding]:
    owner = api.people.users[0]
    request, texts = _as_from_elsewhere(api, operation, owner)
    if not texts:
        return []
    unknown = await api.send(operation, api.people.nobody, request)
    if accepted(unknown.response):
        return []
    answer = await api.send(operation, owner, request)
    seen = await _seen(api, operation, owner, texts)
    if not accepted(answer.response) or (seen is None and not texts & telling_values(answer.response)):
        return []
    marked = tuple(sorted(texts)[:3])
    proofs = [
        Proof(unknown, (), "without the cookie it is refused", "nobody"),
        Proof(answer, (_ELSEWHERE, *marked), "as another site has a browser send it, it is done", owner.name),
    ]
    if seen is not None:
        proofs.append(Proof(seen, marked, "the user finds what was sent", owner.name))
    summary = (
        f"With the cookies of {owner.name}, {operation.id} did what a page of another site asked for, its body sent as "
        f"{_type_of(request)}."
    )
    return [operation_finding(api, operation, RULE, CHECK.id, summary, *proofs)]


def _type_of(request: Request) -> str:
    """Return the content type of a request, without its parameters."""
    told = next((value for name, value in request.headers if name.lower() == "content-type"), "")
    return told.partition(";")[0]


def _as_from_elsewhere(api: Api, operation: Operation, owner: Actor) -> tuple[Request, set[str]]:
    """Return the request, and the texts in it that nobody used before."""
    inputs: Inputs = api.inputs(operation, owner, new=True)
    texts = {text for text in map(str, inputs.fields.values()) if text.startswith("zq")}
    built = build(operation, api.base, inputs).build()
    kind = _type_of(built)
    content_type = next((value for name, value in built.headers if name.lower() == "content-type"), "")
    if kind not in _FORMS:
        content_type = "text/plain;charset=UTF-8"
    headers = (("Content-Type", content_type), *_FROM_ELSEWHERE)
    return Request(built.method, built.url, headers, built.body), texts


async def _seen(api: Api, operation: Operation, owner: Actor, texts: set[str]) -> Exchange | None:
    """Return the list that shows the user one of these texts, None where none does."""
    for other in api.for_purpose(Purpose.LIST):
        if noun_of(other.path) == noun_of(operation.path) and not other.path_parameters:
            exchange = await api.ask(other, owner, api.inputs(other, owner))
            if texts & telling_values(exchange.response):
                return exchange
    return None


CHECK = ApiCheck(
    id="cross-site-requests", rules=(RULE,), choose=_choose, run=_run, stage=Stage.WRITING, users=1
)
