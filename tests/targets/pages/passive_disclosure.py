"""Pages that tell what is meant to stay inside: source code, addresses, comments, listings, tokens in links."""

from __future__ import annotations

from aiohttp import web

from tests.targets.case import Case, Handler, html

SOURCE, ADDRESS, COMMENT = "web.source-code-disclosure", "web.private-address", "web.telling-comment"
LISTING, SESSION, CACHE = (
    "web.directory-listing",
    "web.session-token-in-url",
    "web.publicly-cacheable-private-answer",
)
TOKEN = "9f86d081884c7d659a2feaa0c55ad015"

APACHE = (
    "<html><head><title>Index of /files</title></head><body><h1>Index of /files</h1><table><tr><td>"
    '<a href="/">Parent Directory</a></td></tr><tr><td><a href="orders.csv">orders.csv</a></td></tr></table></body></html>'
)
NGINX = (
    "<html><head><title>Index of /files/</title></head><body><h1>Index of /files/</h1><hr><pre>"
    '<a href="../">../</a>\n<a href="orders.csv">orders.csv</a>  21-Nov-2026 10:00  120\n</pre></body></html>'
)
PYTHON = (
    "<!DOCTYPE HTML><html lang=en><head><title>Directory listing for /files/</title></head><body>"
    '<h1>Directory listing for /files/</h1><hr><ul><li><a href="orders.csv">orders.csv</a></li></ul></body></html>'
)


def _page(body: str, **headers: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        answer = html(body)
        answer.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
        return answer

    return handler


def _raw(body: str, kind: str = "text/html") -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type=kind)

    return handler


def _case(name: str, rule: str, handler: Handler, *, weak: bool = True) -> Case:
    return Case(f"/passive/disclosure/{name}", handler, rule, weak)


CASES = [
    _case("php", SOURCE, _raw("<?php\n$pdo = new PDO('mysql:host=db', 'shop');\necho $pdo;", "text/plain")),
    _case("php-short", SOURCE, _page("<p>Hello <?= $name ?>")),
    _case("jsp", SOURCE, _page('<%@ page language="java" contentType="text/html" %><p>Hi')),
    _case("asp", SOURCE, _page('<% Response.Write(Request.QueryString("q")) %>')),
    _case("xml", SOURCE, _raw('<?xml version="1.0"?><shop/>', "application/xml"), weak=False),
    _case("php-escaped", SOURCE, _page("<pre>&lt;?php $a = 1;</pre>"), weak=False),
    _case(
        "browser-template",
        SOURCE,
        _page("<script type=text/template><% _.each(items, function(i) { %><li><%= i.name %></li><% }) %></script>"),
        weak=False,
    ),
    _case("address", ADDRESS, _page("<p>Served by 10.20.30.41:8080")),
    _case("address-in-link", ADDRESS, _page("<img src='http://192.168.7.12/logo.png'>")),
    _case("address-in-header", ADDRESS, _page("<p>Hi", X_Backend="172.20.4.17:9000")),
    _case("version", ADDRESS, _page("<p>10.0.0.0/8, Version v10.0.3.1, Chrome/10.2.3.4, 1.10.20.30.40, 10.5.1"), weak=False),
    _case("public-address", ADDRESS, _page("<p>Served by 192.0.2.10 and 172.32.0.1"), weak=False),
    _case("password", COMMENT, _page("<!-- test account ann, password: tulip42 -->")),
    _case("statement", COMMENT, _page("<!-- SELECT name FROM customers WHERE id = 4 -->")),
    _case("note", COMMENT, _page("<!-- TODO: this is open to SQL injection -->")),
    _case("path", COMMENT, _page("<!-- generated from /var/www/shop/index.tpl -->")),
    _case(
        "plain-comments",
        COMMENT,
        _page("<!-- Header --><!-- the password field --><!-- select a size from the list --><!-- TODO: nicer icon -->"),
        weak=False,
    ),
    _case("apache", LISTING, _raw(APACHE)),
    _case("nginx", LISTING, _raw(NGINX)),
    _case("python", LISTING, _raw(PYTHON)),
    _case("index-of-words", LISTING, _page("<h1>Index of words</h1><a href=a>a</a> <a href=/>Parent Directory</a>"), weak=False),
    _case("java-session", SESSION, _page(f"<a href='/account;jsessionid={TOKEN}'>Account</a>")),
    _case("php-session", SESSION, _page(f"<form action='/buy?a=1&amp;PHPSESSID={TOKEN}'></form>")),
    _case("session-word", SESSION, _page("<a href='/help?session_id=what-is-that'>Help</a> sid=1"), weak=False),
    _case(
        "cached-session",
        CACHE,
        _page("<p>Hi", Set_Cookie=f"session={TOKEN}; Path=/passive/x", Cache_Control="public, max-age=600"),
    ),
    _case(
        "session-not-cached",
        CACHE,
        _page("<p>Hi", Set_Cookie=f"session={TOKEN}; Path=/passive/x", Cache_Control="no-store"),
        weak=False,
    ),
]  # fmt: skip
