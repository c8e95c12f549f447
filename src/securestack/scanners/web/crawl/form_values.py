"""What to write into an empty field of a form: what the site itself uses, else what a person would write there."""

from __future__ import annotations

import re
from collections import OrderedDict

import msgspec

from securestack.probing.insertion import Field, RequestTemplate
from securestack.probing.pattern_text import text_matching

_NAMES_REMEMBERED = 500
_VALUES_REMEMBERED = 4
_LONGEST_VALUE = 120

_BY_TYPE = {
    "email": "alex.miller@example.com",
    "url": "http://example.com/",
    "tel": "2025550143",
    "date": "2024-05-17",
    "datetime-local": "2024-05-17T10:30",
    "datetime": "2024-05-17T10:30",
    "time": "10:30",
    "month": "2024-05",
    "week": "2024-W20",
    "color": "#336699",
    "password": "Passw0rd-Test",
    "number": "1",
    "range": "50",
}
# Read from top to bottom; the first name that fits decides.
_BY_NAME = (
    (re.compile(r"e-?mail|mailaddr", re.I), "alex.miller@example.com"),
    (re.compile(r"user|login|nick|account_?name|uname", re.I), "alexmiller"),
    (re.compile(r"pass|pwd|secret", re.I), "Passw0rd-Test"),
    (re.compile(r"first_?name|given|fname", re.I), "Alex"),
    (re.compile(r"last_?name|surname|family|lname", re.I), "Miller"),
    (re.compile(r"phone|mobile|(?:^|[_-])tel$|fax", re.I), "2025550143"),
    (re.compile(r"zip|postal|post_?code|plz", re.I), "12345"),
    (re.compile(r"street|address|addr", re.I), "12 Main Street"),
    (re.compile(r"city|town", re.I), "Springfield"),
    (re.compile(r"country", re.I), "US"),
    (re.compile(r"state|region|province", re.I), "CA"),
    (re.compile(r"company|organi[sz]ation", re.I), "Miller Trading"),
    (re.compile(r"url|website|homepage|link|site", re.I), "http://example.com/"),
    (re.compile(r"birth|dob|date|day\b", re.I), "2024-05-17"),
    (re.compile(r"year", re.I), "2024"),
    (re.compile(r"month", re.I), "5"),
    (re.compile(r"(?:^|[_-])age$", re.I), "35"),
    (re.compile(r"price|amount|total|cost|sum", re.I), "10"),
    (
        re.compile(
            r"quantity|qty|count|number|num|limit|page|size|(?:^|_)id$|^id|[a-z]Id$|level|rating", re.I
        ),
        "1",
    ),
    (
        re.compile(r"comment|message|text|body|content|description|note|feedback", re.I),
        "A good one, thank you",
    ),
    (re.compile(r"subject|title", re.I), "Question"),
    (re.compile(r"name", re.I), "Alex"),
    (re.compile(r"colou?r", re.I), "blue"),
    (re.compile(r"host|domain|server|(?:^|[_-])ip(?:$|[_-])", re.I), "127.0.0.1"),
    (re.compile(r"(?<!pro)file|path", re.I), "notes.txt"),
)
_DEFAULT = "test"
_LOOP = re.compile(r"(?<!\\)[*+]|\{\d*,\d*\}")
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{)")
_SHORT = "a"


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """What a form says about one of its fields. `kind` is the type of an input, or select, textarea, button."""

    name: str
    kind: str
    value: str = ""
    pattern: str = ""
    placeholder: str = ""
    least: str = ""  # the attribute min
    most: str = ""  # the attribute max
    min_length: int = 0
    max_length: int | None = None
    options: tuple[str, ...] = ()  # of a select or a datalist
    checked: bool = False
    autocomplete: str = ""
    accept: str = ""  # media types a file field takes
    label: str = ""  # of a button
    action: str | None = None  # where a button sends the form instead
    method: str = ""  # how a button sends it instead
    encoding: str = ""


