"""Errors as RFC 9457 problem details: the one shape of every answer that is not a success."""

from __future__ import annotations

import http
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Ends a request with a problem document.

    `type` is a short word that programs test for, such as `not-found`; it becomes `urn:securestack:problem:<type>`.
    `extra` are members beside the standard ones, and `headers` go into the answer.
    """

    def __init__(
        self,
        status: int,
        type: str,
        detail: str,
        *,
        title: str | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.type = type
        self.title = title or http.HTTPStatus(status).phrase
        self.detail = detail
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def document(self) -> dict[str, Any]:
        """Return the problem document."""
        return {
            "type": f"urn:securestack:problem:{self.type}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }

    def response(self) -> Response:
        """Return the answer."""
        return Response(msgspec.json.encode(self.document()), self.status, self.headers, MEDIA_TYPE)


class FieldFault(BaseModel):
    """What is wrong with one part of a request."""

    field: str = Field(description="Where it stands, such as `body.name` or `query.limit`.")
    message: str


class ProblemDocument(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(
        description="What kind of problem it is, for programs: `urn:securestack:problem:<word>`."
    )
    title: str
    status: int
    detail: str = Field(description="What is wrong this time, in a sentence.")
    faults: list[FieldFault] | None = Field(
        default=None, description="The faulty parts of the request, where it was invalid."
    )
    request_id: str | None = Field(
        default=None, description="Names this request in the log, where the fault is the server's."
    )


def not_found(what: str = "This") -> Problem:
    """Return the problem of something that does not exist, or that the caller may not know of: one and the same."""
    return Problem(404, "not-found", f"{what} does not exist.")


def forbidden(detail: str = "Your role does not allow this.") -> Problem:
    """Return the problem of a caller who may see the object but not do this to it."""
    return Problem(403, "forbidden", detail)


def unauthenticated(detail: str = "Log in, or send an API key.") -> Problem:
    """Return the problem of a caller who did not say who they are, or not credibly."""
    return Problem(401, "unauthenticated", detail, headers={"WWW-Authenticate": "Bearer"})


def conflict(type: str, detail: str, **extra: Any) -> Problem:
    """Return the problem of a request that contradicts what is there."""
    return Problem(409, type, detail, extra=extra)


def invalid(field: str, message: str) -> Problem:
    """Return the problem of one wrong value, shaped as those that validation finds."""
    return Problem(
        422,
        "invalid-request",
        "The request is not valid.",
        extra={"faults": [{"field": field, "message": message}]},
    )


_WORDS = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "too-slow",
    409: "conflict",
    412: "changed-meanwhile",
    413: "too-large",
    415: "unsupported-media-type",
    422: "invalid-request",
    428: "precondition-required",
    429: "too-many-requests",
    500: "internal-error",
    503: "unavailable",
}


def declared(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what `responses=` of a route takes to declare that it may answer with these problems.

    304 among them says that the answer is `kit.etags.tagged`.
    """
    return {
        status: {"description": "What If-None-Match names is still current"}
        if status == 304
        else {
            "description": http.HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Make an application answer errors with problem documents; unexpected ones are the business of `kit.frame`."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.response()


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = error.status_code
    phrase = http.HTTPStatus(status).phrase
    detail = (
        "There is nothing at this address."
        if status == 404
        else f"{error.detail or phrase}".rstrip(".") + "."
    )
    return Problem(status, _WORDS.get(status, "error"), detail, headers=error.headers).response()


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return Problem(400, "malformed-json", "The body is not valid JSON.").response()
    return Problem(
        422,
        "invalid-request",
        "The request is not valid.",
        extra={"faults": [_fault(fault) for fault in faults[:20]]},
    ).response()


def _fault(fault: Mapping[str, Any]) -> dict[str, str]:
    place: Sequence[Any] = fault["loc"]
    message = str(fault["msg"]).removeprefix("Value error, ")
    # Never the input itself: it may be a password. A part in angle brackets is no field: it says which of several shapes
    # of the body was meant.
    shown = [text for part in place if not (text := str(part)).startswith("<")]
    return {"field": ".".join(shown), "message": message}
