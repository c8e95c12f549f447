"""The cookies of one session (RFC 6265), as far as a scan of one site needs them."""

from __future__ import annotations

from urllib.parse import urlsplit

from securestack.net.message import HeaderList, Response
from securestack.probing.cookies import Cookie, parse_set_cookie


class CookieJar:
    """Keeps what servers set, and says what a request to a URL carries.

    A cookie that is over when it is set takes the kept one away; one that is over later stays, as a scan is shorter than
    the life of most.
    """

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str, str], Cookie] = {}

    def absorb(self, response: Response) -> bool:
        """Keep the cookies that an answer sets, and return whether any changed."""
        changed = False
        for value in response.header_values("set-cookie"):
            cookie = parse_set_cookie(value)
            if cookie is not None:
                changed |= self._store(cookie, response.url)
        return changed

    def _store(self, cookie: Cookie, url: str) -> bool:
        host = (urlsplit(url).hostname or "").lower()
        domain = (cookie.domain or "").lstrip(".").lower()
        if domain and not _within(host, domain):
            return False
        key = (domain or host, cookie.path or _default_path(url), cookie.name)
        before = self._cookies.get(key)
        if cookie.is_deletion:
            self._cookies.pop(key, None)
            return before is not None
        self._cookies[key] = cookie
        return before is None or before.value != cookie.value

    def for_url(self, url: str) -> list[tuple[str, str]]:
        """Return the names and values a request to a URL carries, the most specific path first."""
        return [(cookie.name, cookie.value) for cookie in self.kept_for(url)]

    def kept_for(self, url: str) -> tuple[Cookie, ...]:
        """Return the cookies a request to a URL carries, the most specific path first."""
        pieces = urlsplit(url)
        host, path = (pieces.hostname or "").lower(), pieces.path or "/"
        fitting = [
            (cookie_path, cookie)
            for (domain, cookie_path, _), cookie in self._cookies.items()
            if (host == domain or (cookie.domain and _within(host, domain)))
            and _path_matches(path, cookie_path)
            and (not cookie.secure or pieces.scheme == "https" or host in ("localhost", "127.0.0.1"))
        ]
        fitting.sort(key=lambda pair: -len(pair[0]))
        return tuple(cookie for _, cookie in fitting)

    def cookies(self) -> tuple[Cookie, ...]:
        """Return every cookie."""
        return tuple(self._cookies.values())

    def __len__(self) -> int:
        return len(self._cookies)


def merge_cookie_header(headers: HeaderList, jar: list[tuple[str, str]]) -> HeaderList:
    """Return headers whose Cookie line holds the jar's cookies too; a name that stands there already is kept."""
    own = next((value for name, value in headers if name.lower() == "cookie"), "")
    taken = {piece.partition("=")[0].strip() for piece in own.split(";")} if own else set()
    pieces = [own] if own else []
    pieces += [f"{name}={value}" for name, value in jar if name not in taken]
    rest = tuple(pair for pair in headers if pair[0].lower() != "cookie")
    return (*rest, ("Cookie", "; ".join(pieces))) if pieces else rest


def _within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _default_path(url: str) -> str:
    path = urlsplit(url).path
    return path[: path.rfind("/")] or "/"


def _path_matches(path: str, cookie_path: str) -> bool:
    if path == cookie_path:
        return True
    return path.startswith(cookie_path if cookie_path.endswith("/") else cookie_path + "/")
