"""HTML forms as request templates: every control, with its own value or a sensible one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from selectolax.lexbor import LexborNode

from securestack.net.message import Response
from securestack.net.url import resolve
from securestack.probing.html_parsing import parse_html
from securestack.probing.insertion import Body, Field, FormBody, FormSource, MultipartBody, RequestTemplate
from securestack.scanners.web.crawl.canonical import path_shape, without_session
from securestack.scanners.web.crawl.credentials import credential_fields
from securestack.scanners.web.crawl.form_values import Control, ValueMemory, fill
from securestack.scanners.web.crawl.html import HtmlContent, read_html
from securestack.scanners.web.crawl.tokens import is_token

_MOST_FIELDS = 200
_MOST_BUTTONS = 6
_MOST_FORMS = 50
_DEEPEST = 300  # elements between a field and its form
_BUTTON_KINDS = frozenset({"submit", "image"})
_NO_VALUE = frozenset({"reset", "button"})
_GIF = "GIF89a\x01\x00\x01\x00\x00\x00\x00;"


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form, filled in. A form with several buttons is several of these; `source` says where it stands.

    `username_field` and `password_fields` name the fields for credentials, by what the form says of its controls.
    """

    template: RequestTemplate
    source: FormSource
    username_field: str = ""
    password_fields: tuple[str, ...] = ()

    @property
    def token_fields(self) -> tuple[str, ...]:
        """The fields that hold CSRF tokens, which no probe should touch and which `TokenRefresh` keeps fresh."""
        return self.source.one_time

    @property
    def label(self) -> str:
        """What its button says."""
        return self.source.label

    @property
    def changes_state(self) -> bool:
        """Whether sending it may change something on the server."""
        return self.template.method not in ("GET", "HEAD")


def read_forms(content: HtmlContent, base: str, page: RequestTemplate, memory: ValueMemory) -> list[Form]:
    """Return the forms of a page. `base` is what its references are relative to."""
    owned = [(owner, _controls(nodes)) for owner, nodes in _by_owner(content.controls)]
    for _, controls in owned:
        for control in controls:
            if control.kind not in ("hidden", "password"):
                memory.learn(control.name, control.value)
    return [form for owner, controls in owned for form in _forms_of(owner, controls, base, page, memory)]


def same_form(template: RequestTemplate, response: Response) -> Form | None:
    """Return the form a template was made from, read from a newer answer of its page, or None where it is gone."""
    source = template.form
    if source is None or not response.is_html or not response.body:
        return None
    text = response.text
    content = read_html(parse_html(text), text)
    base = resolve(source.page.url, content.base) or source.page.url
    wanted = _identity(template)
    candidates = read_forms(content, base, source.page, ValueMemory())
    return next((candidate for candidate in candidates if _identity(candidate.template) == wanted), None)


def form_fields(template: RequestTemplate) -> tuple[Field, ...]:
    """Return the fields a form sends, wherever it sends them."""
    if isinstance(template.body, FormBody | MultipartBody):
        return template.body.fields
    return template.query


def _identity(template: RequestTemplate) -> tuple[object, ...]:
    names = tuple(field.name for field in form_fields(template))
    label = template.form.label if template.form is not None else ""
    return (template.method, template.origin, path_shape(template.path), names, label)


def _by_owner(nodes: Sequence[LexborNode]) -> list[tuple[LexborNode, list[LexborNode]]]:
    """Return each form of the document with its controls, as the HTML standard assigns them."""
    groups: dict[int, tuple[LexborNode, list[LexborNode]]] = {}
    by_id: dict[str, int] = {}
    for node in nodes:
        if node.tag == "form" and len(groups) < _MOST_FORMS:
            groups[node.mem_id] = (node, [])
            by_id.setdefault(node.attributes.get("id") or "", node.mem_id)
    last = 0
    for node in nodes if groups else ():
        if node.tag == "form":
            last = node.mem_id
            continue
        wanted = node.attributes.get("form")
        owner = by_id.get(wanted) if wanted else _form_around(node)
        if owner is None and not wanted and last in groups and _closed_by_table(groups[last][0]):
            owner = last  # a form begun inside a table is closed at once by the parser, and still owns what follows
        if owner in groups:
            groups[owner][1].append(node)
    return list(groups.values())


def _form_around(node: LexborNode) -> int | None:
    parent = node.parent
    for _ in range(_DEEPEST):
        if parent is None:
            break
        if parent.tag == "form":
            return parent.mem_id
        parent = parent.parent
    return None


def _closed_by_table(node: LexborNode) -> bool:
    if node.parent is None or node.parent.tag not in ("table", "tbody", "thead", "tfoot", "tr"):
        return False
    return not any(True for _ in node.iter(include_text=False))


def _controls(nodes: Iterable[LexborNode]) -> list[Control]:
    found: list[Control] = []
    for node in nodes:
        attributes = node.attributes
        if "disabled" in attributes or len(found) >= _MOST_FIELDS:
            continue
        tag = node.tag or ""
        kind = (attributes.get("type") or "").strip().lower()
        if tag in ("select", "textarea"):
            kind = tag
        elif not kind:
            kind = "submit" if tag == "button" else "text"
        if kind not in _NO_VALUE:
            found.append(_control(node, kind, attributes))
    return found


