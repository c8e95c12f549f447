"""What the crawl leaves to be asked, and what it must not."""

from __future__ import annotations

from typing import Any

from securestack.core.budget import Budget
from securestack.net.client import HttpClient
from securestack.net.fake import FakeTransport
from securestack.net.message import Exchange, Response
from securestack.net.scope import Scope
from securestack.probing.canary import Canary
from securestack.probing.insertion import Field, FormBody, FormSource, JsonBody, RequestTemplate
from securestack.probing.needs import Profile
from securestack.probing.session import Session
from securestack.scanners.web.crawl.forms import Form
from securestack.scanners.web.harvest import Harvest
from securestack.scanners.web.login import FormLogin
from securestack.scanners.web.options import WebScanOptions
from securestack.scanners.web.page import Page

ORIGIN = "http://shop.example"


def harvest(**options: Any) -> Harvest:
    return Harvest(WebScanOptions(url=f"{ORIGIN}/", **options), Scope.of(f"{ORIGIN}/"))


def client() -> HttpClient:
    return HttpClient(Scope.of(f"{ORIGIN}/"), Budget(), transport=FakeTransport(lambda _: Response(200)))


def page(path: str, *forms: Form, status: int = 200, **more: Any) -> Page:
    template = more.pop("template", None) or RequestTemplate.from_url(ORIGIN + path)
    request = template.build()
    made = Page(template, Exchange(request, Response(status, [], b"<p>Tea", url=request.url)), **more)
    made.forms = forms
    return made


def form(
    path: str, *names: str, origin: str = ORIGIN, tokens: tuple[str, ...] = (), label: str = "Send"
) -> Form:
    source = FormSource(page=RequestTemplate.from_url(f"{ORIGIN}/form"), one_time=tokens, label=label)
    fields = tuple(Field(name, "x") for name in names)
    template = RequestTemplate(method="POST", origin=origin, path=path, body=FormBody(fields), form=source)
    return Form(template=template, source=source)


def asked(taken: Harvest) -> list[str]:
    return [f"{target.template.method} {target.template.url}" for target in taken.targets()]


def test_pages_and_forms_are_taken_once_with_the_answer_at_hand() -> None:
    taken, session = harvest(), Session(client())
    first = page("/item?id=1", form("/send", "a"))
    for found in (first, page("/item?id=1"), page("/", form("/send", "a"), form("/send", "a", "b"))):
        taken.add(found, session)
    assert asked(taken) == [
        f"GET {ORIGIN}/item?id=1",
        f"POST {ORIGIN}/send",
        f"GET {ORIGIN}/",
        f"POST {ORIGIN}/send",
    ]
    assert taken.targets()[0].baseline is first.exchange
    assert taken.page_count == 2


def test_a_json_request_of_a_script_is_taken_too() -> None:
    taken = harvest()
    for value in (1, 2):
        template = RequestTemplate(method="POST", origin=ORIGIN, path="/api", body=JsonBody({"id": value}))
        taken.add(page("", template=template), Session(client()))
    assert len(asked(taken)) == 2


def test_tokens_are_left_alone_and_kept_fresh() -> None:
    taken = harvest()
    taken.add(page("/", form("/send", "csrf", "a", tokens=("csrf",))), Session(client()))
    target = taken.targets()[1]
    assert target.leave_out == ("csrf",)
    assert target.refresh is not None


def test_nothing_outside_the_scope_or_destructive_is_asked_unless_allowed() -> None:
    bad = (
        form("/send", "a", origin="http://elsewhere.example"),
        form("/account", "a", label="Delete account"),
        form("/logout", "a"),
    )
    taken = harvest()
    taken.add(page("/", *bad), Session(client()))
    assert asked(taken) == [f"GET {ORIGIN}/"]
    allowed = harvest(allow_destructive=True)
    allowed.add(page("/", *bad), Session(client()))
    assert asked(allowed) == [f"GET {ORIGIN}/", f"POST {ORIGIN}/account", f"POST {ORIGIN}/logout"]


def test_missing_pages_are_asked_only_where_a_link_gave_them_values() -> None:
    taken, session = harvest(), Session(client())
    taken.add(page("/gone", status=404, missing=True), session)
    taken.add(page("/gone?id=1", status=404, missing=True), session)
    taken.add(page("/guess?id=1", status=404, missing=True, guessed=True), session)
    assert asked(taken) == [f"GET {ORIGIN}/gone?id=1"]
    assert taken.page_count == 0
    assert taken.statuses == {404: 2}


def cookies_and_headers(profile: Profile, *, logged_in: bool = False) -> tuple[set[str], set[str]]:
    taken = harvest(profile=profile)
    session = Session(client(), headers=(("Cookie", "lang=en; session=1"),))
    if logged_in:
        session.canary = Canary(RequestTemplate.from_url(ORIGIN).build(), 200)
    taken.add(page("/item/1"), session)
    taken.add(page("/item/2"), session)  # built like the first
    with_extras, without = (target.template for target in taken.targets())
    assert not without.cookies
    return {field.name for field in with_extras.cookies}, {field.name for field in with_extras.headers}


def test_cookies_and_headers_are_asked_by_profile_once_for_pages_built_alike() -> None:
    assert cookies_and_headers(Profile.QUICK) == (set(), set())
    assert cookies_and_headers(Profile.STANDARD) == ({"lang", "session"}, set())
    cookies, headers = cookies_and_headers(Profile.DEEP, logged_in=True)
    assert cookies == {"lang"}  # changing the other would only log us out
    assert "Referer" in headers


def test_a_login_form_is_asked_with_made_up_names_and_its_other_fields_with_the_real_ones() -> None:
    nobody = Session(client())
    login = FormLogin(
        client(), login_url=f"{ORIGIN}/login", username="mina", password="oolong", start_url=f"{ORIGIN}/"
    )
    plain = form("/login", "next", "name", "word")
    login.form = Form(
        template=plain.template, source=plain.source, username_field="name", password_fields=("word",)
    )
    taken = harvest()
    taken.add_login_form(login, nobody)
    made_up, real = taken.targets()
    assert made_up.sender is real.sender is nobody
    assert set(made_up.leave_out) == {"next"}
    assert set(real.leave_out) == {"name", "word"}
    assert isinstance(real.template.body, FormBody)
    assert [field.value for field in real.template.body.fields] == ["x", "mina", "oolong"]
