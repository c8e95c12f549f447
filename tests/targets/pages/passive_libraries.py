"""Pages that use client-side libraries, old and current, and scripts that say in their banner which they are."""

from __future__ import annotations

from aiohttp import web

from tests.targets.case import Case, Handler, html

RULE = "web.outdated-library"
CDN = "https://cdn.example/"


def _page(*addresses: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return html("".join(f'<script defer src="{address}"></script>' for address in addresses))

    return handler


def _script(banner: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=f"{banner}\n(function () {{}})();\n", content_type="text/javascript")

    return handler


def _case(name: str, handler: Handler, *, weak: bool = True) -> Case:
    return Case(f"/passive/libraries/{name}", handler, RULE, weak)


CASES = [
    _case("jquery-file", _page(CDN + "jquery-1.12.4.min.js")),
    _case("jquery-folder", _page(CDN + "ajax/libs/jquery/3.3.1/jquery.min.js")),
    _case("lodash-package", _page(CDN + "npm/lodash@4.17.4/lodash.min.js")),
    _case("angular-folder", _page(CDN + "ajax/libs/angularjs/1.5.8/angular.min.js")),
    _case("bootstrap-asked", _page("/static/bootstrap.min.js?ver=3.3.7")),
    _case("moment-banner", _script("//! moment.js\n//! version : 2.18.1\n//! license : MIT")),
    _case("handlebars-banner", _script("/**!\n\n @license\n handlebars v4.0.11\n*/")),
    _case(
        "current",
        _page(
            CDN + "jquery-3.7.1.min.js",
            CDN + "npm/bootstrap@5.3.3/dist/js/bootstrap.bundle.min.js",
            CDN + "npm/vue@3.5.0/dist/vue.global.js",
            "/static/app-1.0.0.js",
            "/static/jquery.min.js",
        ),
        weak=False,
    ),
    _case("current-banner", _script("/*! jQuery v3.7.1 | (c) OpenJS Foundation */"), weak=False),
    _case(
        "plug-in",
        _page(CDN + "jquery.scrollto-1.4.3.min.js", CDN + "bootstrap-datepicker-1.2.0.js"),
        weak=False,
    ),
]
