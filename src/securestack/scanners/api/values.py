"""Values that fit a schema, without guessing where the description gives one."""

from __future__ import annotations

import datetime
import random
import re
import uuid
from typing import Any

from securestack.probing.pattern_text import text_matching
from securestack.scanners.api.description.model import UNKNOWN, Schema
from securestack.scanners.api.names import plain

_DEEPEST = 6
_MOST_ITEMS = 3
_LETTERS = "abcdefghijkmnpqrstuvwxyz"
_BY_FORMAT = {
    "date": "2024-05-17",
    "date-time": "2024-05-17T10:30:00Z",
    "time": "10:30:00Z",
    "duration": "P1D",
    "ipv4": "192.0.2.10",
    "ipv6": "2001:db8::10",
    "hostname": "api.example.com",
    "uri": "https://api.example.com/item",
    "url": "https://api.example.com/item",
    "uri-reference": "/item",
    "byte": "c2VjdXJlc3RhY2s=",
    "binary": "securestack",
    "regex": "a+",
    "json-pointer": "/a",
}
_BY_NAME = (
    (re.compile(r"mail"), "email"),
    (re.compile(r"phone|mobile|fax|tel\Z"), "phone"),
    (re.compile(r"(?:url|uri|website|link|homepage|avatar|image|callback|webhook)\Z"), "uri"),
    (re.compile(r"date\Z|birth|dob\Z"), "date"),
    (re.compile(r"(?:created|updated|expires|start|end)(?:at|on)?\Z|timestamp"), "date-time"),
    (re.compile(r"uuid|guid"), "uuid"),
    (re.compile(r"passw|pwd\Z"), "password"),
    (re.compile(r"country"), "country"),
    (re.compile(r"currency"), "currency"),
    (re.compile(r"\Aip(?:addres)?|ipaddress"), "ipv4"),
)


_LIES_AHEAD = re.compile(
    r"expir|until|due|deadline|valid|end|ends|to\Z|starts?|begin|schedul|arriv|depart|checkin|checkout"
)
_AHEAD = datetime.timedelta(days=30)


class ValueMaker:
    """Makes values. `seed` makes two scans alike; words it makes once never come again."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing secret rests on it

    def word(self, length: int = 8) -> str:
        """Return a new word that no answer holds by chance."""
        return "zq" + "".join(self._random.choices(_LETTERS, k=max(2, length - 2)))

    def password(self) -> str:
        """Return a password that usual rules accept."""
        return f"{self.word(8).capitalize()}-{self._random.randrange(10, 99)}aX!"

    def make(
        self, schema: Schema, name: str = "", *, new: bool = False, least: bool = False, depth: int = 0
    ) -> Any:
        """Return a value for a schema. With `new`, free texts and numbers are ones that nobody used before.

        With `least`, objects hold their required fields only, where there are some.
        """
        given = self._given(schema, new=new)
        if given is not UNKNOWN:
            return given
        if schema.is_object:
            return self._object(schema, new=new, least=least, depth=depth)
        if schema.is_array:
            return self._array(schema, name, new=new, depth=depth)
        if schema.alternatives:
            return (
                self.make(schema.alternatives[0], name, new=new, depth=depth + 1)
                if depth < _DEEPEST
                else None
            )
        kind = next((kind for kind in schema.kinds if kind != "null"), "")
        match kind:
            case "boolean":
                return True
            case "integer" | "number":
                return self._number(schema, kind, new=new)
            case "object":
                return {}
            case _:
                return None if "null" in schema.kinds and not kind else self._text(schema, name, new=new)

    def _given(self, schema: Schema, *, new: bool) -> Any:
        if schema.enum:
            return schema.enum[0]
        if new and not schema.is_object and not schema.is_array and self._is_free_text(schema):
            return UNKNOWN
        if schema.is_object or schema.is_array:
            return UNKNOWN if new else next(iter(schema.examples), UNKNOWN)
        if schema.examples:
            return schema.examples[0]
        return schema.default

    def _is_free_text(self, schema: Schema) -> bool:
        return (
            "string" in schema.kinds
            and not schema.pattern
            and schema.format in ("", "email", "uuid", "password")
        )

    def _object(self, schema: Schema, *, new: bool, least: bool, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        parts = [*schema.alternatives[:1], schema]
        for part in parts:
            for name, field in part.properties.items():
                optional = name not in part.required
                if field.read_only or (optional and (depth >= 2 or (least and part.required))):
                    continue
                if depth >= _DEEPEST:
                    continue
                made[name] = self.make(field, name, new=new, least=least, depth=depth + 1)
            for name in part.required - made.keys() - part.properties.keys():
                made[name] = self._text(Schema(), name, new=new)
        if not made and schema.additional is not None and depth < _DEEPEST:
            made["key"] = self.make(schema.additional, "key", new=new, depth=depth + 1)
        return made

    def _array(self, schema: Schema, name: str, *, new: bool, depth: int) -> list[Any]:
        if depth >= _DEEPEST or schema.items is None:
            return []
        count = min(max(schema.min_items, 1), _MOST_ITEMS)
        if schema.max_items is not None:
            count = min(count, schema.max_items)
        return [self.make(schema.items, name, new=new, depth=depth + 1) for _ in range(count)]

    def _number(self, schema: Schema, kind: str, *, new: bool) -> float | int:
        low = 1.0 if schema.minimum is None else schema.minimum
        high = max(low, 99.0) if schema.maximum is None else schema.maximum
        if schema.minimum is None and high < low:
            low = high
        value = low + (self._random.randrange(0, 90) if new and high - low >= 90 else 0)
        step = schema.multiple_of
        if step:
            value = -(-low // step) * step
        return int(value) if kind == "integer" or float(value).is_integer() else value

    def _text(self, schema: Schema, name: str, *, new: bool) -> str:
        made = self._usual_text(schema, name, new=new)
        if schema.pattern and not _fits(schema.pattern, made):
            fitting = text_matching(schema.pattern)
            return self._bounded(fitting, schema, pad=fitting[-1]) if fitting else made
        return made

    def _usual_text(self, schema: Schema, name: str, *, new: bool) -> str:
        kind = schema.format or self._kind_of(name)
        match kind:
            case "email" | "idn-email":
                return f"{self.word(10)}@example.com" if new else "alex.miller@example.com"
            case "uuid":
                return str(uuid.UUID(int=self._random.getrandbits(128), version=4))
            case "password":
                return self.password()
            case "phone":
                return f"202555{self._random.randrange(100, 9999):04d}"
            case "country":
                return self._bounded("US", schema)
            case "currency":
                return self._bounded("USD", schema)
            case "date" | "date-time" if _LIES_AHEAD.search(plain(name)):
                day = datetime.datetime.now(datetime.UTC) + _AHEAD
                return day.strftime("%Y-%m-%d" if kind == "date" else "%Y-%m-%dT%H:%M:%SZ")
        if kind in _BY_FORMAT:
            return _BY_FORMAT[kind]
        return self._bounded(self.word(10) if new else "test", schema)

    def _kind_of(self, name: str) -> str:
        flat = plain(name)
        return next((kind for pattern, kind in _BY_NAME if pattern.search(flat)), "")

    def _bounded(self, text: str, schema: Schema, pad: str = "a") -> str:
        if len(text) < schema.min_length:
            text += pad * min(schema.min_length - len(text), 10_000)
        return text if schema.max_length is None else text[: schema.max_length]


def _fits(pattern: str, text: str) -> bool:
    try:
        return len(text) < 100 and re.search(pattern, text) is not None
    except re.error:
        return True  # another dialect; what the server makes of it cannot be told
