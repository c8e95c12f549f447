from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.insertion import Field, FormBody, JsonBody, TextBody
from securestack.scanners.web.crawl.endpoint_templates import endpoint_template
from securestack.scanners.web.crawl.form_values import ValueMemory
from securestack.scanners.web.crawl.scripts import looks_like_address, read_script

BASE = "http://shop.test/app/index.html"


def requests(script: str) -> set[str]:
    """Return what a script leads to, as "METHOD path?query"."""
    made = (endpoint_template(endpoint, BASE, ValueMemory()) for endpoint in read_script(script))
    return {
        f"{template.method} {template.url.removeprefix('http://shop.test')}"
        for template in made
        if template is not None
    }


def body(script: str) -> Any:
    (endpoint,) = [endpoint for endpoint in read_script(script) if endpoint.body is not None]
    template = endpoint_template(endpoint, BASE, ValueMemory())
    assert template is not None
    return template.body


@pytest.mark.parametrize(
    ("script", "request_"),
    [
        ('fetch("/api/users")', "GET /api/users"),
        ("fetch('users')", "GET /app/users"),
        ("fetch(`/api/users/${user.id}/posts`)", "GET /api/users/1/posts"),
        ('fetch("/api/users/" + id)', "GET /api/users/1"),
        ('fetch("/s?q=" + encodeURIComponent(q) + "&page=" + n)', "GET /s?q=test&page=1"),
        ('fetch("/x", {headers: {a: "b"}, method: "PUT"})', "PUT /x"),
        ('const API = "/v2"; axios.delete(API + "/items/" + i)', "DELETE /v2/items/1"),
        ('axios.get("/x", {params: {sort: "name"}})', "GET /x?sort=name"),
        ('$.ajax({type: "POST", url: "/save"})', "POST /save"),
        ('$.getJSON("list.php", f)', "GET /app/list.php"),
        ('$("#box").load("part.html")', "GET /app/part.html"),
        ("this.http.get<User[]>(`${this.base}/users`)", "GET /users"),
        ('xhr.open("POST", "/rpc", true)', "POST /rpc"),
        ("location.href = '/next?id=' + id", "GET /next?id=1"),
        ("window.location = 'other.jsp'", "GET /app/other.jsp"),
        ("location.assign('/there')", "GET /there"),
        ("form.action = '/submit'", "GET /submit"),
        ("navigator.sendBeacon('/beacon', d)", "POST /beacon"),
        ("new EventSource('/events')", "GET /events"),
        ("var u = {url: '/in/an/object'}", "GET /in/an/object"),
        (r'var u = "\/escaped\/slashes"', "GET /escaped/slashes"),
        ("r.when('/users/:id/edit', x)", "GET /users/1/edit"),
        ("routes = [{path: 'orders/:number'}]", "GET /app/orders/1"),
        ('import x from "./module.js"', "GET /app/module.js"),
        ('var a = "http://shop.test/", b = "deep/page"; var c = a + b;', "GET /deep/page"),
        ("var old = 'backup/list.php?id=3'", "GET /app/backup/list.php?id=3"),
    ],
)
def test_endpoints_are_found(script: str, request_: str) -> None:
    assert request_ in requests(script)


@pytest.mark.parametrize(
    "script",
    [
        'var t = "text/html", u = "application/json", v = "a/b", w = "image/png"',
        'var d = "01/02/2026", e = "MM/DD/YYYY", f = "and/or", g = "n/a"',
        r"s.replace(/\/x/g, '/'); s.split('/'); var r = '/g'; p = '//'",
        "require('./module'); import('lodash/fp')",
        "map.get('key'); params.delete('q'); cache.put('name', 1)",
        "var x = a / b / c; // a comment / with slashes",
        "el.src = 'data:image/png;base64,AA=='; a.href = '#top'; b.href = 'mailto:a@b.test'",
        "var s = '<a/b>', t = 'M0 0L10/5', u = '/[a-z]+/', v = '/* c */'",
        "fetch(url); axios.get(this.url); $.post(u, d)",
        "var type = 'multipart/form-data; boundary=x', lang = 'en/US'",
    ],
)
def test_what_is_no_address_is_not_taken_for_one(script: str) -> None:
    assert requests(script) == set()


def test_bodies_are_read_where_the_script_shows_them() -> None:
    assert body(
        'fetch("/a", {method: "POST", body: JSON.stringify({name: n, age: 3, on: true, tags: [1]})})'
    ) == JsonBody({"name": "Alex", "age": 3, "on": True, "tags": []})
    assert body('axios.post("/a", {"user": {"email": e}})') == JsonBody(
        {"user": {"email": "alex.miller@example.com"}}
    )
    assert body('$.post("/a", {id: 7, q: v})') == FormBody((Field("id", "7"), Field("q", "test")))
    assert body('fetch("/a", {method: "POST", body: "x=1&name=" + n})') == FormBody(
        (Field("x", "1"), Field("name", "Alex"))
    )
    assert body('fetch("/a", {method: "POST", body: new URLSearchParams({x: "1"})})') == FormBody(
        (Field("x", "1"),)
    )


def test_bodies_of_an_xml_http_request() -> None:
    opened = 'x.open("POST", "/a"); x.setRequestHeader("Content-Type", "{}"); {} x.send({});'
    document = '<?xml version="1.0"?><a b="c">d</a>'
    literal = 'var doc = "' + document.replace('"', '\\"') + '";'
    assert body(opened.format("text/xml", literal, "doc")) == TextBody(document, "text/xml")
    assert body(opened.format("text/xml", "", "field.value")) == TextBody(
        '<?xml version="1.0"?><data>test</data>', "text/xml"
    )
    assert body(opened.format("application/json", "", "JSON.stringify({id: 4})")) == JsonBody({"id": 4})
    assert body(opened.format("application/x-www-form-urlencoded", "", '"a=1&b=" + c')) == FormBody(
        (Field("a", "1"), Field("b", "test"))
    )


def test_a_call_says_more_than_the_string_in_it() -> None:
    assert requests('fetch("/only-post", {method: "POST"})') == {"POST /only-post"}


def test_minified_code_is_read() -> None:
    script = 'var e=t(12),n="/api";function r(t){return e.a.post(n+"/login",{user:t.u,pass:t.p}).then(function(t){})}'
    assert "POST /api/login" in requests(script)


@given(st.text(alphabet="fetch(\"'`/abc{}:,+$.;\\ \n)=post", max_size=300))
def test_any_script_is_read_without_an_error(script: str) -> None:
    for endpoint in read_script(script):
        endpoint_template(endpoint, BASE, ValueMemory())


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    assert looks_like_address(text) in (True, False)
