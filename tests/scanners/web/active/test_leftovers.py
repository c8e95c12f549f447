"""Site checks that ask for files nobody links to: told by content, bounded, and not fooled by polite servers."""

import asyncio
import io
import zipfile
from collections.abc import Mapping

import pytest
from aiohttp import web

from securestack.core.finding import Finding
from securestack.core.location import http_location
from securestack.core.severity import Severity
from securestack.net.message import Exchange, Request
from securestack.probing.needs import Profile
from securestack.scanners.web.active import (
    backup_files,
    configuration_files,
    diagnostic_pages,
    directory_listing,
    source_maps,
    version_control,
)
from securestack.scanners.web.check import SiteCheck
from tests.scanners.web.answers import scan_site
from tests.targets.gallery import serve
from tests.targets.pages.passive_disclosure import NGINX

PHP = "<?php\n$pdo = new PDO('mysql:host=db', 'shop', getenv('KEY'));\n"


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.php", PHP)
    return buffer.getvalue()


def _ds_store(*names: str) -> bytes:
    records = b"".join(
        len(name).to_bytes(4, "big") + name.encode("utf-16-be") + b"Ilocblob\x00\x00\x00\x10" + b"\x00" * 16
        for name in names
    )
    return b"\x00\x00\x00\x01Bud1" + b"\x00" * 40 + records


LEFT: dict[str, tuple[str, str | bytes]] = {
    "/.git/HEAD": ("application/octet-stream", "ref: refs/heads/main\n"),
    "/.svn/wc.db": ("application/octet-stream", b"SQLite format 3\0" + b"\0" * 84),
    "/.hg/requires": ("text/plain", "dotencode\nfncache\nrevlogv1\nstore\n"),
    "/.DS_Store": ("application/octet-stream", _ds_store("orders-2025.xlsx", "private")),
    "/.env": ("text/plain", "# shop\nAPP_NAME=shop\nDB_PASSWORD=tulip\n"),
    "/.htpasswd": ("text/plain", "ann:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/\n"),
    "/web.config": ("text/xml", "<?xml version='1.0'?><configuration><system.web/></configuration>"),
    "/appsettings.json": ("application/json", '{"ConnectionStrings": {"Shop": "Server=db"}}'),
    "/.npmrc": ("text/plain", "//registry/:_authToken=0123abcd4567\n"),
    "/crossdomain.xml": (
        "text/xml",
        '<cross-domain-policy><allow-access-from domain="*"/></cross-domain-policy>',
    ),
    "/phpinfo.php": ("text/html", "<html><title>PHP 8.3.1 - phpinfo()</title></html>"),
    "/server-status": ("text/html", "<html><body><h1>Apache Server Status for shop</h1></body></html>"),
    "/actuator": ("application/json", '{"_links":{"env":{"href":"http://shop/actuator/env"}}}'),
    "/actuator/env": ("application/json", '{"activeProfiles":[],"propertySources":[{"name":"x"}]}'),
    "/debug/pprof/": ("text/html", "<html><head><title>/debug/pprof/</title></head></html>"),
    "/openapi.json": ("application/json", '{"openapi": "3.1.0", "info": {}, "paths": {"/orders": {}}}'),
    "/login.php": ("text/html", "<html><form method=post></form></html>"),
    "/login.php.bak": ("application/octet-stream", PHP),
    "/static/shop.js": ("text/javascript", "shop()\n//# sourceMappingURL=shop.js.map\n"),
    "/static/shop.js~": ("application/octet-stream", "oldShop()"),
    "/static/shop.js.map": (
        "application/json",
        '{"version":3,"mappings":"AAAA","sources":["src/shop.ts"],"sourcesContent":["shop()"]}',
    ),
    "/backup.zip": ("application/zip", _archive()),
    "/static/": ("text/html", NGINX),
}
PAGES = ("/", "/login.php", "/static/shop.js")
LINKED = {path: LEFT[path] for path in ("/login.php", "/static/shop.js")}


def _site(files: Mapping[str, tuple[str, str | bytes]], fallback: str = "") -> web.Application:
    async def handler(request: web.Request) -> web.Response:
        if request.path in files:
            kind, body = files[request.path]
            return web.Response(body=body if isinstance(body, bytes) else body.encode(), content_type=kind)
        if request.path == "/":
            return web.Response(text="<html><p>Welcome</html>", content_type="text/html")
        if fallback:
            return web.Response(text=fallback, content_type="text/html")
        return web.Response(text="<html>Not found</html>", content_type="text/html", status=404)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    return app


