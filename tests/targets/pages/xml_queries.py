"""Pages that put a value into an XPath expression, and pages that compare it in code. The document is a constant."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from xml.etree import ElementTree

import elementpath
from aiohttp import web

from tests.targets.case import Case, Handler, html

RULE = "web.xpath-injection"
PEOPLE = ElementTree.fromstring(
    "<people><person id='1'><name>ada</name><town>London</town></person>"
    "<person id='2'><name>grace</name><town>Arlington</town></person></people>"
)

Find = Callable[[str], list[ElementTree.Element]]


def _page(find: Find, *, told: bool = True) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        try:
            people = find(request.query.get("name", ""))
        except elementpath.ElementPathError as error:
            words = f"XPathEvalError: {escape(str(error))}" if told else "Something went wrong."
            return html(f"<pre>{words}</pre>", status=500)
        rows = "".join(
            f"<li>{person.findtext('name')} of {person.findtext('town')}</li>" for person in people
        )
        return html(f"<h1>People</h1><ul>{rows or '<li>Nobody</li>'}</ul>")

    return handler


def _written(template: str) -> Find:
    def find(value: str) -> list[ElementTree.Element]:
        expression = template.replace("{}", value)
        found = elementpath.select(PEOPLE, expression, parser=elementpath.XPath1Parser)
        return [node for node in found if isinstance(node, ElementTree.Element)]

    return find


def _compared(value: str) -> list[ElementTree.Element]:
    if "'" in value or '"' in value:
        raise elementpath.ElementPathError("quotes are not part of a name")
    return [person for person in PEOPLE if value in (person.findtext("name"), person.get("id"))]


def _given(value: str) -> list[ElementTree.Element]:
    found = elementpath.select(
        PEOPLE, "person[name=$name]", parser=elementpath.XPath2Parser, variables={"name": value}
    )
    return [node for node in found if isinstance(node, ElementTree.Element)]


def _case(name: str, find: Find, *, weak: bool = True, query: str = "name=ada", told: bool = True) -> Case:
    return Case(
        f"/xpath/{name}", _page(find, told=told), RULE, weak, query=query, parameter="name" if weak else ""
    )


CASES = [
    _case("single-quotes", _written("person[name='{}']")),
    _case("double-quotes", _written('person[name="{}"]')),
    _case("number", _written("person[number(@id)={}]"), query="name=1"),
    _case("untold", _written("person[name='{}']"), told=False),
    _case("nobody", _written("person[name='{}']"), query="name=nobody"),
    _case("variable-safe", _given, weak=False),
    _case("compared-safe", _compared, weak=False),
    _case("compared-number-safe", _compared, weak=False, query="name=1"),
]
