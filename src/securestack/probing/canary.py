"""The canary: a page that looks different when the session is gone."""

from __future__ import annotations

import re

import msgspec

from securestack.net.message import Exchange, Request, Response

_SIGNS_OF_A_LOGIN = (
    re.compile(r"\b(?:log|sign)[\s_-]?(?:out|off)\b|\blogout\b|\bsignout\b|déconnexion|abmelden|cerrar sesi[oó]n", re.I),
    re.compile(r"\bmy[\s_-]?(?:account|profile|orders)\b|\baccount settings\b", re.I),
)
_PASSWORD_FIELD = re.compile(rb"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.I)


class Canary(msgspec.Struct, frozen=True):
    """A request, and what in its answer tells that we are logged in.

    `status` is the status it has while logged in, `word` a text that is there while logged in (empty: the status
    alone tells), `login_path` the path that servers send us to when they do not know us.
    """

    request: Request
    status: int
    word: str = ""
    login_path: str = ""

    def is_alive(self, exchange: Exchange) -> bool:
        """Whether this answer to the canary's request comes from a session that is logged in."""
        response = exchange.response
        return response.status == self.status and (not self.word or self.word in response.text)

    def is_doubtful(self, exchange: Exchange) -> bool:
        """Whether an answer to any request suggests that the session is gone."""
        response = exchange.response
        if response.status == 401:
            return True
        if response.status in (301, 302, 303, 307, 308) and self.login_path:
            target = (response.header("location") or "").partition("?")[0].partition(";")[0]
            return target.endswith(self.login_path)
        return False


def has_password_field(response: Response) -> bool:
    """Whether an answer holds a form that asks for a password."""
    return _PASSWORD_FIELD.search(response.body) is not None


def find_canary(known: Exchange, unknown: Exchange, login_path: str = "") -> Canary | None:
    """Compare the answers to one request, sent logged in and not, and return a canary if they differ clearly."""
    inside, outside = known.response, unknown.response
    request = Request(known.request.method, known.request.url)
    if inside.status >= 400 or (300 <= inside.status < 400):
        return None
    if outside.status != inside.status:
        return Canary(request, inside.status, login_path=login_path)
    for sign in _SIGNS_OF_A_LOGIN:
        for found in sign.finditer(inside.text):
            if found[0] not in outside.text:
                return Canary(request, inside.status, found[0], login_path)
    return None
