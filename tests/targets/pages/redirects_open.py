"""Pages that send the browser on: to anywhere, and only within the site."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape

from aiohttp import web

from securestack.net.url import resolve
from tests.targets.case import Case, Handler, html

RULE = "web.open-redirect"

Choose = Callable[[str, str], str | None]  # the value and the own origin to where to go; None for nowhere
Tell = Callable[[str], web.Response]


def _page(tell: Tell, choose: Choose) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        value = request.query.get("next", "")
        if request.method == "POST":
            value = str((await request.post()).get("next", ""))
        target = choose(value, f"http://{request.host}")
        return html("<p>Where to?</p>") if target is None else tell(target)

    return handler


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f]", "", text)


def _location(target: str) -> web.Response:
    return web.Response(status=302, headers={"Location": _one_line(target)})


def _refresh_header(target: str) -> web.Response:
    answer = html("<p>One moment.</p>")
    answer.headers["Refresh"] = f"0; url={_one_line(target)}"
    return answer


def _meta(target: str) -> web.Response:
    return html(f'<meta http-equiv="refresh" content="0; url={escape(target)}"><p>One moment.</p>')


def _in_script(template: str) -> Tell:
    def tell(target: str) -> web.Response:
        text = json.dumps(target).replace("<", "\\u003c").replace("*/", "").replace("'", "\\u0027")[1:-1]
        return html(f"<script>{template.replace('TARGET', text)}</script>")

    return tell


def _link(target: str) -> web.Response:
    return html(f'<p>You are leaving us. <a href="{escape(target)}">Go on</a></p>')


def anywhere(value: str, own: str) -> str | None:
    return value


def within(value: str, own: str) -> str | None:
    """Allow what a browser resolves to the own origin, and hand on the resolved address."""
    target = resolve(own + "/", value)
    return target if target is not None and target.startswith(own + "/") else None


def address(value: str, own: str) -> str | None:
    """Allow any web address, on this site or another."""
    return value if resolve(own + "/", value) is not None else None


def _starts_with_slash(value: str, own: str) -> str | None:
    return value if value.startswith("/") else None


def _no_double_slash(value: str, own: str) -> str | None:
    return value if value.startswith("/") and not value.startswith("//") else None


def _no_scheme(value: str, own: str) -> str | None:
    return None if "://" in value or value.startswith(("/", "\\")) else value


def _starts_with_own_host(value: str, own: str) -> str | None:
    return value if value.startswith(("/home", own, own.replace("http:", "https:"))) else None


def _starts_with_own_origin(value: str, own: str) -> str | None:
    return value if value.startswith(("/home", own + "/")) else None


def _mentions_own_host(value: str, own: str) -> str | None:
    return value if own.partition("://")[2] in value or value == "/home" else None


def _behind_scheme(value: str, own: str) -> str | None:
    return "https://" + value


def _behind_own_host(value: str, own: str) -> str | None:
    return own + value


def _behind_own_host_and_slash(value: str, own: str) -> str | None:
    return f"{own}/{value}"


def _pair(name: str, tell: Tell, weak: Choose, safe: Choose = within, *, value: str = "/home") -> list[Case]:
    return [
        Case(f"/redirects/{name}", _page(tell, weak), RULE, True, query=f"next={value}", parameter="next"),
        Case(f"/redirects/{name}-safe", _page(tell, safe), RULE, False, query=f"next={value}"),
    ]


def _safe(name: str, tell: Tell, choose: Choose = anywhere) -> Case:
    return Case(f"/redirects/{name}-safe", _page(tell, choose), RULE, False, query="next=/home")


FIELD = '<input name="next" value="/home">'
CASES = [
    *_pair("location", _location, anywhere),
    *_pair("slash-checked", _location, _starts_with_slash),
    *_pair("double-slash-refused", _location, _no_double_slash),
    *_pair("scheme-refused", _location, _no_scheme, value="home"),
    *_pair("beginning-checked", _location, _starts_with_own_host, _starts_with_own_origin),
    *_pair("own-host-mentioned", _location, _mentions_own_host),
    *_pair("behind-scheme", _location, _behind_scheme, value="shop.example/home"),
    *_pair("behind-own-host", _location, _behind_own_host, _behind_own_host_and_slash),
    *_pair("refresh-header", _refresh_header, anywhere),
    *_pair("meta", _meta, anywhere),
    *_pair("script-location", _in_script('location = "TARGET";'), anywhere),
    *_pair("script-href", _in_script('if (true) { window.location.href = "TARGET" }'), anywhere),
    *_pair(
        "script-replace", _in_script('setTimeout(function () { location.replace("TARGET"); }, 1);'), anywhere
    ),
    *_pair(
        "script-joined",
        _in_script('document.location.assign("https:" + "//TARGET");'),
        anywhere,
        value="a.example",
    ),
    _safe("script-comment", _in_script('/* location.replace("TARGET"); */ // location = "TARGET"')),
    _safe("script-parameter", _in_script('location.href = "/go?to=TARGET";')),
    _safe("script-variable", _in_script('var location_text = "TARGET"; show(location_text);')),
    _safe("script-text", _in_script("""show('location = "TARGET"');""")),
    _safe("link", _link, address),
    _safe("parameter", lambda target: _location(f"/login?next={escape(target)}")),
    _safe("meta-parameter", lambda target: _meta(f"/login?next={target}")),
    Case(
        "/redirects/posted",
        _page(_location, anywhere),
        RULE,
        True,
        form=FIELD,
        method="POST",
        parameter="next",
    ),
    Case("/redirects/posted-safe", _page(_location, within), RULE, False, form=FIELD, method="POST"),
]
