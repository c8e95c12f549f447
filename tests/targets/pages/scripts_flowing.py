"""Pages whose scripts use the address: some run it, some only show it."""

from __future__ import annotations

from aiohttp import web

from tests.targets.case import Case, Handler, html

RULE = "web.dom-xss"


def _page(script: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return html(f"<p id=box></p><script>var box = document.getElementById('box');\n{script}</script>")

    return handler


def _case(name: str, script: str, *, weak: bool = True) -> Case:
    return Case(f"/dom/{name}", _page(script), RULE, weak)


CASES = [
    _case("hash-written", "document.write('<i>' + decodeURIComponent(location.hash.slice(1)) + '</i>');"),
    _case("query-as-html", "box.innerHTML = 'Hello ' + new URLSearchParams(location.search).get('name');"),
    _case("hash-run", "setTimeout(location.hash.slice(1), 10);"),
    _case("name-as-html", "box.insertAdjacentHTML('beforeend', window.name);"),
    _case("hash-shown-safe", "box.textContent = decodeURIComponent(location.hash.slice(1));", weak=False),
    _case(
        "query-chosen-safe",
        "var texts = {a: 'one'}; box.innerHTML = texts[location.hash] || 'none';",
        weak=False,
    ),
    _case(
        "hash-encoded-safe",
        "box.innerHTML = encodeURIComponent(decodeURIComponent(location.hash));",
        weak=False,
    ),
]
