"""Pages that show a value of the request, one for each place where it can stand, each with a twin that encodes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape

from aiohttp import web

from tests.targets.case import Case, Handler

RULE = "web.reflected-xss"
Encode = Callable[[str], str]


def raw(value: str) -> str:
    return value


def word(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", value)


def number(value: str) -> str:
    return value if value.isdecimal() else "0"


def script_string(value: str) -> str:
    """The text of a JavaScript string, without its quotes, that neither its quote nor `</script>` can end."""
    text = json.dumps(value)[1:-1].replace("<", "\\u003c").replace("&", "\\u0026").replace("'", "\\u0027")
    return text.replace("`", "\\u0060").replace("$", "\\u0024").replace("/", "\\/")


def web_address(value: str) -> str:
    return escape(value) if value.startswith(("http://", "https://")) else "#"


def one_line(value: str) -> str:
    return re.sub(r"[\r\n\u2028\u2029<]", " ", value)


def no_comment_end(value: str) -> str:
    return value.replace("*/", "* /").replace("<", " ")


# Name, page with the value's place marked, weak encoding, safe encoding.
CONTEXTS: list[tuple[str, str, Encode, Encode]] = [
    ("html-text", "<p>Results for §</p>", raw, escape),
    ("bold-in-table", "<table><tr><td>a<td><b>§</b></table>", raw, escape),
    ("svg-text", "<svg><text>§</text></svg>", raw, escape),
    ("comment", "<!-- search: § --><p>Results</p>", raw, escape),
    ("textarea", "<textarea name=note>§</textarea>", raw, escape),
    ("title", "<title>Search: §</title>", raw, escape),
    ("noscript", "<noscript>§</noscript>", raw, escape),
    ("option", "<select><option>§</select>", raw, escape),
    ("template", "<template><p>§</p></template>", raw, escape),
    ("tag-name", "<§>", raw, word),
    ("attribute-name", "<input § value=1>", raw, word),
    ("attribute-double", '<input name=q value="§">', raw, escape),
    ("attribute-single", "<input name=q value='§'>", raw, escape),
    ("attribute-unquoted", "<input name=q value=§>", escape, word),
    ("attribute-hidden", '<input type=hidden name=q value="§">', lambda v: escape(v, quote=False), escape),
    ("attribute-textarea", '<textarea title="§"></textarea>', raw, escape),
    ("image-source", '<img src="§">', lambda v: escape(v, quote=False), escape),
    (
        "event-single",
        "<button onclick=\"greet('§')\">Hello</button>",
        escape,
        lambda v: escape(script_string(v)),
    ),
    (
        "event-double",
        "<button onclick='greet(\"§\")'>Hello</button>",
        escape,
        lambda v: escape(script_string(v)),
    ),
    ("event-number", '<button onclick="pick(§)">Pick</button>', escape, number),
    ("link-start", '<a href="§">Continue</a>', escape, web_address),
    ("form-action", '<form action="§"><button>Go</button></form>', escape, web_address),
    ("frame-start", '<iframe src="§"></iframe>', escape, web_address),
    ("script-link", "<a href=\"javascript:show('§')\">Show</a>", escape, word),
    ("script-source", '<script src="§"></script>', escape, web_address),
    ("script-id", "<script id=§>var loaded = true;</script>", escape, word),
    ("script-double", '<script>var q = "§";</script>', raw, script_string),
    ("script-single", "<script>find({q: '§', page: 1});</script>", raw, script_string),
    ("script-template", "<script>var t = `Results for §`;</script>", raw, script_string),
    ("script-number", "<script>var page = §;</script>", raw, number),
    ("script-name", "<script>var § = 1;</script>", raw, lambda v: "v" + word(v)),
    ("script-regex", "<script>var r = /§/;</script>", raw, lambda v: "x" + word(v)),
    ("script-line-comment", "<script>// §\nvar a = 1;</script>", lambda v: v.replace("<", "&lt;"), one_line),
    (
        "script-block-comment",
        "<script>/* § */ var a = 1;</script>",
        lambda v: v.replace("<", "&lt;"),
        no_comment_end,
    ),
    ("script-escaped", '<script><!--\nvar q = "§";\n//--></script>', raw, script_string),
    ("script-data", '<script type="application/json">{"q": "§"}</script>', raw, script_string),
    ("style-element", "<style>body {color: §}</style>", raw, word),
    ("style-attribute", '<p style="color: §">Text</p>', raw, escape),
    ("document-attribute", '<iframe srcdoc="<p>§</p>"></iframe>', escape, lambda v: escape(escape(v))),
]

# Pages on which no value can run: inert places, and answers that no browser shows as a page.
INERT: list[tuple[str, str, Encode, dict[str, str], int]] = [
    ("refresh", '<meta http-equiv=refresh content="9;url=§">', escape, {}, 200),
    ("image-address", '<img src="§" alt="">', escape, {}, 200),
    ("style-link", '<link rel=stylesheet href="§">', escape, {}, 200),
    ("plaintext", "<plaintext>§", raw, {}, 200),
    ("json", '{"q": "§"}', raw, {"Content-Type": "application/json"}, 200),
    ("jsonp", "§({});", raw, {"Content-Type": "application/javascript"}, 200),
    ("text", "<p>§</p>", raw, {"Content-Type": "text/plain"}, 200),
    ("download", "<p>§</p>", raw, {"Content-Disposition": "attachment; filename=a.html"}, 200),
    ("moved", "<p>Moved: §</p>", raw, {"Location": "/xss/html-text"}, 302),
]

# What is wrong with some of them all the same.
ALSO = {"refresh": ("web.open-redirect",), "jsonp": ("web.script-callback-injection",)}


async def value_of(request: web.Request) -> str:
    """Return the field `q`, from the query or the form."""
    if request.method == "POST":
        return str((await request.post()).get("q", ""))
    return request.query.get("q", "")


def page(body: str, encode: Encode, headers: dict[str, str] | None = None, status: int = 200) -> Handler:
    """Return a handler that puts the encoded value into a page."""
    document = (
        body
        if "frameset" in body or "<title>" in body or (headers or {}).get("Content-Type")
        else (f"<!doctype html><html lang=en><head><meta charset=utf-8></head><body>{body}</body></html>")
    )

    async def handler(request: web.Request) -> web.Response:
        text = document.replace("§", encode(await value_of(request)))
        return web.Response(
            text=text, status=status, headers={"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        )

    return handler


def pair(name: str, body: str, weak: Encode, safe: Encode, *, form: str = "") -> list[Case]:
    """Return a weak page and its safe twin, which differ in how the value is encoded only."""
    method, query = ("POST", "") if form else ("GET", "q=tea")
    return [
        Case(
            path=f"/xss/{name}{ending}",
            handler=page(body, encode),
            rule=RULE,
            weak=is_weak,
            query=query,
            form=form,
            method=method,
            parameter="q" if is_weak else "",
        )
        for ending, encode, is_weak in (("", weak, True), ("-safe", safe, False))
    ]


CASES = [case for context in CONTEXTS for case in pair(*context)]
CASES += pair("form", "<p>Results for §</p>", raw, escape, form="<input name=q value=tea>")
CASES += [
    Case(
        path=f"/xss/inert-{name}",
        handler=page(body, encode, headers, status),
        rule=RULE,
        weak=False,
        query="q=tea",
        also=ALSO.get(name, ()),
    )
    for name, body, encode, headers, status in INERT
]
