"""What the crawl leaves for the later phases: requests worth asking, pages to look at, and no more than fits in memory."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from securestack.net.message import Exchange
from securestack.probing.attack import Refresh, Target
from securestack.probing.cookies import names_session
from securestack.probing.destructive import is_destructive
from securestack.probing.insertion import Field, FormBody, MultipartBody, RequestTemplate
from securestack.probing.needs import Profile
from securestack.probing.selection import shape_of
from securestack.probing.session import Session
from securestack.scanners.web.crawl.forms import Form
from securestack.scanners.web.crawl.token_refresh import TokenRefresh
from securestack.scanners.web.login import FormLogin
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.page import Page

_PAGES_KEPT = 300  # whole pages kept for the site checks
_BASELINE_BYTES = 32 * 2**20  # answers kept as baselines
_HEADERS = (
    Field("User-Agent", "Mozilla/5.0"),
    Field("Referer", "/"),
    Field("X-Forwarded-For", "127.0.0.1"),
    Field("X-Forwarded-Host", "localhost"),
    Field("Accept-Language", "en"),
)


class Harvest:
    """Collects from each page as the crawler hands it out."""

    def __init__(self, options: WebScanOptions) -> None:
        self._options = options
        self._targets: dict[str, Target] = {}
        self._refresh: dict[tuple[object, ...], Refresh] = {}
        self._addresses: dict[str, RequestTemplate] = {}
        self._baseline_bytes = 0
        self._shapes_with_headers: set[str] = set()
        self.pages: list[Page] = []
        self.page_count = 0
        pieces = urlsplit(options.url)
        self.origin = f"{pieces.scheme}://{pieces.netloc}"

    def add(self, page: Page, session: Session) -> None:
        """Take what is of use from a page: the request that led to it, and the forms on it."""
        self.page_count += 1
        if page.response.status < 400:
            self._addresses[page.url] = page.template
        if not page.missing and page.form is None:
            baseline = page.exchange if self._has_room(page.exchange) else None
            self._take(self._with_headers(page.template, session), baseline)
        for form in page.forms:
            self._take_form(form, session)
        if len(self.pages) < _PAGES_KEPT:
            self.pages.append(page)

    def _has_room(self, exchange: Exchange) -> bool:
        self._baseline_bytes += len(exchange.response.body)
        return self._baseline_bytes <= _BASELINE_BYTES

    def _take(self, template: RequestTemplate, baseline: Exchange | None) -> None:
        if not self._options.allow_destructive and is_destructive(template):
            return
        self._targets.setdefault(_identity(template), Target(template=template, baseline=baseline))

    def _take_form(self, form: Form, session: Session) -> None:
        if not self._options.allow_destructive and is_destructive(form.template, form.label):
            return
        refresh = TokenRefresh(session, form) if form.token_fields else None
        if refresh is not None:
            self._refresh.setdefault(_request_key(form.template), refresh)
        target = Target(template=form.template, leave_out=form.token_fields, refresh=refresh)
        self._targets.setdefault(_identity(form.template), target)

    def add_login_form(self, login: FormLogin, nobody: Session) -> None:
        """Take the login form, to be asked by a session that is not logged in.

        Its user name and password are asked with made-up values, so that nobody's account gets locked; its other
        fields, such as where to go next, with the real ones, as a server reads them only after a good login.
        """
        form = login.form
        if form is None:
            return
        refresh = TokenRefresh(nobody, form) if form.token_fields else None
        others = {field.name for field in _fields(form.template)} - set(login.credential_fields)
        for template, kept in ((form.template, others), (login.fill(form), login.credential_fields)):
            leave_out = (*form.token_fields, *sorted(kept))
            target = Target(template=template, leave_out=leave_out, refresh=refresh, sender=nobody)
            self._targets[f"{_identity(template)} but {leave_out}"] = target

    def _with_headers(self, template: RequestTemplate, session: Session) -> RequestTemplate:
        """Return the template with headers and cookies to ask as well, once for each shape of page."""
        shape = shape_of(template)
        if self._options.profile is Profile.QUICK or shape in self._shapes_with_headers:
            return template
        self._shapes_with_headers.add(shape)
        # Changing the cookie that says who we are would only log us out.
        cookies = tuple(
            Field(name, value)
            for name, value in session.jar.for_url(template.url)
            if session.canary is None or not names_session(name)
        )
        headers = _HEADERS if self._options.profile is Profile.DEEP else ()
        return msgspec.structs.replace(template, cookies=cookies, headers=headers)

    def targets(self) -> Sequence[Target]:
        """Return every request worth asking."""
        return list(self._targets.values())

    def templates(self) -> Sequence[RequestTemplate]:
        """Return the request of every page that was there."""
        return list(self._addresses.values())

    async def refresh(self, template: RequestTemplate) -> RequestTemplate:
        """Return a template with fresh one-time tokens, where its form has some. Raises NetError."""
        refresh = self._refresh.get(_request_key(template))
        return template if refresh is None else await refresh(template)


def _identity(template: RequestTemplate) -> str:
    body = template.body
    names = [field.name for field in _fields(template)]
    other = "" if body is None or isinstance(body, FormBody | MultipartBody) else repr(body)
    return f"{template.method} {template.url} {names} {other}"


def _request_key(template: RequestTemplate) -> tuple[object, ...]:
    names = tuple(field.name for field in _fields(template))
    return (template.method, template.origin, template.path, names)


def _fields(template: RequestTemplate) -> tuple[Field, ...]:
    return template.body.fields if isinstance(template.body, FormBody | MultipartBody) else ()