def _scan(
    check: SiteCheck,
    files: Mapping[str, tuple[str, str | bytes]],
    profile: Profile = Profile.STANDARD,
    fallback: str = "",
) -> tuple[list[Finding], list[Request]]:
    def is_missing(exchange: Exchange) -> bool:
        return exchange.response.status == 404 or exchange.response.text == fallback

    async def run() -> tuple[list[Finding], list[Request]]:
        async with serve(_site(files, fallback)) as address:
            return await scan_site(check, address, PAGES, profile=profile, is_missing=is_missing)

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("check", "expected", "most"),
    [
        (version_control.CHECK, {"/.git/HEAD", "/.svn/wc.db", "/.hg/requires", "/.DS_Store"}, 4),
        (
            configuration_files.CHECK,
            {"/.env", "/.htpasswd", "/web.config", "/appsettings.json", "/.npmrc", "/crossdomain.xml"},
            6,
        ),
        (
            diagnostic_pages.CHECK,
            {
                "/phpinfo.php",
                "/server-status",
                "/actuator",
                "/actuator/env",
                "/debug/pprof/",
                "/openapi.json",
            },
            10,
        ),
        (backup_files.CHECK, {"/login.php.bak", "/static/shop.js~", "/backup.zip"}, 18),
        (directory_listing.CHECK, {"/static/"}, 6),
        (source_maps.CHECK, {"/static/shop.js.map"}, 3),
    ],
    ids=lambda value: value.id if isinstance(value, SiteCheck) else "",
)
def test_what_lies_open_is_found_and_nothing_else(check: SiteCheck, expected: set[str], most: int) -> None:
    found, sent = _scan(check, LEFT)
    assert {
        http_location(finding.location).url.partition("/")[2].partition("/")[2].partition("/")[2]
        for finding in found
    } == {path[1:] for path in expected}
    assert len(sent) <= most

    assert _scan(check, LINKED)[0] == []  # the same site, tidied up
    polite = "<html><p>We are sorry. ref: refs/heads/main <?php $a = 1; APP=1\nDB=2</html>"
    assert _scan(check, LINKED, fallback=polite)[0] == []  # a server that answers everything with 200


@pytest.mark.parametrize(
    "files",
    [
        {"/.git/HEAD": ("text/html", "<html>ref: refs/heads/main</html>")},
        {"/.env": ("text/plain", "Nothing to see = here")},
        {"/crossdomain.xml": ("text/xml", '<x><allow-access-from domain="shop.example"/></x>')},
        {"/phpinfo.php": ("text/html", "<html><title>About phpinfo</title></html>")},
        {"/actuator": ("application/json", '{"_links":{"health":{"href":"http://shop/actuator/health"}}}')},
        {"/login.php.bak": ("text/html", "<html><p>Old page</html>")},
        {"/static/": ("text/html", "<html><title>Static files</title><a href=a>a</a></html>")},
        {"/static/shop.js.map": ("application/json", '{"version":3,"mappings":"","sources":[]}')},
    ],
    ids=lambda files: next(iter(files)),
)
def test_a_path_alone_proves_nothing(files: dict[str, tuple[str, str | bytes]]) -> None:
    for check in (
        version_control.CHECK,
        configuration_files.CHECK,
        diagnostic_pages.CHECK,
        backup_files.CHECK,
        directory_listing.CHECK,
        source_maps.CHECK,
    ):
        assert _scan(check, {**LINKED, **files})[0] == []


def test_the_names_in_a_finder_file_are_told() -> None:
    found, _ = _scan(version_control.CHECK, LEFT)
    (finding,) = (finding for finding in found if finding.rule_id == "web.exposed-file-names")
    assert "orders-2025.xlsx, private" in finding.summary


def test_a_password_in_a_copy_weighs_more_and_is_not_kept() -> None:
    def copy(text: str) -> Finding:
        files = {**LINKED, "/static/shop.js.bak": ("application/octet-stream", text)}
        (finding,) = _scan(backup_files.CHECK, files)[0]
        return finding

    telling = copy('const till = {password: "kettle-on-7"}')
    assert telling.severity is None
    assert "kettle-on-7" not in repr(telling)
    assert copy("const till = {}").severity is Severity.LOW


def test_a_deep_scan_asks_for_more() -> None:
    files = {**LINKED, "/.env.local": ("text/plain", "A_KEY=1\nB_KEY=2\n")}
    assert _scan(configuration_files.CHECK, files)[0] == []
    found, sent = _scan(configuration_files.CHECK, files, Profile.DEEP)
    assert len(found) == 1
    assert len(sent) <= 17 * 4
