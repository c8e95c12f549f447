"""Pages that read files by a name from the request: one that lets the name leave its folder, and one that does not."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from html import escape
from urllib.parse import unquote

from aiohttp import web

from tests.targets import jail
from tests.targets.case import Case, Handler, html

RULE = "web.path-traversal"
FORWARD = "web.unvalidated-forward"
FOLDER = "/srv/manuals/"

Open = Callable[[str], str]  # a value from the request to the text of a file; raises OSError or ValueError


def _page(open_file: Open) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        value = request.query.get("file", "")
        if request.method == "POST":
            value = str((await request.post()).get("file", ""))
        try:
            return html(f"<pre>{escape(open_file(value), quote=False)}</pre>")
        except (OSError, ValueError):
            return html("<p>There is no such manual.</p>", status=404)

    return handler


def _inside(path: str) -> str:
    """Return the text of a file, but only of one inside the folder."""
    if "\0" in path or not jail.absolute(path).startswith(FOLDER):
        raise ValueError(path)
    return jail.read(jail.absolute(path))


def _relative(value: str) -> str:
    return jail.read(jail.absolute(FOLDER + value))


def _joined(value: str) -> str:
    return jail.read(jail.absolute(posixpath.join(FOLDER, value)))


def _without_dots_once(value: str) -> str:
    return jail.read(jail.absolute(FOLDER + value.replace("../", "")))


def _absolute_only(value: str) -> str:
    if ".." in value:
        raise ValueError(value)
    return jail.read(jail.absolute(posixpath.join(FOLDER, value)))


def _with_extension(value: str) -> str:
    # As in C: the text ends at the first NUL, so the extension is lost.
    return jail.read(jail.absolute(FOLDER + (value + ".txt").partition("\0")[0]))


def _checked_end(value: str) -> str:
    if not value.endswith(".txt"):
        raise ValueError(value)
    return jail.read(jail.absolute(FOLDER + value.partition("\0")[0]))


def _checked_beginning(value: str) -> str:
    if not value.startswith(FOLDER):
        raise ValueError(value)
    return jail.read(jail.absolute(value))


def _file_address(value: str) -> str:
    scheme, separator, path = value.partition("://")
    if not separator or scheme != "file":
        raise ValueError(value)
    return jail.read(jail.absolute(path))


def _inside_by_address(value: str) -> str:
    scheme, separator, path = value.partition("://")
    if not separator or scheme != "file":
        raise ValueError(value)
    return _inside(path)


def _decoded_again(value: str) -> str:
    if "../" in value:
        raise ValueError(value)
    return jail.read(jail.absolute(FOLDER + unquote(value)))


def _checked_after_decoding(value: str) -> str:
    return _inside(FOLDER + unquote(value))


def _windows(value: str) -> str:
    if "/" in value:
        raise ValueError(value)
    path = value.replace("\\", "/")
    drive, colon, rest = path.partition(":")
    if colon and len(drive) == 1:
        return jail.read(jail.absolute(rest.lower()))
    return jail.read(jail.absolute(FOLDER + path))


def _last_part_only(value: str) -> str:
    return _inside(FOLDER + value.replace("\\", "/").rpartition("/")[2])


def _resource(value: str) -> str:
    path = posixpath.normpath("/" + value.lstrip("/"))
    if value.count("../") > value.strip("/").count("/"):
        raise ValueError(value)
    return jail.read("/srv/app" + path)


def _public_resource(value: str) -> str:
    if "WEB-INF" in value.upper():
        raise ValueError(value)
    return _resource(value)


def _forward(open_file: Open) -> Handler:
    """Hand the request on to the handler of static files, which sends validators with what it serves."""

    async def handler(request: web.Request) -> web.Response:
        try:
            text = open_file(request.query.get("file", ""))
        except (OSError, ValueError):
            return html("<p>There is no such page.</p>", status=404)
        headers = {
            "ETag": 'W/"1-2"',
            "Last-Modified": "Sat, 01 Aug 2026 10:00:00 GMT",
            "Accept-Ranges": "bytes",
        }
        return web.Response(text=text, headers=headers)

    return handler


async def _name_only(request: web.Request) -> web.Response:
    return html(f"<p>Looking for {escape(request.query.get('file', ''))} in /etc/passwd and elsewhere.</p>")


async def _lesson(request: web.Request) -> web.Response:
    known = escape(jail.FILES["etc/passwd"])
    return html(
        f"<h1>{escape(request.query.get('file', ''))}</h1><p>The file looks so:</p><pre>{known}</pre>"
    )


def _pair(
    name: str, weak: Open, safe: Open, *, value: str = "kettle.txt", parameter: str = "file"
) -> list[Case]:
    query = f"{parameter}={value}"
    return [
        Case(f"/files/{name}", _page(weak), RULE, True, query=query, parameter=parameter),
        Case(f"/files/{name}-safe", _page(safe), RULE, False, query=query),
    ]


FIELD = '<input name="file" value="kettle.txt">'
CASES = [
    *_pair("relative", _relative, lambda value: _inside(FOLDER + value)),
    *_pair("joined", _joined, lambda value: _inside(posixpath.join(FOLDER, value))),
    *_pair("dots-removed-once", _without_dots_once, lambda value: _inside(FOLDER + value.replace("../", ""))),
    *_pair("absolute-only", _absolute_only, lambda value: _inside(posixpath.join(FOLDER, value))),
    *_pair("extension-added", _with_extension, lambda value: _inside(f"{FOLDER}{value}.txt"), value="kettle"),
    *_pair("end-checked", _checked_end, lambda value: _inside(FOLDER + value)),
    *_pair("beginning-checked", _checked_beginning, _inside, value="/srv/manuals/kettle.txt"),
    *_pair("file-address", _file_address, _inside_by_address, value="file:///srv/manuals/kettle.txt"),
    *_pair("decoded-again", _decoded_again, _checked_after_decoding),
    *_pair("windows", _windows, _last_part_only),
    *_pair("servlet.jsp", _resource, _public_resource, value="/pages/help.txt"),
    Case(
        "/files/forward.do",
        _forward(_resource),
        FORWARD,
        True,
        query="file=/pages/help.txt",
        parameter="file",
    ),
    Case("/files/forward-safe.do", _forward(_public_resource), FORWARD, False, query="file=/pages/help.txt"),
    Case("/files/posted", _page(_relative), RULE, True, form=FIELD, method="POST", parameter="file"),
    Case(
        "/files/posted-safe",
        _page(lambda value: _inside(FOLDER + value)),
        RULE,
        False,
        form=FIELD,
        method="POST",
    ),
    Case("/files/name-only-safe", _name_only, RULE, False, query="file=kettle.txt"),
    Case("/files/lesson-safe", _lesson, RULE, False, query="file=passwd.txt"),
]
