"""Exchanges as text in which the evidence can be pointed out: stretches of text, marked or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from securestack.core.evidence import Exchange, HeaderList, Mark, Part, RequestRecord, ResponseRecord


class Stretch(NamedTuple):
    """A piece of text, and whether it is evidence."""

    text: str
    marked: bool


def request_stretches(exchange: Exchange) -> list[Stretch]:
    """Return the request as it is read by people: method and URL, headers, an empty line, body."""
    request: RequestRecord = exchange.request
    return [
        Stretch(f"{request.method} ", False),
        *_stretches(request.url, exchange.marks, Part.REQUEST_URL),
        Stretch("\n", False),
        *_stretches(_header_text(request.headers), exchange.marks, Part.REQUEST_HEADERS),
        *_body(request.body, exchange.marks, Part.REQUEST_BODY),
    ]


def response_stretches(response: ResponseRecord, marks: tuple[Mark, ...]) -> list[Stretch]:
    """Return the answer as it is read by people; what was left out of a long body is said where it was."""
    before, after = response.body_offset, response.body_length - response.body_offset - len(response.body)
    stretches = [
        *_stretches(f"{response.status} {response.reason}".strip(), marks, Part.RESPONSE_STATUS),
        Stretch("\n", False),
        *_stretches(_header_text(response.headers), marks, Part.RESPONSE_HEADERS),
    ]
    if before > 0:
        stretches.append(Stretch(f"\n\n[… {before:,} characters before this are not shown]", False))
    stretches += _body(response.body, marks, Part.RESPONSE_BODY)
    if after > 0:
        stretches.append(Stretch(f"\n[… {after:,} characters after this are not shown]", False))
    return stretches


def _header_text(headers: HeaderList) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _body(body: str, marks: Iterable[Mark], part: Part) -> list[Stretch]:
    return [Stretch("\n\n", False), *_stretches(body, marks, part)] if body else []


def _stretches(text: str, marks: Iterable[Mark], part: Part) -> Iterator[Stretch]:
    """Cut a text at its marks. Marks may overlap, and one that lies outside the text counts as far as it is inside."""
    place = 0
    for start, end in sorted((mark.start, mark.end) for mark in marks if mark.part is part):
        start, end = max(start, place), min(end, len(text))
        if start >= end:
            continue
        if start > place:
            yield Stretch(text[place:start], False)
        yield Stretch(text[start:end], True)
        place = end
    if place < len(text):
        yield Stretch(text[place:], False)
