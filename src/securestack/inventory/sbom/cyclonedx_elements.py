"""CycloneDX' XML in the shape of its JSON: the schema of the JSON tells for each element what it is there.

The two differ in a few habits, which are all here: lists have an element around them, texts may stand beside attributes,
and dependencies lie inside each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from securestack.inventory.formats.xml_text import Element
from securestack.inventory.sbom.validation.fault import Fault
from securestack.inventory.sbom.validation.schema import Schema

Spaces = Mapping[str, str]
Lines = dict[tuple[str | int, ...], int]
Place = tuple[str | int, ...]

_CONTENT = (
    "content",
    "value",
    "name",
    "expression",
    "classification",
    "text",
)  # names of an element's text in JSON
_RENAMED = {"content-type": "contentType", "responses": "response", "cryptoRef": "cryptoRefArray"}
_OF_EXPRESSIONS = frozenset({"expression", "acknowledgement", "bom-ref"})
_UNWRAPPED = {"organization", "individual", "ref"}  # of which JSON writes only what is inside


class Shaping:
    """Turns elements into values; keeps the line of each, and what XML says twice where JSON could say it once."""

    def __init__(self, namespace: str, version: str) -> None:
        self.lines: Lines = {}
        self.faults: list[Fault] = []
        self._namespace = namespace
        self._version = version

    def value(self, element: Element, schema: Schema, place: Place, spaces: Spaces) -> Any:
        """Return what an element is in JSON, as the schema of that place has it. `spaces` are the namespaces around it."""
        self.lines[place] = element.line
        spaces = _declared(element, spaces)
        children = [
            one for one in element.children if _declared(one, spaces).get(one.prefix) == self._namespace
        ]
        schema = _chosen(schema.followed(), element, children)
        kind = schema.rules.get("type")
        if element.name == "licenses":
            return self._licences(children, schema, place, spaces)
        if element.name == "asserter" and len(children) == 1 and children[0].name in _UNWRAPPED:
            return self.value(children[0], _form(schema, children[0].name), place, spaces)
        if kind == "array":
            return self._list(children, schema, place, spaces)
        if kind == "object" or "properties" in schema.rules:
            return self._object(element, children, schema, place, spaces)
        if set(element.attributes) == {"ref"} and not children:
            return element.attributes["ref"]  # `<assembly ref="…"/>`, which JSON writes as a text alone
        if children:
            return self._object(element, children, schema, place, spaces)
        return _scalar(element.text, kind)

    def _object(
        self, element: Element, children: list[Element], schema: Schema, place: Place, spaces: Spaces
    ) -> dict[str, Any]:
        known: Mapping[str, Any] = schema.rules.get("properties", {})
        found: dict[str, Any] = {}
        for name, text in element.attributes.items():
            name = _RENAMED.get(name, name)
            if name in known:  # others are allowed, and say nothing to CycloneDX
                found[name] = _scalar(text, schema.inner(known[name]).followed().rules.get("type"))
        for child in children:
            name = child.name if child.name in known else _RENAMED.get(child.name, child.name)
            inner = schema.inner(known.get(name, True)).followed()
            here = (*place, name)
            if sum(one.name == child.name for one in children) > 1:
                inner = _many(inner)
            if inner.rules.get("type") == "array" and not _wraps(child, inner):
                items = found.setdefault(name, [])
                own = inner.inner(inner.rules.get("items", {}))
                items.append(self.value(child, own, (*here, len(items)), spaces))
            elif isinstance(found.get(name), list):
                found[name] += self.value(child, inner, here, spaces)
            else:
                if "flow" in child.attributes and "flow" in known:
                    found["flow"] = child.attributes["flow"]  # which JSON writes beside the classification
                if name in found and name in known:
                    self.faults.append(Fault(here, f"“{name}” stands here more than once."))
                found[name] = self.value(child, inner, here, spaces)
        text = element.text.strip()
        if not children and (text or "content" in schema.rules.get("required", ())):
            names = (element.name, *_CONTENT)
            own_text = next((name for name in names if name in known and name not in found), None)
            if own_text is not None:
                found[own_text] = text
        return found

    def _list(self, children: list[Element], schema: Schema, place: Place, spaces: Spaces) -> list[Any]:
        items = schema.inner(schema.rules.get("items", {})).followed()
        nested = "dependsOn" in items.rules.get("properties", {})
        return [
            self._dependency(child, (*place, number))
            if nested and child.name == "dependency"
            else self.value(child, items, (*place, number), spaces)
            for number, child in enumerate(children)
        ]

    def _dependency(self, element: Element, place: Place) -> dict[str, Any]:
        self.lines[place] = element.line
        found: dict[str, Any] = {name: text for name, text in element.attributes.items() if name == "ref"}
        for tag, field in (("dependency", "dependsOn"), ("provides", "provides")):
            inner = [child for child in element.children if child.name == tag]
            if inner:
                found[field] = [child.attributes.get("ref", "") for child in inner]
                self.lines |= {(*place, field, at): child.line for at, child in enumerate(inner)}
        return found

    def _licences(self, children: list[Element], schema: Schema, place: Place, spaces: Spaces) -> list[Any]:
        items = schema.inner(schema.rules.get("items", {})).followed()
        found: list[Any] = []
        for number, child in enumerate(children):
            here = (*place, number)
            self.lines[here] = child.line
            if child.name in ("expression", "expression-detailed"):
                plain = {name: text for name, text in child.attributes.items() if name in _OF_EXPRESSIONS}
                found.append({"expression": child.text.strip(), **plain})
                if len(children) > 1 and self._version < "1.5":
                    self.faults.append(
                        Fault(here, "A licence expression stands alone, and this one does not.")
                    )
            else:
                found.append(
                    {child.name: self.value(child, _within(items, child.name), (*here, child.name), spaces)}
                )
        return found


def _declared(element: Element, spaces: Spaces) -> Spaces:
    own = {
        name.partition(":")[2]: text
        for name, text in element.attributes.items()
        if name == "xmlns" or name.startswith("xmlns:")
    }
    return {**spaces, **own} if own else spaces


def _form(schema: Schema, name: str) -> Schema:
    """Return the form that an unwrapped child has: a text for a reference, else the one that knows most of its kind."""
    known = {"organization": "contact", "individual": "email"}.get(name)
    forms = [
        schema.inner(form).followed()
        for form in (*schema.rules.get("oneOf", ()), *schema.rules.get("anyOf", ()))
    ]
    return next(
        (form for form in forms if known in form.rules.get("properties", {})),
        schema.inner({"type": "string"}),
    )


def _scalar(text: str, kind: object) -> Any:
    text = text.strip()
    if kind in ("integer", "number"):
        try:
            return int(text) if kind == "integer" else float(text)
        except ValueError:
            return text
    if kind == "boolean" and text in ("true", "1", "false", "0"):
        return text in ("true", "1")
    return text


def _chosen(schema: Schema, element: Element, children: list[Element]) -> Schema:
    """Return the one of several forms that knows most of what the element holds."""
    forms = schema.rules.get("oneOf") or schema.rules.get("anyOf")
    if not forms or "properties" in schema.rules or "items" in schema.rules or element.name == "asserter":
        return schema
    names = {child.name for child in children} | set(element.attributes)

    def known(form: Schema) -> float:
        if form.rules.get("type") == "array":
            one_kind = len({child.name for child in children}) == 1
            return 0.6 if one_kind else 0.0
        if "properties" in form.rules:
            return len(names & set(form.rules["properties"]))
        return 0.5 if not names else 0.0  # a text alone

    return max((schema.inner(form).followed() for form in forms), key=known)


def _many(schema: Schema) -> Schema:
    """Return the form that holds several, where a schema allows one or several."""
    forms = [schema.inner(form).followed() for form in schema.rules.get("oneOf", ())]
    return next((form for form in forms if form.rules.get("type") == "array"), schema)


def _within(schema: Schema, name: str) -> Schema:
    """Return what is said of a name in the schema or in one of its forms."""
    for form in (schema.rules, *schema.rules.get("oneOf", ()), *schema.rules.get("anyOf", ())):
        inner = schema.inner(form).followed()
        if name in inner.rules.get("properties", {}):
            return inner.inner(inner.rules["properties"][name])
    return schema.inner({})


def _wraps(element: Element, schema: Schema) -> bool:
    """Say whether an element stands around the items of a list, or is itself one of them."""
    if element.name in ("licenses", "dependencies", "environmentVars"):
        return True
    if not element.children:
        return not element.text.strip() and not element.attributes
    if element.name == "data" and "flow" in element.children[0].attributes:
        return True
    items = schema.inner(schema.rules.get("items", {})).followed()
    known = set(items.rules.get("properties", {}))
    for form in (*items.rules.get("oneOf", ()), *items.rules.get("anyOf", ())):
        known |= set(items.inner(form).followed().rules.get("properties", {}))
    names = [child.name for child in element.children]
    single = [name for name in names if _within(items, name).followed().rules.get("type") != "array"]
    return len(set(single)) < len(single) or not (known and known.issuperset(names))
