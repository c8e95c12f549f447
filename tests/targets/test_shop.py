"""The shop is weak where it says so, safe where it says so, and harmless everywhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import NamedTuple

import aiohttp
import pytest
from aiohttp import web

from tests.targets.gallery import serve
from tests.targets.shop.answers import SAFE, WEAKNESSES
from tests.targets.shop.app import application
from tests.targets.shop.store import DEMO_PASSWORD, DEMO_USER
from tests.targets.shop.visitors import SENT


class Answered(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


class Customer:
    """Somebody with a browser, who keeps cookies and does not follow redirects."""

    def __init__(self, client: aiohttp.ClientSession, url: str) -> None:
        self.client = client
        self.url = url

    async def get(self, path: str, **query: str) -> Answered:
        return await self._ask("GET", path, params=query)

    async def post(self, path: str, **form: str) -> Answered:
        return await self._ask("POST", path, data=form)

    async def post_with_token(self, path: str, page: str, **form: str) -> Answered:
        text = (await self.get(page)).text
        token = text.split('name="form_token" value="')[1].split('"')[0]
        return await self.post(path, form_token=token, **form)

    async def _ask(self, method: str, path: str, **options: object) -> Answered:
        address = f"{self.url}{path}"
        async with self.client.request(method, address, allow_redirects=False, **options) as answer:  # type: ignore[arg-type]
            return Answered(answer.status, answer.headers, await answer.text())


@asynccontextmanager
async def customer(app: web.Application | None = None) -> AsyncIterator[Customer]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with serve(app or application()) as url, aiohttp.ClientSession(cookie_jar=jar) as client:
        yield Customer(client, url)


def visit(look: Callable[[Customer], Awaitable[None]]) -> None:
    async def run() -> None:
        async with customer() as somebody:
            await look(somebody)

    asyncio.run(run())


PAGES = [
    "/",
    "/shelf",
    "/shelf?category=green",
    "/search?q=tea",
    "/finder?mood=honey",
    "/product?id=1",
    "/pairing?id=1",
    "/basket",
    "/checkout",
    "/login",
    "/brochures",
    "/brochure?file=spring.txt",
    "/leaflet?file=spring.txt",
    "/card",
    "/delivery",
    "/delivery?postcode=SY8+1AA",
    "/pickup?postcode=SY8+1AA",
    "/newsletter",
    "/contact",
    "/about",
    "/growers",
    "/order-status?number=LL-1042",
    "/gift-voucher?number=GV-2210",
    "/robots.txt",
    "/sitemap.xml",
    "/static/shop.css",
    "/static/shop.js",
    "/favicon.ico",
    "/api/suggest?term=te",
    "/api/stock?product=1",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(path: str) -> None:
    async def look(somebody: Customer) -> None:
        assert (await somebody.get(path)).status == 200

    visit(look)


def test_search_shows_the_words_as_they_came_and_the_finder_does_not() -> None:
    async def look(somebody: Customer) -> None:
        words = "<img src=x onerror=alert(1)>"
        assert words in (await somebody.get("/search", q=words)).text
        assert words not in (await somebody.get("/finder", mood=words)).text
        assert "</script><" not in (await somebody.get("/finder", mood="</script><b>")).text

    visit(look)


def test_a_review_is_shown_as_it_came_and_a_question_is_not() -> None:
    async def look(somebody: Customer) -> None:
        assert (await somebody.post("/review", product="2", review="<b id=r>")).status == 303
        asked = await somebody.post_with_token("/question", "/product?id=2", product="2", question="<b id=q>")
        assert asked.status == 303
        shown = (await somebody.get("/product", id="2")).text
        assert "<b id=r>" in shown
        assert "<b id=q>" not in shown
        assert "&lt;b id=q&gt;" in shown

    visit(look)


def test_the_product_number_is_sql_and_the_pairing_number_is_a_number() -> None:
    async def look(somebody: Customer) -> None:
        assert "Jade Cloud" in (await somebody.get("/product", id="1+1")).text
        assert "unrecognized token" in (await somebody.get("/product", id="1'")).text
        assert (await somebody.get("/pairing", id="1+1")).status == 400
        assert (await somebody.get("/product", id="1 AND length(randomblob(500000000))")).status == 500

    visit(look)


def test_login_works_for_the_demo_user_and_for_whoever_writes_sql() -> None:
    async def look(somebody: Customer) -> None:
        assert (await somebody.post("/login", name=DEMO_USER, password="wrong")).status == 401
        assert (await somebody.get("/account")).status == 303
        entered = await somebody.post(
            "/login", name=DEMO_USER, password=DEMO_PASSWORD, next="https://x.example/"
        )
        assert entered.headers["Location"] == "https://x.example/"
        assert "LL-1042" in (await somebody.get("/account")).text
        assert (await somebody.get("/order", number="LL-1043")).status == 404
        assert (await somebody.get("/keeper")).status == 403
        assert (await somebody.post("/login", name="keeper' -- ", password="")).status == 303
        assert (await somebody.get("/keeper")).status == 200

    visit(look)


def test_a_brochure_comes_from_anywhere_on_the_pretend_disk_and_a_leaflet_does_not() -> None:
    async def look(somebody: Customer) -> None:
        for name in ("../../../etc/passwd", "/etc/passwd", "spring.txt/../../../../../../../etc/passwd"):
            assert "root:x:0:0" in (await somebody.get("/brochure", file=name)).text
            assert (await somebody.get("/leaflet", file=name)).status == 404
        assert (
            "Leaf & Lantern:/srv" in (await somebody.get("/brochure", file="/etc/passwd")).text
        )  # not this machine's
        assert (await somebody.get("/brochure", file=__file__)).status == 404

    visit(look)


def test_links_to_partners() -> None:
    async def look(somebody: Customer) -> None:
        assert (await somebody.get("/go", to="//x.example")).headers["Location"] == "//x.example"
        assert (await somebody.get("/leave", to="//x.example")).headers["Location"] == "/"

    visit(look)


def test_what_no_header_can_hold_breaks_nothing() -> None:
    async def look(somebody: Customer) -> None:
        for odd in (
            "a\r\nb",
            "\x00\x07\x1b\x7f",
            "\u2028\U0001f375",
            "fr\r\n\r\n<b>",
            "fr\nX-\x00: 1",
            "fr\nX: \x01",
        ):
            assert (await somebody.get("/go", to=odd)).status == 302
            assert (await somebody.get("/language", code=odd)).status == 302
            assert (await somebody.get("/currency", code=odd)).status == 302

    visit(look)


def test_a_line_break_in_the_language_begins_a_header_and_in_the_currency_does_not() -> None:
    async def look(somebody: Customer) -> None:
        for line_break in ("\r\n", "\n"):
            assert "X-New" in (await somebody.get("/language", code=f"fr{line_break}X-New: 1")).headers
            assert "X-New" not in dict(
                (await somebody.get("/currency", code=f"EUR{line_break}X-New: 1")).headers
            )

    visit(look)


def test_a_greeting_is_a_template_that_only_calculates_and_a_label_is_not() -> None:
    async def look(somebody: Customer) -> None:
        async def card(text: str) -> Answered:
            return await somebody.post_with_token("/card", "/card", greeting=text)

        assert "3827" in (await card("{{ 43 * 89 }}")).text
        label = await somebody.post_with_token("/label", "/card", words="{{ 43 * 89 }}")
        assert "3827" not in label.text
        assert "{{ 43 * 89 }}" in label.text
        for text in (
            "{{ 9 ** 99999999 }}",
            "{{ 'a' * 999999999 }}",
            "{{ ''.__class__.__mro__ }}",
            "{% for %}",
            "{{ 1/0 }}",
        ):
            answer = await card(text)
            assert answer.status == 400 or "__class__" not in answer.text.split("greeting")[1]

    visit(look)


def test_a_picture_is_fetched_from_any_loopback_address_and_from_nowhere_else() -> None:
    async def look(somebody: Customer) -> None:
        async def fetch(path: str, address: str) -> Answered:
            return await somebody.post_with_token(path, "/growers", address=address)

        here = f"{somebody.url}/robots.txt"
        imported = (await fetch("/growers/picture", here)).text
        assert "text/plain" in imported
        assert "Disallow: /keeper" not in imported  # what was fetched is not shown
        assert (await fetch("/growers/logo", here)).status == 400
        for address in (
            "http://192.0.2.1/",
            "file:///etc/passwd",
            "http://[",
            "",
            "//127.0.0.1",
            "http://127.0.0.1:1/",
        ):
            assert (await fetch("/growers/picture", address)).status == 502
            assert (await fetch("/growers/logo", address)).status == 400

    visit(look)


def test_a_postcode_is_part_of_a_command_line_for_delivery_and_not_for_pickup() -> None:
    async def look(somebody: Customer) -> None:
        assert "uid=1000(tea)" in (await somebody.get("/delivery", postcode="SY8; id")).text
        assert "uid=1000(tea)" not in (await somebody.get("/pickup", postcode="SY8; id")).text

    visit(look)


def test_forms_that_are_safe_want_their_token() -> None:
    async def look(somebody: Customer) -> None:
        await somebody.get("/")
        for path in ("/question", "/basket", "/checkout", "/contact", "/card", "/label", "/growers/picture"):
            assert (await somebody.post(path, form_token="0" * 32)).status == 403
        assert (await somebody.post("/newsletter", email="a@b.example")).status == 200

    visit(look)


def test_the_basket_keeps_what_is_put_into_it() -> None:
    async def look(somebody: Customer) -> None:
        added = await somebody.post_with_token("/basket", "/product?id=11", product="11", count="2")
        assert added.status == 303
        assert "£68.00" in (await somebody.get("/basket")).text
        ordered = await somebody.post_with_token("/checkout", "/checkout", name="<i>Ann")
        assert "Thank you, &lt;i&gt;Ann" in ordered.text

    visit(look)


def test_a_mistyped_order_shows_a_stack_trace_and_a_mistyped_voucher_a_sentence() -> None:
    async def look(somebody: Customer) -> None:
        assert "Traceback (most recent call last)" in (await somebody.get("/order-status", number="x")).text
        assert "Traceback" not in (await somebody.get("/gift-voucher")).text

    visit(look)


def test_the_old_script_lies_about_and_nothing_else_does() -> None:
    async def look(somebody: Customer) -> None:
        assert "password" in (await somebody.get("/static/shop.js.bak")).text
        for path in ("/static/shop.css.bak", "/static/..%2fapp.py", "/shop.js.bak", "/<q>nothing"):
            missing = await somebody.get(path)
            assert missing.status == 404
            assert "<q>" not in missing.text

    visit(look)


def test_the_till_is_careful_and_the_rest_is_not() -> None:
    async def look(somebody: Customer) -> None:
        assert "Content-Security-Policy" in (await somebody.get("/checkout")).headers
        assert "Content-Security-Policy" not in (await somebody.get("/")).headers

    visit(look)


def test_the_shop_remembers_what_no_scan_may_send() -> None:
    async def look() -> None:
        app = application()
        async with customer(app) as somebody:
            await somebody.get("/")
            assert app[SENT] == []
            await somebody.get("/logout")
            await somebody.post("/account/delete")
            assert app[SENT] == ["logout", "delete account"]

    asyncio.run(look())


def test_each_flaw_has_a_twin_and_no_place_is_both() -> None:
    weak = {(answer.rule, answer.path, answer.parameter) for answer in WEAKNESSES}
    safe = {(answer.rule, answer.path, answer.parameter) for answer in SAFE}
    assert not weak & safe
    site_wide = {"web.clickjacking", "web.cookie-without-same-site"}
    assert {rule for rule, _, _ in weak} - {rule for rule, _, _ in safe} <= site_wide
