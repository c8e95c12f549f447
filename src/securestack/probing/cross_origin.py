"""Whether a foreign site may read answers made for the user (Fetch Standard, CORS): the origins to try, and how to tell."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Response

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

_STRANGER = "attacker.example"


def strange_origins(own: str) -> Iterator[str]:
    """Yield foreign origins in the order of how often a server lets them in; each stands for one mistake."""
    pieces = urlsplit(own)
    host = pieces.hostname or ""
    port = f":{pieces.port}" if pieces.port else ""
    yield f"https://{_STRANGER}"  # any origin is sent back
    yield "null"  # a frame in a sandbox has it
    yield f"{pieces.scheme}://{host}.{_STRANGER}"  # only the beginning is compared
    yield f"{pieces.scheme}://attacker{host}{port}"  # only the end is compared


def lets_in(response: Response, origin: str) -> bool:
    """Whether an answer lets pages of an origin read it in the user's name."""
    # Without credentials an answer is what everybody can fetch anyway; browsers refuse "*" together with them.
    allowed = response.header_values("access-control-allow-origin")
    credentials = response.header_values("access-control-allow-credentials")
    return allowed == [origin] and credentials == ["true"]
