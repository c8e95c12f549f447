"""What the crawl leaves for the later phases: requests worth asking, pages to look at, and no more than fits in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from securestack.net.message import Exchange
from securestack.net.scope import Scope
from securestack.probing.attack import Target
from securestack.probing.cookies import names_session
from securestack.probing.destructive import is_destructive
from securestack.probing.insertion import Field, FormBody, MultipartBody, RequestTemplate
from securestack.probing.needs import Profile
from securestack.probing.selection import shape_of
from securestack.probing.session import Session
from securestack.scanners.web.crawl.forms import Form, form_fields
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
    """Collects from each page as the crawler hands it out. Nothing outside the scope, or destructive, gets in."""

    def __init__(self, options: WebScanOptions, scope: Scope) -> None:
        self._options = options
        self._scope = scope
        self._targets: dict[str, Target] = {}
        self._addresses: dict[str, RequestTemplate] = {}
        self._baseline_bytes = 0
        self._shapes_with_headers: set[str] = set()
        self.pages: list[Page] = []
        self.answers = 0
        self.statuses: Counter[int] = Counter()  # of the answers to what was linked or asked for
        self.cut: list[str] = []  # addresses whose answers were read in part only
        pieces = urlsplit(options.url)
        self.origin = f"{pieces.scheme}://{pieces.netloc}"

    @property
    def page_count(self) -> int:
        """How many pages were there when they were asked for."""
        return len(self._addresses)

    def add(self, page: Page, session: Session) -> None:
        """Take what is of use from a page: the request that led to it, and the forms on it."""
        self.answers += 1
        status = page.response.status
        if not page.guessed:
            self.statuses[status] += 1
            if page.response.truncated:
                self.cut.append(page.url)
        if not page.missing and 200 <= status < 300:
            self._addresses[f"{page.template.method} {page.url}"] = page.template
        # A link with a query that answers "not found" may say so of the value only, not of the page.
        promised = not page.missing or (bool(page.template.query) and not page.guessed)
        if promised and page.form is None:
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
        self._targets.setdefault(_identity(template), Target(template=template, baseline=baseline))

    def _take_form(self, form: Form, session: Session) -> None:
        key = _identity(form.template)
        if key not in self._targets and self._may_ask(form.template, form.label):
            self._targets[key] = Target(
                template=form.template,
                leave_out=form.token_fields,
                refresh=TokenRefresh(session) if form.token_fields else None,
            )

    def _may_ask(self, template: RequestTemplate, label: str = "") -> bool:
        if not self._scope.allows(template.url):
            return False
        return self._options.allow_destructive or not is_destructive(template, label)

    def add_login_form(self, login: FormLogin, nobody: Session) -> None:
        """Take the login form, to be asked by a session that is not logged in.

        Its user name and password are asked with made-up values, so that nobody's account gets locked; its other
        fields, such as where to go next, with the real ones, as a server reads them only after a good login.
        """
        form = login.form
        if form is None:
            return
        filled = login.fill(form)
        credentials = (form.username_field, *form.password_fields)
        others = {field.name for field in form_fields(form.template)} - set(credentials)
        for template, kept in ((form.template, others), (filled, credentials)):
            leave_out = (*form.token_fields, *sorted(kept))
            refresh = TokenRefresh(nobody) if form.token_fields else None
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
            for name, value in session.cookies_for(template.url)
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


def _identity(template: RequestTemplate) -> str:
    body = template.body
    if body is None or isinstance(body, FormBody | MultipartBody):
        names = [field.name for field in form_fields(template)] if body is not None else []
        return f"{template.method} {template.url} {names}"
    return f"{template.method} {template.url} {body!r}"
