"""Cookies that say who the user is, without the attributes that guard them (RFC 6265 and its successor draft)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.probing.cookies import Cookie, SameSite, parse_set_cookie
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import headers_of, is_https

_REFERENCES = (
    Reference("RFC 6265: HTTP State Management Mechanism", "https://www.rfc-editor.org/rfc/rfc6265"),
    Reference(
        "OWASP: Session Management Cheat Sheet",
        "https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html",
    ),
    Reference(
        "MDN: Set-Cookie", "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie"
    ),
)
_FIXED = "Set-Cookie: __Host-session=7d1c…; Path=/; Secure; HttpOnly; SameSite=Lax"

HTTP_ONLY = Rule(
    id="web.cookie-without-http-only",
    title="Scripts can read the session cookie",
    severity=Severity.LOW,
    cwe=(1004,),
    what="A cookie that says who the user is lacks `HttpOnly`.",
    why="A script injected into any page of the site can read the cookie and send it away: the session is stolen.",
    fix="Set the cookie with `HttpOnly`. Scripts of the site itself hardly ever need a session's token.",
    vulnerable_example="Set-Cookie: session=7d1c…; Path=/; Secure",
    fixed_example=_FIXED,
    owasp=("A05:2021", "A07:2021"),
    references=_REFERENCES,
)
SECURE = Rule(
    id="web.cookie-without-secure",
    title="The session cookie also travels over plain HTTP",
    severity=Severity.LOW,
    cwe=(614,),
    what="A cookie that says who the user is was set over HTTPS without `Secure`.",
    why=(
        "A browser sends it with plain HTTP requests to the same host too. Somebody on the network can cause one such "
        "request, for instance by an image address, and read the session's token."
    ),
    fix="Set the cookie with `Secure`, best with the name prefix `__Host-`.",
    vulnerable_example="Set-Cookie: session=7d1c…; Path=/; HttpOnly",
    fixed_example=_FIXED,
    owasp=("A02:2021", "A05:2021"),
    references=_REFERENCES,
)
SAME_SITE = Rule(
    id="web.cookie-without-same-site",
    title="The session cookie goes out with requests of other sites",
    severity=Severity.LOW,
    cwe=(1275,),
    what="A cookie that says who the user is lacks `SameSite`, or says `SameSite=None`.",
    why=(
        "Not every browser takes a missing attribute for `Lax`, and those that do make exceptions for fresh cookies. "
        "Requests that other sites cause then carry the user's rights: the ground of cross-site request forgery."
    ),
    fix="Set the cookie with `SameSite=Lax`, or `Strict` where no other site needs to link into the session.",
    vulnerable_example="Set-Cookie: session=7d1c…; Path=/; Secure; HttpOnly",
    fixed_example=_FIXED,
    owasp=("A01:2021", "A05:2021"),
    references=_REFERENCES,
)
BROAD_DOMAIN = Rule(
    id="web.cookie-for-parent-domain",
    title="The session cookie is shared with every subdomain",
    severity=Severity.LOW,
    cwe=(1275, 565),
    what="A cookie that says who the user is is set for a parent domain of the host.",
    why=(
        "Every other host under that domain receives the token and can overwrite it. One weak or abandoned subdomain is "
        "then enough to take over sessions of this application."
    ),
    fix="Leave `Domain` out, so that only this host gets the cookie; the name prefix `__Host-` makes sure of it.",
    vulnerable_example="Set-Cookie: session=7d1c…; Domain=example.com; Path=/; Secure; HttpOnly",
    fixed_example=_FIXED,
    owasp=("A05:2021",),
    references=_REFERENCES,
)
PREFIX = Rule(
    id="web.cookie-prefix-violation",
    title="A cookie breaks the promise of its name",
    severity=Severity.LOW,
    cwe=(565,),
    what="A cookie's name begins with `__Host-` or `__Secure-`, but its attributes do not fit.",
    why=(
        "Browsers refuse such a cookie. What depends on it, such as a login or a CSRF defence, works in old browsers "
        "and in tests only, and is often replaced by something weaker in a hurry."
    ),
    fix="`__Secure-` needs `Secure`; `__Host-` needs `Secure` and `Path=/`, and forbids `Domain`.",
    vulnerable_example="Set-Cookie: __Host-session=7d1c…; Path=/account; Secure",
    fixed_example=_FIXED,
    owasp=("A05:2021",),
    references=_REFERENCES,
)


def _key(page: Page) -> Hashable | None:
    values = headers_of(page, "set-cookie")[0]
    if not values:
        return None
    # The value changes with every answer; what guards it does not.
    return tuple(
        (value.partition("=")[0], value.partition(";")[2].partition("xpires=")[0]) for value in values
    )


def _run(page: Page) -> Iterator[Finding]:
    for value in headers_of(page, "set-cookie")[0]:
        cookie = parse_set_cookie(value)
        if cookie is None or cookie.is_deletion:
            continue
        for rule, summary in _problems(cookie, page):
            yield page_finding(
                page,
                rule,
                CHECK.id,
                summary,
                f"Set-Cookie: {cookie.name}",
                cookie.name + "=",
                parameter=cookie.name,
                site_wide=True,
            )


def _problems(cookie: Cookie, page: Page) -> Iterator[tuple[Rule, str]]:
    if broken := _broken_promise(cookie):
        yield PREFIX, f"The cookie {cookie.name} {broken}, so that browsers refuse it."
    if not cookie.looks_like_session:
        return
    if not cookie.http_only:
        yield (
            HTTP_ONLY,
            f"The cookie {cookie.name} was set without HttpOnly, so that an injected script can read it.",
        )
    if is_https(page) and not cookie.secure:
        yield (
            SECURE,
            f"The cookie {cookie.name} was set over HTTPS without Secure, so that it also travels in the open.",
        )
    if cookie.same_site is None:
        yield SAME_SITE, f"The cookie {cookie.name} was set without SameSite."
    elif cookie.same_site is SameSite.NONE:
        yield (
            SAME_SITE,
            f"The cookie {cookie.name} says SameSite=None: requests that other sites cause carry it.",
        )
    host = (urlsplit(page.url).hostname or "").lower()
    if cookie.domain and cookie.domain != host and host.endswith("." + cookie.domain):
        yield (
            BROAD_DOMAIN,
            f"The cookie {cookie.name} set by {host} is meant for every host of {cookie.domain}.",
        )


def _broken_promise(cookie: Cookie) -> str:
    name = cookie.name.lower()
    if name.startswith(("__host-", "__secure-")) and not cookie.secure:
        return "lacks Secure"
    if name.startswith("__host-"):
        if cookie.domain:
            return "says Domain"
        if cookie.path != "/":
            return "lacks Path=/"
    return ""


CHECK = PassiveCheck(
    id="cookie-attributes",
    rules=(HTTP_ONLY, SECURE, SAME_SITE, BROAD_DOMAIN, PREFIX),
    run=_run,
    once_per=_key,
)