class ValueMemory:
    """Values seen on the site by the name of their field, and the last XML document seen; of bounded size."""

    def __init__(self) -> None:
        self.document = ""
        self._values: OrderedDict[str, list[str]] = OrderedDict()

    def learn(self, name: str, value: str) -> None:
        """Remember a value seen under a name."""
        if not value or not name or len(value) > _LONGEST_VALUE or len(name) > _LONGEST_VALUE:
            return
        values = self._values.get(name)
        if values is None:
            self._values[name] = [value]
            if len(self._values) > _NAMES_REMEMBERED:
                self._values.popitem(last=False)
        elif value not in values and len(values) < _VALUES_REMEMBERED:
            values.append(value)

    def seen(self, name: str) -> tuple[str, ...]:
        """Return the values seen under a name."""
        return tuple(self._values.get(name, ()))


def fill(control: Control, memory: ValueMemory) -> str:
    """Return the value to send for a field: its own, one seen on the site, or one that fits its description."""
    if control.value:
        return control.value
    if control.options:
        return next((option for option in control.options if option), control.options[0])
    if control.kind == "hidden":
        return next(iter(memory.seen(control.name)), "")
    candidates = [*memory.seen(control.name), *_suggestions(control)]
    for candidate in candidates:
        if _fits(candidate, control):
            return candidate
    if control.pattern and (made := text_matching(control.pattern)) and _fits(made, control):
        return made
    return _cut(candidates[-2] if len(candidates) > 1 else _DEFAULT, control)


def with_filled_query(template: RequestTemplate, memory: ValueMemory) -> RequestTemplate:
    """Return a template whose empty query fields are filled: with an empty value many pages do nothing."""
    query = tuple(
        field if field.value else Field(field.name, guess(field.name, memory)) for field in template.query
    )
    return msgspec.structs.replace(template, query=query)


def guess(name: str, memory: ValueMemory) -> str:
    """Return a value for a field of which nothing but the name is known, such as a key of a script's JSON body."""
    return fill(Control(name=name, kind="text"), memory)


def _suggestions(control: Control) -> list[str]:
    suggestions = []
    if control.kind in ("number", "range"):
        suggestions.append(control.least or ("1" if not control.most else _smaller("1", control.most)))
    if control.kind in ("date", "datetime-local", "time", "month", "week") and control.least:
        suggestions.append(control.least)
    if control.kind in _BY_TYPE:
        suggestions.append(_BY_TYPE[control.kind])
    if control.placeholder and control.pattern:
        suggestions.append(control.placeholder)
    suggestions += [value for pattern, value in _BY_NAME if pattern.search(control.name)][:1]
    suggestions += [_DEFAULT, _SHORT]
    if control.pattern:
        suggestions += ["1", "12", "123", "1234", "12345", "AB", "ABC", "Test", "2024-05-17"]
    return suggestions


def _smaller(one: str, most: str) -> str:
    try:
        return one if float(one) <= float(most) else most
    except ValueError:
        return one


def _fits(value: str, control: Control) -> bool:
    if control.max_length is not None and len(value) > control.max_length:
        return False
    if len(value) < control.min_length:
        return False
    if not control.pattern or len(value) > 40 or not _is_tame(control.pattern):
        return True
    try:
        return re.fullmatch(control.pattern, value) is not None
    except (re.error, OverflowError, RecursionError):
        return True


def _is_tame(pattern: str) -> bool:
    """Whether a pattern of the site can be tried without the danger that it takes for ever."""
    loops = len(_LOOP.findall(pattern))
    if len(pattern) > 100 or loops > 4:
        return False
    return not _REPEATED_GROUP.search(pattern) or (loops == 0 and "|" not in pattern)


def _cut(value: str, control: Control) -> str:
    if len(value) < control.min_length <= 1000:
        value = (value * control.min_length)[: control.min_length]
    return value if control.max_length is None else value[: control.max_length]
