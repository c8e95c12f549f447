"""Cross-site request forgery: forms that change something, sent with the user's cookies, without an unguessable value.

Nothing is said where no cookie says who the user is (there are no rights to abuse), where the browser keeps the cookie
from requests of other sites (SameSite), where the page shows a token in a form, a meta tag or a script, or where the
form only searches.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from selectolax.lexbor import LexborNode

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.url import origin, resolve
from securestack.probing.cookies import Cookie, SameSite, guess_bits, names_session
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import lowered, sent_cookie_names, set_cookies

RULE = Rule(
    id="web.cross-site-request-forgery",
    title="A form can be sent from another site",
    severity=Severity.MEDIUM,
    cwe=(352,),
    what="A form that changes something is sent with the user's cookies and holds no value an outsider could not know.",
    why=(
        "A page of an attacker can send the same form with its own content. The browser adds the user's cookies, and "
        "the server does what the attacker wants in the user's name."
    ),
    fix=(
        "Use the framework's CSRF protection: an unguessable token bound to the session in every form, checked by the "
        "server. Set session cookies with `SameSite=Lax` or `Strict`, and check `Origin` or `Sec-Fetch-Site`."
    ),
    vulnerable_example='<form method="post" action="/transfer"><input name="amount"></form>',
    fixed_example=(
        '<form method="post" action="/transfer"><input type="hidden" name="csrf_token" value="h3Jq…">'
        '<input name="amount"></form>'
    ),
    owasp=("A01:2021",),
    references=(
        Reference(
            "OWASP: Cross-Site Request Forgery Prevention Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
        ),
        Reference(
            "MDN: Cross-site request forgery",
            "https://developer.mozilla.org/en-US/docs/Web/Security/Attacks/CSRF",
        ),
    ),
)

_TOKEN_NAME = re.compile(
    r"csrf|xsrf|authenticity|anti-?forgery|requestverification|nonce|form_?(?:token|key|build_id|id)|"
    r"^_?token$|security_?token|__eventvalidation|viewstate|sesskey|_wpnonce|state$",
    re.IGNORECASE,
)
_META_TOKEN = re.compile(rb"<meta[^>]{0,80}(?:csrf|xsrf)|x-(?:csrf|xsrf)-?token|hx-headers|data-csrf")
_POST = re.compile(rb"method\s*=\s*[\"']?\s*post")
_READ_ONLY = re.compile(
    r"search|filter|find|query|lookup|sort|(?:^|[/_.-])(?:calc|preview|report|export|download|view|show|list)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"log-?in|sign-?in|log-?on|authenticate|session", re.IGNORECASE)
_TOKEN_BITS = 64  # of randomness in a hidden value that make it unguessable


def _key(page: Page) -> Hashable | None:
    body = page.response.body
    if b"<form" not in lowered(body) or not page.response.is_html or not _POST.search(lowered(body)):
        return None
    return hash(body), _session_cookies_open(page) is not None


def _run(page: Page) -> Iterator[Finding]:
    if _key(page) is None or page.document is None:
        return
    cookie = _session_cookies_open(page)
    if cookie is None or _META_TOKEN.search(lowered(page.response.body)):
        return
    told: set[str] = set()
    for form in page.document.css("form"):
        if (form.attributes.get("method") or "").strip().lower() != "post":
            continue
        action = resolve(page.url, form.attributes.get("action") or page.url) or ""
        if origin(action) != origin(page.url) or action in told:
            continue
        name, known = cookie
        if not _is_guarded(form, action):
            told.add(action)
            yield _finding(page, form, action, name, known)


def _finding(page: Page, form: LexborNode, action: str, cookie: str, known: bool) -> Finding:
    is_login = form.css_first('input[type="password" i]') is not None and bool(_LOGIN.search(action))
    doubt = "" if known else " Whether the cookie says SameSite was not seen."
    return page_finding(
        page,
        RULE,
        CHECK.id,
        f"The form sent to {action[:200]} holds no unguessable value, and the browser adds the cookie {cookie} to it "
        f"when another site sends it.{doubt}",
        form.attributes.get("action") or "<form",
        parameter=_path(action),
        site_wide=True,  # the same form may stand on every page
        confidence=Confidence.FIRM if known else Confidence.TENTATIVE,
        # Another site can log the user in as somebody else: seldom more than a nuisance.
        severity=Severity.LOW if is_login or not known else None,
    )


def _path(action: str) -> str:
    return action[len(origin(action)) :].partition("?")[0]


def _session_cookies_open(page: Page) -> tuple[str, bool] | None:
    """Return a session cookie that goes out with requests of other sites, and whether its attributes are known."""
    known: dict[str, Cookie] = {cookie.name: cookie for cookie in (*page.cookies, *set_cookies(page))}
    for cookie in known.values():
        if cookie.looks_like_session and cookie.same_site in (None, SameSite.NONE):
            return cookie.name, True
    for name in sent_cookie_names(page):
        if name not in known and names_session(name):
            return name, False
    return None


def _is_guarded(form: LexborNode, action: str) -> bool:
    fields = form.css("input,textarea,select")
    if not any((field.attributes.get("type") or "").lower() not in ("hidden", "submit") for field in fields):
        fields_matter = bool(fields) or form.css_first("button") is not None
        if not fields_matter:
            return True
    names = [field.attributes.get("name") or "" for field in fields]
    if any(_TOKEN_NAME.search(name) for name in names):
        return True
    if any(
        (field.attributes.get("type") or "").lower() == "hidden"
        and _is_random(field.attributes.get("value") or "")
        for field in fields
    ):
        return True
    if re.search(r"[?&;](?:csrf|xsrf|_?token|nonce)[^=]{0,20}=", action, re.IGNORECASE):
        return True
    searches = (form.attributes.get("role") or "").lower() == "search" or bool(
        _READ_ONLY.search(_path(action))
    )
    return searches or any(
        name.lower() in ("q", "query", "search", "s", "keyword", "keywords") for name in names
    )


def _is_random(value: str) -> bool:
    if not re.fullmatch(r"[A-Za-z0-9+/=_.:%|-]{16,}", value) or not re.search(r"[0-9]", value):
        return False
    return guess_bits(value) >= _TOKEN_BITS


CHECK = PassiveCheck(id="cross-site-request-forgery", rules=(RULE,), run=_run, once_per=_key)
