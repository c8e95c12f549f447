"""At the counter: basket, checkout, login, the account, and the keeper's room."""

from __future__ import annotations

import sqlite3

from aiohttp import web

from tests.targets.shop.rendering import message, page, redirect
from tests.targets.shop.store import DEMO_PASSWORD, DEMO_USER
from tests.targets.shop.visitors import (
    SENT,
    basket_of,
    keep_basket,
    log_in,
    log_out,
    require_form_token,
    store_of,
    user_of,
)

routes = web.RouteTableDef()

CAREFUL_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def _lines(request: web.Request) -> list[dict[str, object]]:
    store = store_of(request)
    found = [(store.product(number), count) for number, count in basket_of(request).items()]
    return [
        {"product": product, "count": count, "sum": product["price"] * count}
        for product, count in found
        if product
    ]


@routes.get("/basket")
async def basket(request: web.Request) -> web.StreamResponse:
    lines = _lines(request)
    return page(request, "basket.html", lines=lines, total=sum(int(str(line["sum"])) for line in lines))


@routes.post("/basket")
async def add_to_basket(request: web.Request) -> web.StreamResponse:
    """Put a product into the basket; safe: the form carries the visitor's token."""
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    number, count = str(form.get("product", "")), str(form.get("count", "1"))
    if not (number + count).isascii() or not number.isdigit() or not count.isdigit():
        return message(request, "Basket", "Please choose a product and how many of it.", status=400)
    response = redirect("/basket")
    keep_basket(response, {**basket_of(request), min(int(number), 10**9): max(1, min(99, int(count)))})
    return response


@routes.get("/checkout")
async def checkout(request: web.Request) -> web.StreamResponse:
    """Ask where to send the order; safe: every header that protects a page."""
    total = sum(int(str(line["sum"])) for line in _lines(request))
    return page(request, "checkout.html", headers=CAREFUL_HEADERS, total=total)


@routes.post("/checkout")
async def order(request: web.Request) -> web.StreamResponse:
    form = await request.post()
    require_form_token(request, form.get("form_token"))
    name = str(form.get("name", ""))[:80]
    return page(request, "ordered.html", headers=CAREFUL_HEADERS, name=name or "friend of tea")


@routes.get("/login")
async def login_form(request: web.Request) -> web.StreamResponse:
    return page(
        request, "login.html", next=request.query.get("next", "/account"), demo=(DEMO_USER, DEMO_PASSWORD)
    )


@routes.post("/login")
async def login(request: web.Request) -> web.StreamResponse:
    """Log in; WEAK: name and password are part of the SQL statement, and `next` may lead anywhere."""
    form = await request.post()
    try:
        user = store_of(request).user_by_login(str(form.get("name", "")), str(form.get("password", "")))
    except sqlite3.Error as error:
        return page(request, "failure.html", status=500, details=f"sqlite3.{type(error).__name__}: {error}")
    if user is None:
        return page(
            request,
            "login.html",
            status=401,
            next=str(form.get("next", "/account")),
            demo=(DEMO_USER, DEMO_PASSWORD),
            error="We do not know that name with that password.",
        )
    response = redirect(str(form.get("next", "")) or "/account")
    log_in(request, response, user["name"])
    return response


@routes.get("/logout")
async def logout(request: web.Request) -> web.StreamResponse:
    response = redirect("/")
    log_out(request, response)
    return response


@routes.get("/account")
async def account(request: web.Request) -> web.StreamResponse:
    user = user_of(request)
    if user is None:
        return redirect("/login?next=/account")
    return page(request, "account.html", orders=store_of(request).orders_of(user["name"]))


@routes.post("/account/delete")
async def delete_account(request: web.Request) -> web.StreamResponse:
    """Delete nothing, and remember that somebody asked: no scan may do so unasked."""
    request.app[SENT].append("delete account")
    return message(request, "Still here", "Accounts of the demonstration shop are not deleted.")


@routes.get("/order")
async def one_order(request: web.Request) -> web.StreamResponse:
    """Show an order to whom it belongs, and to nobody else."""
    user = user_of(request)
    found = store_of(request).order(request.query.get("number", "")) if user else None
    if user is None or found is None or found["user"] != user["name"]:
        return message(request, "No such order", "We have no order of yours under that number.", status=404)
    return page(request, "order.html", order=found)


@routes.get("/keeper")
async def keeper(request: web.Request) -> web.StreamResponse:
    """Show the keeper's room to the keeper."""
    user = user_of(request)
    if not user or not user["is_keeper"]:
        return message(request, "Staff only", "This room is for the keeper of the shop.", status=403)
    return page(request, "keeper.html", products=store_of(request).products())
