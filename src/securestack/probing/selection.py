"""Which insertion points of a template are worth asking, and which were asked already on a page like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from securestack.core.location import Position
from securestack.probing.insertion import (
    Field,
    FormBody,
    InsertionPoint,
    JsonBody,
    MultipartBody,
    RequestTemplate,
)
from securestack.probing.json_pointer import json_leaves
from securestack.probing.needs import Profile

_ALWAYS = frozenset({Position.QUERY, Position.BODY, Position.JSON, Position.XML})
_STANDARD = frozenset({Position.FILE_NAME, Position.COOKIE})
_DYNAMIC_SEGMENT = re.compile(
    r"\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,}|[^/]*(?:%40|@|=|,|;|%20)[^/]*",
    re.IGNORECASE,
)
_ARRAY_INDEX = re.compile(r"(?<=/)\d+(?=/|\Z)")
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,30}")
# Combinations of other values under which a point is asked, such as ?action=view and ?action=edit.
_VARIANTS = {Profile.QUICK: 2, Profile.STANDARD: 6, Profile.DEEP: 12}


class PointSelector:
    """Chooses points by profile, and remembers what was chosen.

    `/item?id=1` and `/item?id=2` are one page with one point to ask. `/do?action=view&id=1` and `/do?action=edit&id=1`
    are two, as values that are words often choose what the server does; a bound keeps search words from multiplying.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._asked: set[tuple[object, ...]] = set()
        self._variants: Counter[tuple[object, ...]] = Counter()

    def choose(self, template: RequestTemplate, leave_out: Iterable[str] = ()) -> Iterator[InsertionPoint]:
        """Yield the points of a template that nobody asked yet. `leave_out` names fields such as CSRF tokens."""
        skipped = set(leave_out)
        fields = _fields(template)
        for point, occurrence in _outermost(template.points()):
            if point.name in skipped or not self._wanted(template, point):
                continue
            place = (*_place(template, point, fields), occurrence)
            key = (*place, _other_words(fields, point))
            if key in self._asked or self._variants[place] >= _VARIANTS[self._profile]:
                continue
            self._asked.add(key)
            self._variants[place] += 1
            yield point

    def _wanted(self, template: RequestTemplate, point: InsertionPoint) -> bool:
        if point.position in _ALWAYS or self._profile is Profile.DEEP:
            return True
        if self._profile is Profile.QUICK:
            return False
        if point.position is Position.PATH:
            return not template.query and _DYNAMIC_SEGMENT.fullmatch(point.value) is not None
        return point.position in _STANDARD


def shape_of(template: RequestTemplate) -> str:
    """Return the path with its dynamic segments replaced, so that /item/1 and /item/2 are alike."""
    segments = ("*" if _DYNAMIC_SEGMENT.fullmatch(part) else part for part in template.path.split("/"))
    return template.origin + "/".join(segments)


def _outermost(points: Iterable[InsertionPoint]) -> Iterator[tuple[InsertionPoint, int]]:
    """Yield each point with 0, but of a name that occurs again and again the first with 0 and the last with 1.

    Some servers read the first value of a name, some the last, and nearly none those in between.
    """
    groups: dict[tuple[object, ...], list[InsertionPoint]] = {}
    for point in points:
        groups.setdefault((point.position, point.name), []).append(point)
    for group in groups.values():
        yield group[0], 0
        if len(group) > 1:
            yield group[-1], 1


def _place(template: RequestTemplate, point: InsertionPoint, fields: tuple[Field, ...]) -> tuple[object, ...]:
    if point.position in (Position.HEADER, Position.COOKIE):
        directory = template.path.rpartition("/")[0]
        return (template.origin, directory, point.position, point.name)
    names = frozenset(field.name for field in fields)
    return (template.method, shape_of(template), point.position, _leaf_name(point), names)


def _leaf_name(point: InsertionPoint) -> str:
    # The elements of an array are alike, and asking one of them is enough.
    return _ARRAY_INDEX.sub("*", point.name) if point.position is Position.JSON else point.name


def _other_words(fields: tuple[Field, ...], point: InsertionPoint) -> frozenset[tuple[str, str]]:
    if point.position in (Position.HEADER, Position.COOKIE):
        return frozenset()
    own = _leaf_name(point)
    return frozenset(
        (field.name, field.value) for field in fields if field.name != own and _WORD.fullmatch(field.value)
    )


def _fields(template: RequestTemplate) -> tuple[Field, ...]:
    match template.body:
        case FormBody(fields) | MultipartBody(fields):
            return template.query + fields
        case JsonBody(value):
            leaves = (
                Field(_ARRAY_INDEX.sub("*", pointer), leaf if isinstance(leaf, str) else "")
                for pointer, leaf in json_leaves(value)
            )
            return template.query + tuple(leaves)
        case _:
            return template.query
