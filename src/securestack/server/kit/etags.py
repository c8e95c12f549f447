"""Entity tags (RFC 9110, section 8.8.3): reads that need not be sent again, and changes that overwrite nobody's."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated

from fastapi import Header, Request
from starlette.responses import Response

from securestack.server.kit.problems import Problem

_TAG = re.compile(r'(?:W/)?("[^"]*")')

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="ETag that was read; the change is refused when it is no longer current.",
    ),
]


def version_tag(version: int) -> str:
    """Return the tag of the version of a row, as an answer to its change carries it."""
    return f'"{version}"'


def require_match(if_match: str | None, version: int) -> None:
    """Raise the problem `changed-meanwhile` when the caller has read another version. Without If-Match all is well."""
    if if_match is None or if_match.strip() == "*":
        return
    # The tag of a whole answer has the version in front: what else the answer shows may change meanwhile.
    if str(version) not in {tag.strip('"').partition("-")[0] for tag in _TAG.findall(if_match)}:
        raise Problem(
            412,
            "changed-meanwhile",
            "This was changed after you read it; read it again and repeat your change.",
            headers={"ETag": version_tag(version)},
        )


def tagged(
    request: Request, response: Response, tag: str | None = None, *, version: int | None = None
) -> Response:
    """Return the answer with its tag, or an empty 304 when the caller has it already.

    Without a tag the body's hash is one, behind the version of the row where that is given, for If-Match.
    """
    if tag is None:
        digest = hashlib.blake2b(bytes(response.body), digest_size=12).hexdigest()
        tag = f'"{digest}"' if version is None else f'"{version}-{digest}"'
    response.headers["ETag"] = tag
    response.headers.setdefault("Cache-Control", "private, no-cache")
    known = request.headers.get("if-none-match")
    reading = request.method in ("GET", "HEAD")  # of a change the caller wants to see what it made
    if (
        reading
        and known is not None
        and (known.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(known))
    ):
        return Response(
            status_code=304, headers={"ETag": tag, "Cache-Control": response.headers["Cache-Control"]}
        )
    return response
