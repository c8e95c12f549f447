"""Methods that should be off: TRACE, and those of WebDAV, which are only asked about. 2 requests; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.probing.check import new_token
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.page import Page

TRACE = Rule(
    id="web.trace-method",
    title="The server answers TRACE",
    severity=Severity.LOW,
    cwe=(693,),
    what="The server sends the whole request back when asked with the method TRACE.",
    why=(
        "The answer shows headers that a proxy added, and cookies that scripts must not see. Browsers forbid scripts to "
        "send TRACE, so that it takes another flaw to use it."
    ),
    fix="Turn it off: `TraceEnable off` (Apache); allow only the methods that are needed.",
    vulnerable_example="TRACE / HTTP/1.1  ->  200, message/http",
    fixed_example="TRACE / HTTP/1.1  ->  405 Method Not Allowed",
    owasp=("A05:2021",),
    references=(Reference("RFC 9110: TRACE", "https://www.rfc-editor.org/rfc/rfc9110#section-9.3.8"),),
)
WEB_DAV = Rule(
    id="web.webdav",
    title="WebDAV is on",
    severity=Severity.LOW,
    cwe=(650,),
    what="The server says that it speaks WebDAV, with methods that list, write and delete files.",
    why="Where these methods need no login, everybody can put files on the server, programs among them.",
    fix="Turn WebDAV off where it is not needed, otherwise let only those who are logged in use it.",
    vulnerable_example="OPTIONS /  ->  Allow: GET, PUT, DELETE, PROPFIND",
    fixed_example="OPTIONS /  ->  Allow: GET, HEAD, POST",
    owasp=("A05:2021",),
    references=(Reference("RFC 4918: WebDAV", "https://www.rfc-editor.org/rfc/rfc4918"),),
)

_HEADER = "X-Traced"
_WEB_DAV_METHODS = frozenset({"PROPFIND", "MKCOL", "MOVE", "COPY", "LOCK"})


async def _run(site: Site) -> list[Finding]:
    traced = await site.ask("/", method="TRACE", headers={_HEADER: new_token()})
    options = await site.ask("/", method="OPTIONS")
    return [*_judge(traced), *_judge(options)]


def _judge(page: Page) -> Iterator[Finding]:
    if page.template.method == "TRACE":
        token = page.template.build().header(_HEADER) or ""
        if (
            page.response.status == 200
            and token
            and f"{_HEADER}: {token}".lower() in page.response.text.lower()
        ):
            yield page_finding(
                page,
                TRACE,
                CHECK.id,
                f"Asked with TRACE, the server sent the request back, header {_HEADER}: {token} included.",
                token,
                site_wide=True,
            )
    elif page.template.method == "OPTIONS":
        values = [*page.response.header_values("allow"), *page.response.header_values("public")]
        methods = {word.strip().upper() for value in values for word in value.split(",")}
        told = sorted(methods & (_WEB_DAV_METHODS | {"PUT", "DELETE"}))
        if methods & _WEB_DAV_METHODS and page.response.status < 400:
            yield page_finding(
                page,
                WEB_DAV,
                CHECK.id,
                f"Asked with OPTIONS, the server offers {', '.join(told)}. None of them was tried.",
                *values,
                site_wide=True,
                confidence=Confidence.TENTATIVE,
            )


CHECK = SiteCheck(id="http-methods", rules=(TRACE, WEB_DAV), run=_run, judge=_judge)
