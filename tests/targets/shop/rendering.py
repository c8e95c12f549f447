"""Pages from templates, with what every page shows: the basket, the visitor, the language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jinja2
import markupsafe
from aiohttp import web

from tests.targets.shop.catalogue import CATEGORIES
from tests.targets.shop.pictures import picture
from tests.targets.shop.visitors import basket_of, form_token, user_of

FOLDER = Path(__file__).parent

_templates = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER / "templates"), autoescape=True)
_templates.filters["money"] = lambda pence: f"£{pence / 100:.2f}"
_templates.globals["picture"] = lambda shape, colour: markupsafe.Markup(picture(shape, colour))
_templates.globals["categories"] = CATEGORIES


def page(
    request: web.Request,
    template: str,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> web.Response:
    """Return a page. Values are escaped; a template that writes `|safe` is weak on purpose."""
    text = _templates.get_template(template).render(
        user=user_of(request),
        basket_size=sum(basket_of(request).values()),
        form_token=form_token(request),
        **values,
    )
    return web.Response(text=text, content_type="text/html", status=status, headers=headers)


def message(request: web.Request, title: str, text: str, *, status: int = 200) -> web.Response:
    """Return a page that only says something."""
    return page(request, "message.html", title=title, text=text, status=status)


def redirect(address: str, *, status: int = 303) -> web.Response:
    """Return an answer that leads elsewhere, to the very address given but for what no header can hold."""
    address = re.sub(r"[\x00-\x1f\x7f]", "", address)
    return web.Response(status=status, headers={"Location": address}, text=f"See {address}\n")
