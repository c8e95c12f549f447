"""What a visitor browses: the shelves, the search, a product with its reviews and questions."""

from __future__ import annotations

import sqlite3
import traceback

from aiohttp import web

from tests.targets.shop.catalogue import CATEGORIES
from tests.targets.shop.rendering import message, page, redirect
from tests.targets.shop.visitors import as_json, require_form_token, store_of

routes = web.RouteTableDef()


@routes.get("/")
async def home(request: web.Request) -> web.StreamResponse:
    return page(request, "home.html", products=store_of(request).products())


@routes.get("/shelf")
async def shelf(request: web.Request) -> web.StreamResponse:
    """Show one category; safe: looked up with a bound value, shown escaped."""
    category = request.query.get("category", "")
    products = store_of(request).products(category)
    title = CATEGORIES.get(category, category) or "Everything"
    return page(request, "shelf.html", title=title, products=products)


@routes.get("/search")
async def search(request: web.Request) -> web.StreamResponse:
    """Search; WEAK: the template shows the words as they came."""
    words = request.query.get("q", "")
    return page(request, "search.html", words=words, products=store_of(request).products_named(words)[:6])


@routes.get("/finder")
async def finder(request: web.Request) -> web.StreamResponse:
    """Find a tea by mood; safe: the same words, escaped in the text, the attribute and the script."""
    mood = request.query.get("mood", "")
    products = store_of(request).products_named(mood) if mood else []
    return page(request, "finder.html", mood=mood, products=products[:6])


@routes.get("/product")
async def product(request: web.Request) -> web.StreamResponse:
    """Show a product; WEAK: its number is part of the SQL statement, and a failure is shown as it is."""
    try:
        found = store_of(request).product_by_text(request.query.get("id", ""))
    except sqlite3.Error as error:
        return page(request, "failure.html", status=500, details=f"sqlite3.{type(error).__name__}: {error}")
    if found is None:
        return message(
            request, "Not on our shelves", "We do not sell that any more, or never did.", status=404
        )
    store = store_of(request)
    return page(
        request,
        "product.html",
        product=found,
        reviews=store.written("reviews", found["id"]),
        questions=store.written("questions", found["id"]),
    )


@routes.get("/pairing")
async def pairing(request: web.Request) -> web.StreamResponse:
    """Say what goes with a product; safe: the number is a number, bound to the statement."""
    try:
        found = store_of(request).product(min(int(request.query.get("id", "")), 10**9))
    except ValueError:
        return message(request, "Which tea?", "Please choose a tea from our shelves.", status=400)
    if found is None:
        return message(
            request, "Not on our shelves", "We do not sell that any more, or never did.", status=404
        )
    return page(request, "pairing.html", product=found)


@routes.post("/review")
async def review(request: web.Request) -> web.StreamResponse:
    """Keep a review; WEAK: shown later as it came, and taken from any site's form."""
    return await _write(request, "reviews", "review", await request.post())


@routes.post("/question")
async def question(request: web.Request) -> web.StreamResponse:
    """Keep a question; safe: shown escaped, and taken from our own form only."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    return await _write(request, "questions", "question", form)


async def _write(request: web.Request, table: str, field: str, form: object) -> web.StreamResponse:
    values = {name: str(value)[:400] for name, value in form.items()}  # type: ignore[attr-defined]
    number = values.get("product", "")
    text = values.get(field, "").strip()
    if (
        not number.isascii()
        or not number.isdigit()
        or store_of(request).product(min(int(number), 10**9)) is None
    ):
        return message(request, "Which product?", "Please choose a product from our shelves.", status=400)
    if not text:
        return message(request, "Nothing written", "Please write a few words first.", status=400)
    store_of(request).write(table, int(number), values.get("author") or "A guest", text)
    return redirect(f"/product?id={int(number)}#{table}")


@routes.get("/order-status")
async def order_status(request: web.Request) -> web.StreamResponse:
    """Say where an order is; WEAK: what the visitor mistypes is answered with a stack trace."""
    try:
        year, number = request.query.get("number", "").split("-")
        found = store_of(request).order(f"{year}-{int(number)}")
    except ValueError:
        return page(request, "failure.html", status=500, details=traceback.format_exc())
    state = found["state"] if found else "unknown to us"
    return message(request, "Where is my order?", f"That order is {state.lower()}.")


@routes.get("/gift-voucher")
async def gift_voucher(request: web.Request) -> web.StreamResponse:
    """Say what a voucher is worth; safe: the same mistake is answered with a sentence."""
    try:
        worth = int(request.query.get("number", "").split("-")[1]) % 50
    except (ValueError, IndexError):
        return message(request, "Gift vouchers", "A voucher's number looks like GV-2210. Please look again.")
    return message(request, "Gift vouchers", f"This voucher is worth {worth} pounds.")


@routes.get("/api/suggest")
async def suggest(request: web.Request) -> web.StreamResponse:
    """Suggest products for the search box; safe: JSON, declared as JSON."""
    found = store_of(request).products_named(request.query.get("term", ""))
    return as_json({"products": [{"id": row["id"], "name": row["name"]} for row in found[:5]]})


@routes.get("/api/stock")
async def stock(request: web.Request) -> web.StreamResponse:
    """Say how many are left; safe: a number or nothing."""
    number = request.query.get("product", "")
    found = (
        store_of(request).product(min(int(number), 10**9)) if number.isascii() and number.isdigit() else None
    )
    return as_json({"left": found["stock"] if found else None})
