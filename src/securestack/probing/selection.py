"""Which insertion points of a template are worth asking, and which were asked already on a page like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from securestack.core.location import Position
from securestack.probing.insertion import Field, FormBody, InsertionPoint, MultipartBody, RequestTemplate
from securestack.probing.needs import Profile

_ALWAYS = frozenset({Position.QUERY, Position.BODY, Position.JSON, Position.XML})
_DYNAMIC_SEGMENT = re.compile(
    r"\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,}|[^/]*(?:%40|@|=|,|;|%20)[^/]*", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z][A-Za-z_-]{0,30}")
_VARIANTS = 6  # how many combinations of other values a point is asked under, such as ?action=view and ?action=edit


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
        for point in template.points():
            if point.name in skipped or not self._wanted(template, point):
                continue
            place = _place(template, point)
            key = (*place, _other_words(template, point))
            if key in self._asked or self._variants[place] >= _VARIANTS:
                continue
            self._asked.add(key)
            self._variants[place] += 1
            yield point

    def _wanted(self, template: RequestTemplate, point: InsertionPoint) -> bool:
        if point.position in _ALWAYS:
            return True
        if self._profile is Profile.DEEP:
            return True
        if self._profile is Profile.QUICK:
            return False
        if point.position is Position.PATH:
            return not template.query and _DYNAMIC_SEGMENT.fullmatch(point.value) is not None
        return point.position in (Position.FILE_NAME, Position.COOKIE)


def shape_of(template: RequestTemplate) -> str:
    """Return the path with its dynamic segments replaced, so that /item/1 and /item/2 are alike."""
    segments = ("*" if _DYNAMIC_SEGMENT.fullmatch(part) else part for part in template.path.split("/"))
    return template.origin + "/".join(segments)


def _place(template: RequestTemplate, point: InsertionPoint) -> tuple[object, ...]:
    if point.position in (Position.HEADER, Position.COOKIE):
        directory = template.path.rpartition("/")[0]
        return (template.origin, directory, point.position, point.name)
    names = frozenset(field.name for field in _fields(template))
    # Repeated occurrences of one name are asked once: servers read the first or the last, seldom both.
    return (template.method, shape_of(template), point.position, point.name, names)


def _other_words(template: RequestTemplate, point: InsertionPoint) -> frozenset[tuple[str, str]]:
    if point.position in (Position.HEADER, Position.COOKIE):
        return frozenset()
    return frozenset(
        (field.name, field.value)
        for field in _fields(template)
        if field.name != point.name and _WORD.fullmatch(field.value)
    )


def _fields(template: RequestTemplate) -> tuple[Field, ...]:
    body = template.body.fields if isinstance(template.body, FormBody | MultipartBody) else ()
    return template.query + body
