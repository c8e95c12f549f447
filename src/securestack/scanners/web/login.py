"""Logging in to a web application through its own form, and telling afterwards whether it worked."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

import msgspec

from securestack.net.client import HttpClient
from securestack.net.errors import NetError, OutOfScope
from securestack.net.message import Exchange, HeaderList, Request
from securestack.net.redirects import next_request
from securestack.net.url import resolve
from securestack.probing.canary import Canary, find_canary, has_password_field
from securestack.probing.check import Sender
from securestack.probing.credentials import secrets_in
from securestack.probing.insertion import Field, FormBody, MultipartBody, RequestTemplate
from securestack.probing.session import LoginFailed, Session
from securestack.scanners.web.crawl.form_values import ValueMemory
from securestack.scanners.web.crawl.forms import Form, form_fields, read_forms
from securestack.scanners.web.crawl.html import read_html
from securestack.scanners.web.page import Page

_MOST_HOPS = 10
_MOST_COMPARED = 8  # pages looked at for a difference that being logged in makes


class FormLogin:
    """Logs in by filling the form that asks for a password.

    `start_url` is where the scan begins: one of the pages on which being logged in may show. After `perform`, `form` is
    the form as it stood on its page and `pages` are the pages of the last login, from that of the form on.
    """

    def __init__(
        self, client: HttpClient, *, login_url: str, username: str, password: str, start_url: str
    ) -> None:
        self._client = client
        self._login_url = login_url
        self._username = username
        self._password = password
        self._start_url = start_url
        self.form: Form | None = None
        self.pages: list[Page] = []

    async def perform(self, sender: Sender) -> Canary:
        """Log in through this sender. Raises LoginFailed with what went wrong, and BudgetExhausted."""
        try:
            self.pages = await _follow(sender, RequestTemplate.from_url(self._login_url))
            self.form = form = self._find_form(self.pages[-1])
            submitted = await _follow(sender, self.fill(form))
            self.pages += submitted
            return await self._prove(sender, submitted[-1].exchange)
        except OutOfScope as error:
            raise LoginFailed(f"{error} To log in there, add its address with --scope.") from error
        except NetError as error:
            raise LoginFailed(f"Logging in at {self._login_url} got no answer: {error}") from error

    def _find_form(self, page: Page) -> Form:
        forms: list[Form] = []
        if page.document is not None:
            content = read_html(page.document, page.response.text)
            base = resolve(page.url, content.base) or page.url
            forms = read_forms(content, base, page.template, ValueMemory())
        asking = [form for form in forms if form.password_fields]
        if not asking:
            raise LoginFailed(
                f"The page at {self._login_url} has no form with a password field (it answered "
                f"{page.response.status}). Give the address of the login form with --login-url."
            )
        usable = [form for form in asking if form.username_field]
        if not usable:
            raise LoginFailed(
                f"The form at {self._login_url} has no field for a user name beside the one for the password. "
                "Log in with a browser and give the session with --header 'Cookie: …' instead."
            )
        # A form to register, or to change the password, asks for it twice, and for more.
        return min(usable, key=lambda form: (len(form.password_fields), len(form_fields(form.template))))

    def fill(self, form: Form) -> RequestTemplate:
        """Return the form with the user name and the password."""
        names = (form.username_field, form.password_fields[0])
        source = msgspec.structs.replace(form.source, login_fields=names)
        template = msgspec.structs.replace(form.template, form=source)
        return fill_credentials(template, self._username, self._password)

    async def _prove(self, sender: Sender, submitted: Exchange) -> Canary:
        login_path = urlsplit(self._login_url).path
        nobody = Session(self._client)
        await _follow(nobody, RequestTemplate.from_url(self._login_url))  # for cookies that everybody gets
        for url in dict.fromkeys((submitted.request.url, self._start_url)):
            if urlsplit(url).path == login_path and has_password_field(submitted.response):
                continue
            if canary := await _compare(sender, nobody, url, login_path=login_path, username=self._username):
                return canary
        raise LoginFailed(
            f"Logging in at {self._login_url} as {self._username} did not work: the pages afterwards look the same as "
            f"without logging in (the form answered {submitted.response.status}). Check the user name and the password."
        )


class HeaderLogin:
    """Checks that credentials given as headers are accepted at all; they cannot be renewed."""

    def __init__(self, client: HttpClient, headers: HeaderList, *, start_url: str) -> None:
        self._nobody = Session(client)
        self._start_url = start_url
        self.has_credentials = bool(secrets_in(headers))

    async def canary(self, sender: Sender, urls: Iterable[str] = ()) -> Canary | None:
        """Return how to tell that the credentials still work, or None where they make no visible difference.

        Looks at these pages, or at the start page. Raises LoginFailed when the server refuses the credentials.
        """
        if not self.has_credentials:
            return None
        for url in list(dict.fromkeys(urls))[:_MOST_COMPARED] or [self._start_url]:
            try:
                if canary := await _compare(sender, self._nobody, url, refused=url == self._start_url):
                    return canary
            except NetError as error:
                raise LoginFailed(f"{url} gave no answer: {error}") from error
        return None


def fill_credentials(template: RequestTemplate, username: str, password: str) -> RequestTemplate:
    """Return a template with a user name and a password in the fields that its form has for them."""
    if template.form is None or template.form.login_fields is None:
        return template
    for name, value in zip(template.form.login_fields, (username, password), strict=True):
        template = _with_field(template, name, value)
    return template


def _with_field(template: RequestTemplate, name: str, value: str) -> RequestTemplate:
    fields = tuple(Field(name, value) if field.name == name else field for field in form_fields(template))
    match template.body:
        case FormBody():
            return msgspec.structs.replace(template, body=FormBody(fields))
        case MultipartBody():
            return msgspec.structs.replace(template, body=MultipartBody(fields))
        case _:
            return msgspec.structs.replace(template, query=fields)


async def _compare(
    somebody: Sender,
    nobody: Sender,
    url: str,
    *,
    login_path: str = "",
    username: str = "",
    refused: bool = False,
) -> Canary | None:
    """Return the canary that a page makes, if being logged in shows there, and shows twice.

    With `refused`, raises LoginFailed where the server refuses somebody, too.
    """
    request = Request("GET", url)
    known = await somebody.send(request)
    if refused and known.response.status in (401, 403):
        raise LoginFailed(
            f"The server answered {known.response.status} to {url} with the credentials given with --header. "
            "Check that they are complete and not expired."
        )
    canary = find_canary(known, await nobody.send(request), login_path=login_path, username=username)
    # A greeting such as "wrong password, mina" is shown once.
    if canary is None or canary.is_gone(await somebody.send(request)):
        return None
    return canary


async def _follow(sender: Sender, template: RequestTemplate) -> list[Page]:
    """Send a request and follow redirects as a browser would, cookies included; return every page on the way."""
    exchange = await sender.send(template.build())
    pages = [Page(template, exchange)]
    while len(pages) <= _MOST_HOPS and (following := next_request(exchange)) is not None:
        # The session adds its own cookies: those of the request before may be out of date.
        headers = [pair for pair in following.headers if pair[0].lower() != "cookie"]
        try:
            exchange = await sender.send(Request(following.method, following.url, headers, following.body))
        except NetError:
            break  # it leads out of the scope: what came before is the end of the way
        pages.append(Page(RequestTemplate.from_url(following.url, following.method), exchange))
    return pages
