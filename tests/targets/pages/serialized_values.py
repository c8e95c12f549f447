"""Pages that build objects from a value, and pages that only look at it.

The unpickling page knows one harmless function and refuses all others, so nobody can run anything through it.
"""

from __future__ import annotations

import base64
import io
import operator
import pickle
import re
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests.targets.case import Case, Handler, html

RULE = "web.insecure-deserialization"
BASKET = {"tea": 2, "cups": 4}
AS_TEXT = "%28dp0%0AVtea%0Ap1%0AI2%0AsVcups%0Ap2%0AI4%0As."  # the basket by pickle's protocol 0
AS_BASE64 = base64.urlsafe_b64encode(pickle.dumps(BASKET, protocol=4)).decode()
AS_BYTES = quote(pickle.dumps(BASKET, protocol=4))
JAVA = (
    base64.b64encode(b"\xac\xed\x00\x05sr\x00\x06Basket" + bytes(8) + b"\x02\x00\x00xp")
    .decode()
    .replace("+", "%2B")
)
PHP = "O:6:%22Basket%22:1:%7Bs:3:%22tea%22;i:2;%7D"


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("operator", "mul"):
            return operator.mul
        raise pickle.UnpicklingError("refused")


def _unpickled(request: web.Request) -> web.Response:
    value = request.query.get("basket", "")
    content = (
        value.encode()
        if "\n" in value or "\ufffd" in value
        else base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    )
    try:
        basket = _Unpickler(io.BytesIO(content)).load()
    except Exception as error:  # whatever a broken pickle raises
        return html(f"<pre>{type(error).__name__}</pre>", status=500)
    return html(f"<p>Basket: {basket}</p>")


def _java(request: web.Request) -> web.Response:
    content = base64.b64decode(request.query.get("basket", ""))
    found = re.match(rb"\xac\xed\x00\x05sr\x00[\x00-\xff](\w+)", content)
    name = found[1].decode().rstrip("\x00") if found else ""
    if name != "Basket":
        return html(f"<pre>java.lang.ClassNotFoundException: {name}</pre>", status=500)
    return html("<p>Basket: 2 tea</p>")


def _php(request: web.Request) -> web.Response:
    found = re.match(r'O:\d+:"(\w+)"', request.query.get("basket", ""))
    if found is None:
        return html("<p>unserialize(): Error at offset 0</p>")
    kind = "Basket" if found[1] == "Basket" else "__PHP_Incomplete_Class"
    return html(f"<pre>object({kind})#1 {{ [__PHP_Incomplete_Class_Name] => {found[1]} }}</pre>")


def _echoed(request: web.Request) -> web.Response:
    value = request.query.get("basket", "").replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return html(f"<p>This basket could not be read: {value}</p>")


def _signed(_: web.Request) -> web.Response:
    return html("<p>The signature of the basket is wrong.</p>", status=400)


def _page(answer: Any) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        result: web.Response = answer(request)
        return result

    return handler


def _case(name: str, answer: Any, value: str, *, weak: bool = True) -> Case:
    return Case(
        f"/serialized/{name}",
        _page(answer),
        RULE,
        weak,
        query=f"basket={value}",
        parameter="basket" if weak else "",
    )


CASES = [
    _case("pickle-text", _unpickled, AS_TEXT),
    _case("pickle-base64", _unpickled, AS_BASE64),
    _case("pickle-bytes", _unpickled, AS_BYTES),
    _case("java", _java, JAVA),
    _case("php", _php, PHP),
    _case("pickle-signed-safe", _signed, AS_BASE64, weak=False),
    _case("pickle-echoed-safe", _echoed, AS_TEXT, weak=False),
    _case("php-echoed-safe", _echoed, PHP, weak=False),
    _case("java-signed-safe", _signed, JAVA, weak=False),
]
