"""A shop with baskets, coupons, payment and delivery, whose order of steps is kept or not."""

from __future__ import annotations

from typing import Any

from aiohttp import web

_TEXT = {"type": "string"}
_DONE = {"200": {"description": "Done"}}
_BASKET = [{"name": "basketId", "in": "path", "required": True, "schema": {"type": "integer"}}]


def _post(**fields: Any) -> dict[str, Any]:
    operation: dict[str, Any] = {"responses": _DONE}
    if fields:
        schema = {"type": "object", "properties": fields, "required": list(fields)}
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return operation


DESCRIPTION: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Baskets", "version": "1"},
    "paths": {
        "/baskets": {"post": _post(article=_TEXT)},
        "/baskets/{basketId}": {"parameters": _BASKET, "get": {"responses": _DONE}},
        "/baskets/{basketId}/coupon": {"parameters": _BASKET, "post": _post(code=_TEXT)},
        "/baskets/{basketId}/payment": {"parameters": _BASKET, "post": _post()},
        "/baskets/{basketId}/delivery": {"parameters": _BASKET, "post": _post()},
    },
}
FLOWS = """
- name: Buying with a coupon
  steps:
    - operation: POST /baskets
      keep: {basket: /id}
    - operation: POST /baskets/{basketId}/coupon
      with: {basketId: "{basket}", code: SPRING}
      once: true
    - operation: POST /baskets/{basketId}/payment
      with: {basketId: "{basket}"}
      needed: true
    - operation: POST /baskets/{basketId}/delivery
      with: {basketId: "{basket}"}
  watch:
    operation: GET /baskets/{basketId}
    with: {basketId: "{basket}"}
"""
COUPONS_ADD_UP, DELIVERS_UNPAID, YES_TWICE = "coupons add up", "delivers unpaid", "says yes twice"


class BasketShop:
    """One shop. `ways` are COUPONS_ADD_UP, DELIVERS_UNPAID (flaws), and YES_TWICE (none: a second coupon does nothing)."""

    def __init__(self, *ways: str) -> None:
        self.ways = frozenset(ways)
        self.baskets: dict[int, dict[str, Any]] = {}

    def application(self) -> web.Application:
        """Return it as an application."""
        app = web.Application()
        app.router.add_get("/openapi.json", self._description)
        app.router.add_post("/baskets", self._new)
        app.router.add_get("/baskets/{id:[0-9]+}", self._show)
        app.router.add_post("/baskets/{id:[0-9]+}/{step:coupon|payment|delivery}", self._step)
        return app

    async def _description(self, _: web.Request) -> web.Response:
        return web.json_response(DESCRIPTION)

    async def _new(self, _: web.Request) -> web.Response:
        number = len(self.baskets) + 501
        self.baskets[number] = {"id": number, "total": 100, "coupons": 0, "paid": False, "sent": False}
        return web.json_response(self.baskets[number], status=201)

    async def _show(self, request: web.Request) -> web.Response:
        basket = self.baskets.get(int(request.match_info["id"]))
        return web.json_response(basket) if basket else _no(404, "no such basket")

    async def _step(self, request: web.Request) -> web.Response:
        basket = self.baskets.get(int(request.match_info["id"]))
        if basket is None:
            return _no(404, "no such basket")
        match request.match_info["step"]:
            case "coupon":
                return self._coupon(basket)
            case "payment":
                basket["paid"] = True
            case "delivery":
                if not basket["paid"] and DELIVERS_UNPAID not in self.ways:
                    return _no(409, "pay first")
                basket["sent"] = True
        return web.json_response({"message": "done"})

    def _coupon(self, basket: dict[str, Any]) -> web.Response:
        if basket["coupons"] and YES_TWICE in self.ways:
            return web.json_response({"message": "done"})
        if basket["coupons"] and COUPONS_ADD_UP not in self.ways:
            return _no(409, "one coupon a basket")
        basket["coupons"] += 1
        basket["total"] -= 10
        return web.json_response({"message": "done"})


def _no(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)
