"""Cross-origin resource sharing: whether a foreign site may read answers made for the user (Fetch Standard, CORS).

At most 4 requests a page: for 2 pages, for 10 in a deep scan.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response
from securestack.probing.needs import Profile
from securestack.scanners.web.check import Site, SiteCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import asked_as_somebody

RULE = Rule(
    id="web.cross-origin-trust",
    title="Other sites may read answers in the user's name",
    severity=Severity.MEDIUM,
    cwe=(346, 942),
    what="The server lets an origin that it should not know read its answers, cookies included.",
    why=(
        "A page of an attacker, opened by a user who is logged in, fetches the user's data from this server and reads "
        "it: messages, keys, tokens against request forgery."
    ),
    fix=(
        "Compare the whole Origin with a list of exact origins. Never send it back unchecked, never allow `null`, and "
        "allow credentials only where they are needed."
    ),
    vulnerable_example=(
        "response.headers['Access-Control-Allow-Origin'] = request.headers['Origin']\n"
        "response.headers['Access-Control-Allow-Credentials'] = 'true'"
    ),
    fixed_example="if request.headers.get('Origin') in {'https://app.example.com'}: ...",
    owasp=("A01:2021", "A05:2021"),
    references=(
        Reference("Fetch Standard: CORS protocol", "https://fetch.spec.whatwg.org/#http-cors-protocol"),
        Reference(
            "MDN: Cross-Origin Resource Sharing",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
        ),
    ),
)

_PAGES = {Profile.QUICK: 0, Profile.STANDARD: 2, Profile.DEEP: 10}
_STRANGER = "attacker.example"


async def _run(site: Site) -> list[Finding]:
    for path in _paths(site)[: _PAGES[site.profile]]:
        for origin in _origins(site.origin):
            page = await site.ask(path, headers={"Origin": origin})
            if found := list(_judge(page)):
                return found  # one policy usually holds for the whole site
    return []


def _paths(site: Site) -> list[str]:
    """Return the paths to ask: those that share already, then data, then pages; the first page always."""

    def interest(page: Page) -> int:
        if page.response.header("access-control-allow-origin") or page.response.header(
            "access-control-allow-credentials"
        ):
            return 0
        return 1 if "json" in page.response.media_type else 2

    pages = [page for page in site.pages if page.response.status < 400 and page.request.method == "GET"]
    paths = [_path(page) for page in sorted(pages, key=interest)]
    return list(dict.fromkeys(paths[:1] + [_path(page) for page in pages[:1]] + paths)) or ["/"]


def _path(page: Page) -> str:
    return page.template.url[len(page.template.origin) :]


def _origins(own: str) -> Iterator[str]:
    """Yield origins in the order of how often a server lets them in; each stands for one mistake."""
    pieces = urlsplit(own)
    host = pieces.hostname or ""
    port = f":{pieces.port}" if pieces.port else ""
    yield f"https://{_STRANGER}"  # any origin is sent back
    yield "null"  # a frame in a sandbox has it
    yield f"{pieces.scheme}://{host}.{_STRANGER}"  # only the beginning is compared
    yield f"{pieces.scheme}://attacker{host}{port}"  # only the end is compared


def _judge(page: Page) -> Iterator[Finding]:
    origin = page.template.build().header("origin") or ""
    own = page.template.origin
    if not origin or origin == own or not _lets_in(page.response, origin):
        return
    mistake = "a sandboxed frame of any site has it" if origin == "null" else "it belongs to somebody else"
    yield page_finding(
        page,
        RULE,
        CHECK.id,
        f"Asked with Origin: {origin}, the server allowed that origin to read the answer with credentials; {mistake}.",
        f"Access-Control-Allow-Origin: {origin}",
        origin,
        parameter="Origin",
        site_wide=True,
        severity=Severity.HIGH if asked_as_somebody(page) else None,
    )


def _lets_in(response: Response, origin: str) -> bool:
    # Without credentials an answer is what everybody can fetch anyway; browsers refuse "*" together with them.
    allowed = response.header_values("access-control-allow-origin")
    credentials = response.header_values("access-control-allow-credentials")
    return allowed == [origin] and credentials == ["true"]


CHECK = SiteCheck(id="cross-origin-sharing", rules=(RULE,), run=_run, judge=_judge)
