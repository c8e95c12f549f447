from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from securestack.net.message import Exchange, Request, Response
from securestack.probing.insertion import Field, FormBody, MultipartBody, RequestTemplate
from securestack.scanners.web.crawl.form_values import ValueMemory
from securestack.scanners.web.crawl.forms import Form, form_fields, read_forms
from securestack.scanners.web.crawl.html import read_html
from securestack.scanners.web.crawl.token_refresh import TokenRefresh

PAGE = "http://shop.test/dir/page?x=1"


def forms(html: str, memory: ValueMemory | None = None) -> list[Form]:
    content = read_html(LexborHTMLParser(html), html)
    return read_forms(content, PAGE, RequestTemplate.from_url(PAGE), memory or ValueMemory())


def only(html: str, memory: ValueMemory | None = None) -> Form:
    (form,) = forms(html, memory)
    return form


def values(form: Form) -> dict[str, str]:
    return {field.name: field.value for field in form_fields(form.template)}


def test_a_get_form_replaces_the_query_of_its_address() -> None:
    form = only('<form action="/s?old=1"><input name=q value=tea><input name=unused disabled></form>')
    assert form.template.url == "http://shop.test/s?q=tea"
    assert not form.changes_state


def test_a_post_form_keeps_it() -> None:
    form = only("<form method=post><input name=q value=tea></form>")
    assert form.template.url == PAGE
    assert form.template.body == FormBody((Field("q", "tea"),))
    assert form.changes_state


def test_every_control_is_sent_with_its_own_value_or_a_fitting_one() -> None:
    form = only(
        """<form method=post>
        <input name=hidden type=hidden value=h><input name=email type=email><input name=zip>
        <input name=number type=number min=5 max=9><input name=code pattern="[A-Z]{3}-[0-9]{4}">
        <input name=short maxlength=3><input name=long minlength=12 maxlength=12><input name=when type=date>
        <select name=size><option value="">choose</option><option value=m>M<option>XL</select>
        <select name=color><option>red<option selected>green</select>
        <textarea name=text>Hello
there</textarea><textarea name=empty></textarea>
        <input type=checkbox name=terms><input type=checkbox name=list value=a><input type=checkbox name=list value=b checked>
        <input type=radio name=pay value=card><input type=radio name=pay value=cash>
        <input name=city list=cities><datalist id=cities><option value=Bern></datalist>
        <input type=reset name=r><input type=button name=b><button type=button name=bb>x</button>
        <button name=go value=1>Go</button></form>"""
    )
    found = values(form)
    assert found == {
        "hidden": "h",
        "email": "alex.miller@example.com",
        "zip": "12345",
        "number": "5",
        "code": "AAA-1111",
        "short": "a",
        "long": found["long"],
        "when": "2024-05-17",
        "size": "m",
        "color": "green",
        "text": "Hello\nthere",
        "empty": found["empty"],
        "terms": "on",
        "list": "b",
        "pay": "card",
        "city": "Bern",
        "go": "1",
    }
    assert len(found["long"]) == 12
    assert found["empty"]


def test_empty_fields_take_values_seen_on_the_site() -> None:
    memory = ValueMemory()
    memory.learn("branch", "zurich-west")
    memory.learn("code", "too long for this field")
    form = only("<form><input name=branch><input name=code maxlength=4></form>", memory)
    assert values(form)["branch"] == "zurich-west"
    assert len(values(form)["code"]) <= 4


def test_controls_belong_to_their_form_wherever_they_stand() -> None:
    outside = "<form id=f action=/f></form><input name=a value=1 form=f><p><input name=b value=2></p>"
    assert values(only(outside)) == {"a": "1"}
    table = "<table><form action=/t><tr><td><input name=a value=1></td><td><input name=b value=2></td></tr></form></table>"
    assert values(only(table)) == {"a": "1", "b": "2"}
    two = "<form action=/one><input name=a value=1></form><form action=/two><input name=b value=2></form>"
    assert [values(form) for form in forms(two)] == [{"a": "1"}, {"b": "2"}]


def test_each_telling_button_is_a_form_of_its_own() -> None:
    found = forms(
        "<form method=post action=/a><input name=x value=1><button name=do value=save>Save</button>"
        "<button name=do value=delete>Delete</button><button formaction=/b formmethod=get>Look</button></form>"
    )
    assert [(form.template.method, form.template.path, form.label) for form in found] == [
        ("POST", "/a", "Save"),
        ("POST", "/a", "Delete"),
        ("GET", "/b", "Look"),
    ]
    assert [values(form).get("do") for form in found] == ["save", "delete", None]


def test_files_are_small_and_harmless() -> None:
    form = only(
        "<form method=post enctype=multipart/form-data><input type=file name=doc>"
        "<input type=file name=photo accept='image/*'><input name=title value=t></form>"
    )
    assert isinstance(form.template.body, MultipartBody)
    document, photo, title = form.template.body.fields
    assert (document.file_name, document.content_type) == ("notes.txt", "text/plain")
    assert photo.value.startswith("GIF89a")
    assert title == Field("title", "t")


def test_tokens_are_known_by_name_or_randomness_and_only_when_hidden() -> None:
    form = only(
        "<form method=post><input type=hidden name=csrfmiddlewaretoken value=abc><input name=token value=mine>"
        "<input type=hidden name=r value=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b><input type=hidden name=item value=12>"
        "<input type=password name=p></form>"
    )
    assert form.token_fields == ("csrfmiddlewaretoken", "r")
    assert form.password_fields == ("p",)


class Answering:
    """A sender that answers every request with the same page."""

    def __init__(self, html: str) -> None:
        self.html = html

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        return Exchange(request, Response(200, [("Content-Type", "text/html")], self.html.encode()))


def test_tokens_are_refreshed_in_any_template_of_the_form() -> None:
    html = "<form method=post action=/other><input name=z></form><form method=post action=/send>{}<input name=a value=1></form>"
    token = "<input type=hidden name=csrf value={}>"
    form = forms(html.format(token.format("old")))[1]
    probed = form.template.with_value(
        next(point for point in form.template.points() if point.name == "a"), "probe"
    )
    refresh = TokenRefresh(Answering(html.format(token.format("new"))))
    fresh = asyncio.run(refresh(probed))
    assert fresh.body == FormBody((Field("csrf", "new"), Field("a", "probe")))
    gone = TokenRefresh(Answering("<p>nothing here"))
    assert asyncio.run(gone(probed)) == probed


@given(st.text(alphabet="<>/= \"'abform inputselectbuttonxyz&;#\x00\xff\ud800-", max_size=200))
def test_any_html_is_read_without_an_error(text: str) -> None:
    for form in forms(f"<form>{text}<input name=a {text}><button {text}>"):
        form.template.build()
