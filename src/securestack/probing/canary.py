"""The canary: a page that looks different when the session is gone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import msgspec

from securestack.net.message import Exchange, Request, Response
from securestack.net.redirects import redirect_target

_SIGNS_OF_SOMEBODY = (
    re.compile(
        r"\b(?:log|sign)[\s_-]?(?:out|off)\b|d[ée]connexion|se d[ée]connecter|\babmelden\b|cerrar sesi[oó]n|\buitloggen\b",
        re.IGNORECASE,
    ),
    re.compile(r"\bmy[\s_-]?(?:account|profile|orders)\b|\baccount settings\b", re.IGNORECASE),
)
_SIGNS_OF_NOBODY = re.compile(
    r"\b(?:log|sign)[\s_-]?in\b|\bse connecter\b|\banmelden\b|\beinloggen\b|iniciar sesi[oó]n|\binloggen\b",
    re.IGNORECASE,
)
_PASSWORD_FIELD = re.compile(rb"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_SHORTEST_NAME = 3  # characters; a shorter user name stands in any page by chance


class Canary(msgspec.Struct, frozen=True):
    """A request, and what in its answer tells that we are logged in.

    `status` is the status it has while logged in, `word` a text that is there only while logged in and `absent` one that
    is there only while not; where both are empty the status alone tells. `login_path` is the path servers send us to
    when they do not know us.
    """

    request: Request
    status: int
    word: str = ""
    absent: str = ""
    login_path: str = ""

    def is_gone(self, exchange: Exchange) -> bool:
        """Whether this answer to the canary's request shows that the session is gone; a server in trouble shows nothing."""
        response = exchange.response
        if response.status == 429 or (response.status >= 500 and self.status < 500):
            return False
        if response.status != self.status:
            return True
        missing = bool(self.word) and self.word not in response.text
        return missing or (bool(self.absent) and self.absent in response.text)

    def is_doubtful(self, exchange: Exchange) -> bool:
        """Whether an answer to any request suggests that the session is gone."""
        response = exchange.response
        if response.status in (401, 403):
            return True
        if 300 <= response.status < 400:
            target = redirect_target(exchange) if self.login_path else None
            return target is not None and urlsplit(target).path.partition(";")[0] == self.login_path
        return has_password_field(response)


def has_password_field(response: Response) -> bool:
    """Whether an answer holds a form that asks for a password."""
    body = response.body
    return (b"assword" in body or b"ASSWORD" in body) and _PASSWORD_FIELD.search(body) is not None


def find_canary(
    known: Exchange, unknown: Exchange, *, login_path: str = "", username: str = ""
) -> Canary | None:
    """Compare the answers to one request, sent logged in and not, and return a canary if they differ clearly."""
    inside, outside = known.response, unknown.response
    if not 200 <= inside.status < 300:
        return None
    request = Request(known.request.method, known.request.url)
    if outside.status != inside.status:
        target = redirect_target(unknown)
        path = urlsplit(target).path.partition(";")[0] if target else login_path
        return Canary(request, inside.status, login_path=path)
    if word := _only_in(inside.text, outside.text, username):
        return Canary(request, inside.status, word=word, login_path=login_path)
    for sign in _SIGNS_OF_NOBODY.finditer(outside.text):
        if sign[0].lower() not in inside.text.lower():
            return Canary(request, inside.status, absent=sign[0], login_path=login_path)
    return None


def _only_in(inside: str, outside: str, username: str) -> str:
    for sign in _SIGNS_OF_SOMEBODY:
        for found in sign.finditer(inside):
            if found[0] not in outside:
                return found[0]
    if len(username) >= _SHORTEST_NAME and username in inside and username not in outside:
        return username
    return ""
