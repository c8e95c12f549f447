"""Recordings of a browser or proxy: HTTP Archive (HAR) 1.2, http://www.softwareishard.com/blog/har-12-spec/."""

from __future__ import annotations

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from securestack.scanners.api.description.model import ApiDescription, UnreadableDescription
from securestack.scanners.api.description.samples import Sample, operations_of, schemes_of

_PAGES = (
    "text/html",
    "text/css",
    "image/",
    "font/",
    "video/",
    "audio/",
    "application/font",
    "application/wasm",
)
_SCRIPTS = ("javascript", "ecmascript")
_FILES = (
    ".js",
    ".mjs",
    ".css",
    ".map",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".svg",
    ".ico",
    ".woff",
    ".woff2",
    ".ttf",
    ".webp",
)


def recognise(document: Any) -> bool:
    """Whether a document is an archive of requests."""
    log = document.get("log") if isinstance(document, Mapping) else None
    return isinstance(log, Mapping) and isinstance(log.get("entries"), list)


def read(document: Any, _source: str = "") -> ApiDescription:
    """Return the API that the recorded requests show. Raises UnreadableDescription where they show none.

    Of several hosts, the one that answers most of what is no page, picture or script is taken for the API's. What the
    requests were let in with stays in the archive: people are set up for the scan.
    """
    notices: list[str] = []
    samples = list(_samples(document["log"]["entries"], notices))
    if not samples:
        raise UnreadableDescription(
            "The recording holds no request to an API: only pages, pictures and scripts."
        )
    hosts = Counter(_origin(sample.url) for sample in samples)
    base, _ = hosts.most_common(1)[0]
    if len(hosts) > 1:
        others = ", ".join(host for host in hosts if host != base)
        notices.append(
            f"The recording holds requests to several hosts; {base} is tested, not {others[:300]}."
        )
    own = [sample for sample in samples if _origin(sample.url) == base]
    return ApiDescription(
        format="HAR 1.2",
        servers=(base,),
        operations=operations_of(own, base),
        schemes=schemes_of(own),
        notices=tuple(notices),
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _samples(entries: list[Any], notices: list[str]) -> Iterator[Sample]:
    broken = 0
    for entry in entries:
        try:
            sample = _sample(entry)
        except (TypeError, ValueError, KeyError, AttributeError):
            broken += 1
            continue
        if sample is not None:
            yield sample
    if broken:
        notices.append(
            f"{broken:,} {'entry' if broken == 1 else 'entries'} of the recording could not be read."
        )


def _sample(entry: Any) -> Sample | None:
    request, response = entry["request"], entry.get("response") or {}
    url, content = str(request["url"]), response.get("content") or {}
    kind = str(content.get("mimeType", "")).partition(";")[0].strip().lower()
    if not url.lower().startswith(("http://", "https://")) or request["method"].upper() in (
        "OPTIONS",
        "CONNECT",
    ):
        return None
    if (
        kind.startswith(_PAGES)
        or any(word in kind for word in _SCRIPTS)
        or urlsplit(url).path.lower().endswith(_FILES)
    ):
        return None
    posted = request.get("postData") or {}
    return Sample(
        method=str(request["method"]),
        url=url,
        headers=tuple((str(h["name"]), str(h["value"])) for h in request.get("headers") or []),
        content_type=str(posted.get("mimeType", "")).partition(";")[0],
        body=str(posted.get("text", "")),
        fields=tuple((str(p["name"]), str(p.get("value", ""))) for p in posted.get("params") or []),
        status=int(response.get("status") or 0),
        answer_type=kind,
        answer=_text(content),
    )


def _text(content: Mapping[str, Any]) -> str:
    text = str(content.get("text", ""))
    if content.get("encoding") != "base64":
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return ""
