"""Logging in to a web application through its own form, and telling afterwards whether it worked."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from securestack.net.client import HttpClient
from securestack.net.errors import NetError
from securestack.net.message import Exchange, HeaderList, Request
from securestack.net.redirects import next_request
from securestack.net.url import resolve
from securestack.probing.canary import Canary, find_canary, has_password_field
from securestack.probing.check import Sender
from securestack.probing.insertion import Field, FormBody, MultipartBody, RequestTemplate
from securestack.probing.session import LoginFailed
from securestack.scanners.web.crawl.form_values import ValueMemory
from securestack.scanners.web.crawl.forms import Form, read_forms
from securestack.scanners.web.crawl.html import read_html
from securestack.scanners.web.page import Page

_MOST_HOPS = 10
_NAME_WORDS = ("user", "login", "email", "mail", "account", "name", "uid", "id")


class FormLogin:
    """Logs in by filling the form that asks for a password.

    `start_url` is where the scan begins: one of the pages on which being logged in may show.
    """

    def __init__(
        self, client: HttpClient, *, login_url: str, username: str, password: str, start_url: str
    ) -> None:
        self._client = client
        self._login_url = login_url
        self._username = username
        self._password = password
        self._start_url = start_url
        self.form: Form | None = None  # the form that was used, as it stood on its page
        self.credential_fields: tuple[str, ...] = ()  # its fields for user name and password

    async def perform(self, sender: Sender) -> Canary:
        """Log in through this sender. Raises LoginFailed with what went wrong, and BudgetExhausted."""
        try:
            page = await _follow(sender, Request("GET", self._login_url))
            self.form = form = self._find_form(page)
            submitted = await _follow(sender, self.fill(form).build())
            return await self._prove(sender, submitted)
        except NetError as error:
            raise LoginFailed(f"Logging in at {self._login_url} got no answer: {error}") from error

    def _find_form(self, exchange: Exchange) -> Form:
        page = Page(RequestTemplate.from_url(exchange.request.url), exchange)
        forms: list[Form] = []
        if page.document is not None:
            content = read_html(page.document, page.response.text)
            base = resolve(page.url, content.base) or page.url
            forms = read_forms(content, base, page.template, ValueMemory())
        with_password = [form for form in forms if form.has_password]
        if not with_password:
            raise LoginFailed(
                f"The page at {self._login_url} has no form with a password field "
                f"(it answered {exchange.response.status}). Give the address of the login form with --login-url."
            )
        return min(with_password, key=lambda form: len(_fields(form.template)))

    def fill(self, form: Form) -> RequestTemplate:
        """Return the form with the user name and the password. Raises LoginFailed where it has no place for them."""
        fields = _fields(form.template)
        password = next((n for n, field in enumerate(fields) if _is_password(field.name)), None)
        username = _username_index(fields, password, form.token_fields)
        if password is None or username is None:
            raise LoginFailed(
                f"The login form at {self._login_url} has no field that looks like a user name and a password. "
                "Log in with a browser and give the session with --header 'Cookie: …' instead."
            )
        self.credential_fields = (fields[username].name, fields[password].name)
        filled = list(fields)
        filled[username] = Field(fields[username].name, self._username)
        filled[password] = Field(fields[password].name, self._password)
        template = form.template
        match template.body:
            case FormBody():
                return msgspec.structs.replace(template, body=FormBody(tuple(filled)))
            case MultipartBody():
                return msgspec.structs.replace(template, body=MultipartBody(tuple(filled)))
            case _:
                return msgspec.structs.replace(template, query=tuple(filled))

    async def _prove(self, sender: Sender, submitted: Exchange) -> Canary:
        login_path = urlsplit(self._login_url).path
        pages = dict.fromkeys((submitted.request.url, self._start_url))
        for url in pages:
            if urlsplit(url).path == login_path and has_password_field(submitted.response):
                continue
            request = Request("GET", url)
            known, unknown = await sender.send(request), await self._client.send(request)
            if canary := find_canary(known, unknown, login_path):
                return canary
        raise LoginFailed(
            f"Logging in at {self._login_url} as {self._username!r} did not work: the pages afterwards look the same as "
            f"without logging in (the form answered {submitted.response.status}). Check the user name and the password."
        )


class HeaderLogin:
    """Checks that credentials given as headers are accepted at all; they cannot be renewed."""

    def __init__(self, client: HttpClient, headers: HeaderList, *, start_url: str) -> None:
        self._client = client
        self._headers = headers
        self._start_url = start_url

    async def canary(self, sender: Sender) -> Canary | None:
        """Return how to tell that the credentials still work, or None where they make no visible difference.

        Raises LoginFailed when the server refuses them.
        """
        request = Request("GET", self._start_url)
        try:
            known, unknown = await sender.send(request), await self._client.send(request)
        except NetError as error:
            raise LoginFailed(f"{self._start_url} gave no answer: {error}") from error
        if known.response.status in (401, 403):
            raise LoginFailed(
                f"The server answered {known.response.status} to {self._start_url} with the credentials given with "
                "--header. Check that they are complete and not expired."
            )
        return find_canary(known, unknown)


async def _follow(sender: Sender, request: Request) -> Exchange:
    """Send a request and follow redirects as a browser would, cookies included."""
    exchange = await sender.send(request)
    for _ in range(_MOST_HOPS):
        following = next_request(exchange)
        if following is None:
            break
        # The session adds its own cookies: those of the request before may be out of date.
        headers = [pair for pair in following.headers if pair[0].lower() != "cookie"]
        try:
            exchange = await sender.send(Request(following.method, following.url, headers, following.body))
        except NetError:
            break  # it leads out of the scope: what came before is the end of the way
    return exchange


def _fields(template: RequestTemplate) -> tuple[Field, ...]:
    if isinstance(template.body, FormBody | MultipartBody):
        return template.body.fields
    return template.query


def _is_password(name: str) -> bool:
    lower = name.lower()
    return any(word in lower for word in ("pass", "pwd", "secret", "pin"))


def _username_index(fields: tuple[Field, ...], password: int | None, tokens: tuple[str, ...]) -> int | None:
    """Return the field that takes the user name: named like one, or the last text field before the password."""
    candidates = [n for n, field in enumerate(fields) if n != password and field.name not in tokens]
    for word in _NAME_WORDS:
        for number in candidates:
            if word in fields[number].name.lower():
                return number
    before = [number for number in candidates if password is not None and number < password]
    return before[-1] if before else None
