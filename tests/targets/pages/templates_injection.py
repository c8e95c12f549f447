"""Pages that make a template from a value, and pages that give the value to one. Nothing but sums is ever run."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from aiohttp import web
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from tests.targets.case import Case, Handler, html

RULE = "web.template-injection"

Render = Callable[[str], str]

_environment = ImmutableSandboxedEnvironment(autoescape=True)


def _page(render: Render) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        value = request.query.get("name", "")
        if request.method == "POST":
            value = str((await request.post()).get("name", ""))
        try:
            return html(render(value))
        except TemplateError as error:
            return html(
                f"<pre>jinja2.exceptions.{type(error).__name__}: {escape(str(error))}</pre>", status=500
            )
        except ValueError as error:
            return html(f"<p>Server error: {escape(str(error))}</p>", status=500)

    return handler


def jinja(value: str) -> str:
    return _environment.from_string(f"<p>Hello {escape(value, quote=False)}</p>").render()


def jinja_safe(value: str) -> str:
    return _environment.from_string("<p>Hello {{ name }}</p>").render(name=value)


def _inside_jinja(value: str) -> str:
    user = {"name": "Mei", "tea": "Assam"}
    return _environment.from_string("<p>Hello {{ user." + value + " }}</p>").render(user=user)


def _inside_jinja_safe(value: str) -> str:
    user = {"name": "Mei", "tea": "Assam"}
    if value not in user:
        return "<p>jinja2.exceptions.TemplateSyntaxError would be the answer of our neighbours.</p>"
    return _environment.from_string("<p>Hello {{ user[field] }}</p>").render(user=user, field=value)


def _sums(begin: str, end: str, *, strict: bool = False) -> Render:
    """Return an engine that knows one way of writing sums: a stand-in for those that are no Python."""
    pattern = re.compile(f"{re.escape(begin)}(.*?){re.escape(end)}")

    def work_out(found: re.Match[str]) -> str:
        numbers = re.fullmatch(r"(\d{1,4})\*(\d{1,4})", found[1])
        if numbers:
            return str(int(numbers[1]) * int(numbers[2]))
        if strict:
            raise ValueError("Could not understand the expression")
        return ""

    def render(value: str) -> str:
        text = escape(value, quote=False).replace("&lt;%", "<%").replace("%&gt;", "%>")
        return f"<p>Hello {pattern.sub(work_out, text)}</p>"

    return render


def _velocity(value: str) -> str:
    variables = {}
    for found in re.finditer(r"#set\(\$(\w+)=(\d{1,4})\*(\d{1,4})\)", value):
        variables[found[1]] = str(int(found[2]) * int(found[3]))
    text = re.sub(r"#set\([^)]*\)", "", value)
    shown = re.sub(r"\$\{(\w+)\}", lambda found: variables.get(found[1], found[0]), text)
    return f"<p>Hello {escape(shown)}</p>"


def _conditions(value: str) -> str:
    """An engine without sums that stumbles over them, as Handlebars does."""
    text = re.sub(r"\{\{#if 1\}\}(.*?)\{\{else\}\}.*?\{\{/if\}\}", r"\1", value)
    if "{{" in text:
        raise ValueError("Parse error on line 1")
    return f"<p>Hello {escape(text)}</p>"


def plain(value: str) -> str:
    return f"<p>Hello {escape(value)}</p>"


def _in_browser(value: str) -> str:
    return f"<div ng-app>Hello {escape(value)} {{{{ 2 * 2 }}}}</div>"


def _stumbling(value: str) -> str:
    """No engine at all, but an error for sums, and the rest shown as it came."""
    if "*" in value:
        raise ValueError("Parse error on line 1")
    return plain(value)


def _digits_only(value: str) -> str:
    return f"<p>Number {re.sub('[^a-z0-9]', '', value)}</p>"


def _pair(name: str, weak: Render, safe: Render = plain, *, value: str = "Mei") -> list[Case]:
    return [
        Case(f"/templates/{name}", _page(weak), RULE, True, query=f"name={value}", parameter="name"),
        Case(f"/templates/{name}-safe", _page(safe), RULE, False, query=f"name={value}"),
    ]


FIELD = '<input name="name" value="Mei">'
CASES = [
    *_pair("braces", jinja, jinja_safe),
    *_pair("inside-expression", _inside_jinja, _inside_jinja_safe, value="tea"),
    *_pair("dollar", _sums("${", "}")),
    *_pair("hash", _sums("#{", "}")),
    *_pair("percent", _sums("<%=", "%>")),
    *_pair("at", _sums("@(", ")")),
    *_pair("single-brace", _sums("{", "}", strict=True)),
    *_pair("set", _velocity),
    *_pair("conditions", _conditions),
    Case("/templates/posted", _page(jinja), RULE, True, form=FIELD, method="POST", parameter="name"),
    Case("/templates/posted-safe", _page(jinja_safe), RULE, False, form=FIELD, method="POST"),
    Case("/templates/in-browser-safe", _page(_in_browser), RULE, False, query="name=Mei"),
    Case("/templates/stumbling-safe", _page(_stumbling), RULE, False, query="name=Mei"),
    Case("/templates/digits-safe", _page(_digits_only), RULE, False, query="name=7"),
]
