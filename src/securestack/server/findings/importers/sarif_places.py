"""Places in SARIF as our own: files relative to what was scanned, addresses of web applications, and names."""

from __future__ import annotations

from urllib.parse import unquote, urljoin, urlsplit

from securestack.core.location import CodeLocation, HttpLocation, Location, NamedLocation, Position
from securestack.server.findings.importers import sarif_document as document

_WEB = ("http://", "https://")
_MOST_BASES = 10
_LARGEST = 2**31 - 1


class Places:
    """Turns the places of one run into ours; it knows the run's base addresses and its list of files."""

    def __init__(self, run: document.Run) -> None:
        self._bases = run.original_uri_base_ids or {}
        self._artifacts = run.artifacts or []

    def location(self, place: document.Location, request: document.WebRequest | None = None) -> Location:
        """Return a place: in the web where its address is one, in a file, or by name."""
        logical = place.logical_locations[0] if place.logical_locations else None
        physical = place.physical_location
        uri = self._uri(physical.artifact_location) if physical and physical.artifact_location else ""
        if uri.startswith(_WEB):
            method = (request.method if request else None) or "GET"
            return _web(method, uri, logical)
        name = (logical.fully_qualified_name or logical.name or "") if logical else ""
        if uri and physical:
            region = physical.region or document.Region()
            return CodeLocation(
                path=uri,
                line=_number(region.start_line),
                end_line=_number(region.end_line),
                column=_number(region.start_column),
                end_column=_number(region.end_column),
                symbol=name,
            )
        return NamedLocation(name or "the whole target", (logical.kind or "") if logical else "")

    def of_request(self, request: document.WebRequest | None) -> Location | None:
        """Return the place a request was sent to, where that is told."""
        if request is None or not (request.target or "").startswith(_WEB):
            return None
        return HttpLocation(request.method or "GET", request.target or "")

    def _uri(self, location: document.ArtifactLocation) -> str:
        uri, base = location.uri, location.uri_base_id
        if uri is None and location.index is not None and 0 <= location.index < len(self._artifacts):
            known = self._artifacts[location.index].location or document.ArtifactLocation()
            uri, base = known.uri, known.uri_base_id
        if not uri:
            return ""
        if uri.startswith(_WEB):
            return uri
        whole = self._base(base)
        if whole.startswith(_WEB):
            try:
                return urljoin(whole, uri)
            except ValueError:
                return uri
        return _path(uri)

    def _base(self, name: str | None) -> str:
        """Return the address a base stands for; a base may stand on another."""
        whole = ""
        for _ in range(_MOST_BASES):
            base = self._bases.get(name) if name is not None else None
            if base is None:
                break
            whole = (base.uri or "") + whole
            name = base.uri_base_id
        return whole


def _web(method: str, url: str, logical: document.LogicalLocation | None) -> HttpLocation:
    if logical is None or logical.kind != "parameter" or not logical.name:
        return HttpLocation(method, url)
    words = (logical.fully_qualified_name or "").removesuffix(logical.name).rstrip()
    positions = {
        "query parameter": Position.QUERY,
        "form field": Position.BODY,
        "JSON value": Position.JSON,
        "XML body": Position.XML,
        "path segment": Position.PATH,
        "header": Position.HEADER,
        "cookie": Position.COOKIE,
        "name of the uploaded file": Position.FILE_NAME,
    }
    position = next((one for name, one in positions.items() if words.endswith(name)), None)
    return HttpLocation(method, url, logical.name, position)


def _path(uri: str) -> str:
    if uri.lower().startswith("file:"):
        try:
            uri = urlsplit(uri).path
        except ValueError:
            uri = uri[5:]
    path = unquote(uri).replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    return path


def _number(value: int | None) -> int:
    return value if value is not None and 0 < value <= _LARGEST else 0
