"""Pages that filter what they show, each in a way that people believe in, and twins that encode as well."""

from __future__ import annotations

import re
from html import escape

from aiohttp import web

from tests.targets.case import Case, Handler, html
from tests.targets.pages.xss_contexts import Encode, pair, raw, script_string, value_of

RULE = "web.reflected-xss"


def strips_script_tags(value: str) -> str:
    return re.sub(r"</?script[^>]*>", "", value, flags=re.IGNORECASE)


def strips_all_but_script(value: str) -> str:
    """Removes each script tag once and every handler: what is left is a tag that was split around another."""
    return re.sub(r"</?script>|\bon\w+\s*=|javascript:", "", value, flags=re.IGNORECASE)


def strips_closed_tags(value: str) -> str:
    return re.sub(r"<[^>]*>", "", value)


def encodes_brackets(value: str) -> str:
    return value.replace("<", "&lt;").replace(">", "&gt;")


def escapes_quotes(value: str) -> str:
    return encodes_brackets(value).replace("'", "\\'").replace('"', '\\"')


def escapes_backslashes_too(value: str) -> str:
    return escapes_quotes(value.replace("\\", "\\\\"))


def without(characters: str) -> Encode:
    return lambda value: value.translate(dict.fromkeys(map(ord, characters)))


def also(encode: Encode) -> Encode:
    return lambda value: escape(encode(value))


TEXT = "<p>Results for §</p>"
FILTERED: list[tuple[str, str, Encode, Encode]] = [
    ("strips-script", TEXT, strips_script_tags, also(strips_script_tags)),
    ("strips-once", TEXT, strips_all_but_script, also(strips_all_but_script)),
    ("strips-tags", TEXT, strips_closed_tags, also(strips_closed_tags)),
    ("encodes-brackets", '<input name=q value="§">', encodes_brackets, also(raw)),
    ("encodes-brackets-in-text", TEXT, raw, encodes_brackets),
    ("escapes-quotes", "<script>show('§', 1);\nvar a = 1;</script>", escapes_quotes, escapes_backslashes_too),
    ("capitals", TEXT, str.upper, also(str.upper)),
    ("no-spaces", TEXT, without(" "), also(without(" "))),
    ("no-spaces-in-attribute", '<img src="§">', without(" <>"), also(without(" <>"))),
    ("no-parentheses", TEXT, without("()"), also(without("()"))),
    ("no-parentheses-in-script", "<script>var q = '§';</script>", without("()<"), script_string),
    ("no-dashes-in-script", "<script>var q = '§';</script>", without("-<"), script_string),
    ("no-quotes-in-handler", "<a onclick=\"go('§')\">Go</a>", without("'\""), also(script_string)),
    ("no-colons", '<a href="§">Go</a>', lambda v: v.replace(":", ""), lambda v: "#" + escape(v)),
]


def refusing(pattern: str, encode: Encode) -> Handler:
    """Return a page that refuses values in which a pattern is found."""

    async def handler(request: web.Request) -> web.Response:
        value = await value_of(request)
        if re.search(pattern, value):
            return html("<p>This value is not allowed.</p>", status=400)
        return html(f"<p>Results for {encode(value)}</p>")

    return handler


def complaining(encode: Encode) -> Handler:
    """Return a page that shows the value only in its complaint about a quote in it."""

    async def handler(request: web.Request) -> web.Response:
        value = await value_of(request)
        if "'" in value:
            return html(f"<p>Not understood: {encode(value)}</p>", status=500)
        return html("<p>Nothing found.</p>")

    return handler


REFUSING = {
    "refuses-script": "script|SCRIPT",
    "refuses-quotes": "['\"`]",
    "refuses-spaces": r"[ \"=]",
}
CASES = [case for filtered in FILTERED for case in pair(*filtered)]
CASES += [
    Case(
        path=f"/xss/{name}{ending}",
        handler=refusing(pattern, encode),
        rule=RULE,
        weak=weak,
        query="q=tea",
        parameter="q" if weak else "",
    )
    for name, pattern in REFUSING.items()
    for ending, encode, weak in (("", raw, True), ("-safe", escape, False))
]
CASES += [
    Case(
        path=f"/xss/complains{ending}",
        handler=complaining(encode),
        rule=RULE,
        weak=weak,
        query="q=tea",
        parameter="q" if weak else "",
    )
    for ending, encode, weak in (("", raw, True), ("-safe", escape, False))
]
