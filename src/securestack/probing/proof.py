"""Turning an exchange into evidence: what matters marked, long bodies cut around it, bytes made readable."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from securestack.core.evidence import Exchange as ExchangeRecord
from securestack.core.evidence import HeaderList, Mark, Part, RequestRecord, ResponseRecord
from securestack.net.message import Exchange, Request, Response

_BODY_LIMIT = 4_000  # characters of a body kept in evidence
_CONTEXT = 1_500  # characters kept before the first mark of a long body


class Proof(msgspec.Struct, frozen=True):
    """An exchange that proves something: which texts to mark in its request and its answer, and what it shows."""

    exchange: Exchange
    marked: tuple[str, ...] = ()  # searched for in the request and the answer, and marked where found
    note: str = ""
    actor: str = ""


def record_proof(proof: Proof) -> ExchangeRecord:
    """Return an exchange as it is kept in a finding."""
    request, response = proof.exchange.request, proof.exchange.response
    kept_request = record_request(request)
    kept_response = record_response(response, proof.marked)
    return ExchangeRecord(
        request=kept_request,
        response=kept_response,
        note=proof.note,
        actor=proof.actor,
        marks=tuple(_marks(kept_request, kept_response, proof.marked)),
    )


def record_request(request: Request) -> RequestRecord:
    """Return a request with its body as text, shortened."""
    return RequestRecord(
        request.method, request.url, request.headers, request.body.decode("utf-8", "replace")[:_BODY_LIMIT]
    )


def record_response(response: Response, around: Iterable[str] = ()) -> ResponseRecord:
    """Return an answer with its body as text, cut to the part around the first of these texts that it holds."""
    text = response.text
    found = [place for word in around if word and (place := text.find(word)) >= 0]
    offset = 0
    if len(text) > _BODY_LIMIT and found:
        offset = max(0, min(found) - _CONTEXT)
    return ResponseRecord(
        status=response.status,
        reason=response.reason,
        headers=response.headers,
        body=text[offset : offset + _BODY_LIMIT],
        body_offset=offset,
        body_length=len(text),
        elapsed=round(response.elapsed, 3),
    )


def header_text(headers: HeaderList) -> str:
    """Return headers as the text that marks count in."""
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _marks(request: RequestRecord, response: ResponseRecord, words: Iterable[str]) -> Iterable[Mark]:
    parts = {
        Part.REQUEST_URL: request.url,
        Part.REQUEST_HEADERS: header_text(request.headers),
        Part.REQUEST_BODY: request.body,
        Part.RESPONSE_HEADERS: header_text(response.headers),
        Part.RESPONSE_BODY: response.body,
    }
    for word in words:
        if not word:
            continue
        for part, text in parts.items():
            start = text.find(word)
            if start >= 0:
                yield Mark(part, start, start + len(word))