def _control(node: LexborNode, kind: str, attributes: dict[str, str | None]) -> Control:
    options: tuple[str, ...] = ()
    value = attributes.get("value") or ""
    if kind == "select":
        value, options = _select(node)
    elif kind == "textarea":
        value = node.text()
    elif kind in ("checkbox", "radio"):
        value = attributes.get("value", "on") or ""
    elif (listed := attributes.get("list")) and listed.replace("-", "").replace("_", "").isalnum():
        data_list = node.parser.css_first(f'datalist[id="{listed}"]')
        options = _select(data_list)[1] if data_list is not None else ()
    return Control(
        name=attributes.get("name") or "",
        kind=kind,
        value=value,
        pattern=attributes.get("pattern") or "",
        placeholder=attributes.get("placeholder") or "",
        least=attributes.get("min") or "",
        most=attributes.get("max") or "",
        min_length=_number(attributes.get("minlength")) or 0,
        max_length=_number(attributes.get("maxlength")),
        options=options,
        checked="checked" in attributes,
        accept=attributes.get("accept") or "",
        autocomplete=attributes.get("autocomplete") or "",
        label=(node.text(strip=True)[:60] or value) if kind in _BUTTON_KINDS else "",
        action=attributes.get("formaction"),
        method=attributes.get("formmethod") or "",
        encoding=attributes.get("formenctype") or "",
    )


def _select(node: LexborNode) -> tuple[str, tuple[str, ...]]:
    """Return the chosen value and all values of a select or datalist."""
    chosen, values = "", []
    for option in node.css("option")[:_MOST_FIELDS]:
        attributes = option.attributes
        if "disabled" in attributes:
            continue
        value = attributes.get("value")
        values.append(option.text(strip=True) if value is None else value)
        if "selected" in attributes:
            chosen = values[-1]
    return chosen, tuple(values)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else None


def _forms_of(
    owner: LexborNode, controls: list[Control], base: str, page: RequestTemplate, memory: ValueMemory
) -> Iterator[Form]:
    attributes = owner.attributes
    fields = [control for control in controls if control.kind not in _BUTTON_KINDS]
    buttons = [control for control in controls if control.kind in _BUTTON_KINDS]
    # A button without name and address sends what the form sends without any button.
    telling = [button for button in buttons if button.name or button.action is not None or button.method]
    plain = next((button for button in buttons if button not in telling), None)
    choices: list[Control | None] = [*telling[:_MOST_BUTTONS]]
    if plain is not None or not telling:
        choices.insert(0, plain)
    for button in choices:
        method = ((button and button.method) or attributes.get("method") or "GET").strip().upper()
        if method == "DIALOG":
            continue
        method = "POST" if method == "POST" else "GET"  # anything else means GET in HTML
        encoding = ((button and button.encoding) or attributes.get("enctype") or "").strip().lower()
        action = (
            button.action if button is not None and button.action is not None else attributes.get("action")
        )
        url = resolve(base, action.strip()) if action and action.strip() else page.url
        if url is None:
            continue
        multipart = method == "POST" and encoding == "multipart/form-data"
        values = tuple(_values(fields, button, memory, multipart))
        source = FormSource(
            page=msgspec.structs.replace(page, form=None),
            one_time=tuple(
                control.name for control in fields if is_token(control.name, control.value, control.kind)
            ),
            label=button.label if button is not None else "",
        )
        username, passwords = credential_fields(fields)
        yield Form(
            template=msgspec.structs.replace(_template(url, method, values, multipart), form=source),
            source=source,
            username_field=username,
            password_fields=passwords,
        )


def _template(url: str, method: str, values: tuple[Field, ...], multipart: bool) -> RequestTemplate:
    url = without_session(url)
    if method == "GET":
        # HTML replaces the query of a GET form's address.
        return msgspec.structs.replace(RequestTemplate.from_url(url.partition("?")[0]), query=values)
    body: Body = MultipartBody(values) if multipart else FormBody(values)
    return RequestTemplate.from_url(url, method, body)


def _values(
    controls: list[Control], button: Control | None, memory: ValueMemory, multipart: bool
) -> Iterator[Field]:
    chosen = {control.name for control in controls if control.checked}
    offered: set[str] = set()
    for control in controls:
        name = control.name
        if not name:
            continue
        if control.kind in ("radio", "checkbox"):
            # Boxes nobody ticked are sent too, one of each name: the server reads them.
            if not control.checked and (name in chosen or name in offered):
                continue
            if control.kind == "radio" and name in offered:
                continue
            offered.add(name)
            yield Field(name, control.value)
        elif control.kind == "file":
            yield _file(control) if multipart else Field(name, "notes.txt")
        else:
            yield Field(name, fill(control, memory))
    if button is not None and button.kind == "image":
        prefix = f"{button.name}." if button.name else ""
        yield Field(f"{prefix}x", "1")
        yield Field(f"{prefix}y", "1")
    elif button is not None and button.name:
        yield Field(button.name, button.value)


def _file(control: Control) -> Field:
    accept = control.accept.lower()
    if "image" in accept or ".gif" in accept or ".png" in accept or ".jp" in accept:
        return Field(control.name, _GIF, "photo.gif", "image/gif")
    for ending, content, media_type in (
        ("csv", "name,amount\nAlex,1\n", "text/csv"),
        ("json", "{}", "application/json"),
        ("xml", "<note>Hello</note>", "application/xml"),
    ):
        if ending in accept:
            return Field(control.name, content, f"notes.{ending}", media_type)
    return Field(control.name, "Hello", "notes.txt", "text/plain")
