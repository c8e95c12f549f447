"""What else a shop does: brochures, delivery, cards, the newsletter, links to partners, pictures from growers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from tests.targets.shop import papers
from tests.targets.shop.cards import CardError, written_card
from tests.targets.shop.fetching import FetchError, fetched
from tests.targets.shop.rendering import message, page, redirect
from tests.targets.shop.visitors import require_form_token

routes = web.RouteTableDef()

PARTNERS = {"https://growers.example/", "https://potters.example/"}
LANGUAGES = {"en": "English", "fr": "Français", "de": "Deutsch"}


@routes.get("/brochures")
async def brochures(request: web.Request) -> web.StreamResponse:
    return page(request, "brochures.html", names=papers.BROCHURES)


@routes.get("/brochure")
async def brochure(request: web.Request) -> web.StreamResponse:
    """Send a brochure; WEAK: the name may lead out of the folder, to anywhere on the pretend disk."""
    text = papers.read(request.query.get("file", ""))
    if text is None:
        return message(request, "No such brochure", "We have mislaid that brochure.", status=404)
    return web.Response(text=text, content_type="text/plain")


@routes.get("/leaflet")
async def leaflet(request: web.Request) -> web.StreamResponse:
    """Send a leaflet; safe: only the names on the list."""
    name = request.query.get("file", "")
    text = papers.read(name) if name in papers.BROCHURES else None
    if text is None:
        return message(request, "No such leaflet", "We have mislaid that leaflet.", status=404)
    return web.Response(text=text, content_type="text/plain")


@routes.get("/go")
async def go(request: web.Request) -> web.StreamResponse:
    """Lead to a partner; WEAK: to whoever the link names."""
    return redirect(request.query.get("to", "") or "/", status=302)


@routes.get("/leave")
async def leave(request: web.Request) -> web.StreamResponse:
    """Lead to a partner; safe: only to those on the list."""
    address = request.query.get("to", "")
    return redirect(address if address in PARTNERS else "/", status=302)


@routes.get("/language")
async def language(request: web.Request) -> web.StreamResponse:
    """Choose a language; WEAK: line breaks in the code begin new headers of the answer."""
    response = redirect("/", status=302)
    code, *rest = re.split(r"\r\n|\n|\r", request.query.get("code", "en"))
    response.headers.add("Set-Cookie", f"language={_printable(code)}; Path=/; HttpOnly; SameSite=Lax")
    for line in rest:
        # The server library refuses line breaks in headers, so what such a header would do is done here by hand.
        name, separator, value = line.partition(":")
        if separator and re.fullmatch(r"[\w-]{1,60}", name):
            response.headers.add(name, _printable(value.strip()))
    return response


def _printable(text: str) -> str:
    return re.sub(r"[^\x20-\x7e]", "", text)


@routes.get("/currency")
async def currency(request: web.Request) -> web.StreamResponse:
    """Choose a currency; safe: one of three."""
    code = request.query.get("code", "")
    response = redirect("/", status=302)
    response.set_cookie(
        "currency", code if code in ("GBP", "EUR", "USD") else "GBP", path="/", httponly=True, samesite="Lax"
    )
    return response


@routes.get("/card")
async def card(request: web.Request) -> web.StreamResponse:
    return page(request, "card.html")


@routes.post("/card")
async def card_preview(request: web.Request) -> web.StreamResponse:
    """Preview a greeting card; WEAK: the greeting is itself a template."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    try:
        text = written_card(str(form.get("greeting", "")))
    except CardError:
        return message(request, "Unreadable", "We could not read that greeting.", status=400)
    return page(request, "card.html", greeting=text)


@routes.post("/label")
async def label_preview(request: web.Request) -> web.StreamResponse:
    """Preview a label; safe: the words are a value of the template."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    return page(request, "card.html", label=str(form.get("words", ""))[:200])


@routes.get("/newsletter")
async def newsletter_form(request: web.Request) -> web.StreamResponse:
    return page(request, "newsletter.html")


@routes.post("/newsletter")
async def newsletter(request: web.Request) -> web.StreamResponse:
    """Subscribe; WEAK: any other site's form can do it in the visitor's name."""
    await request.post()
    return message(request, "Thank you", "You will hear from us with the first flush.")


@routes.get("/contact")
async def contact_form(request: web.Request) -> web.StreamResponse:
    return page(request, "contact.html")


@routes.post("/contact")
async def contact(request: web.Request) -> web.StreamResponse:
    """Take a letter; safe: the form carries the visitor's token."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    return message(request, "Thank you", "We answer within a pot or two.")


@routes.get("/about")
async def about(request: web.Request) -> web.StreamResponse:
    return page(request, "about.html")


@routes.get("/growers")
async def growers_form(request: web.Request) -> web.StreamResponse:
    return page(request, "growers.html")


@routes.post("/growers/picture")
async def import_picture(request: web.Request) -> web.StreamResponse:
    """Import a grower's picture; WEAK: fetches whatever loopback address it is given."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    try:
        kind, size = await fetched(request.app[CLIENT], str(form.get("address", "")))
    except FetchError as error:
        return message(request, "No picture", f"We could not fetch that picture: {error}.", status=502)
    return page(request, "imported.html", kind=kind, size=size)


@routes.post("/growers/logo")
async def import_logo(request: web.Request) -> web.StreamResponse:
    """Import a grower's logo; safe: from the partners' own hosts only, so nothing here is ever asked."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    host = urlsplit(str(form.get("address", ""))[:300].replace("[", "").replace("]", "")).hostname
    if host not in {urlsplit(partner).hostname for partner in PARTNERS}:
        return message(request, "No logo", "We fetch logos from our partners only.", status=400)
    return message(request, "Later", "The logo will be fetched tonight.")


CLIENT = web.AppKey("client", aiohttp.ClientSession)
