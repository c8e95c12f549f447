"""Masking secrets in what a scan keeps and shows, without moving a character.

Every masked character becomes `*`, so lengths stay and the marks of evidence keep their places. Masked are

- secrets that are known (passwords and tokens the scan was given), in every usual spelling;
- values of Cookie, Set-Cookie, Authorization and headers named like a key or token. Scheme, cookie names and cookie
  attributes stay;
- values of fields named like a secret, in queries, forms, JSON, HTML inputs and configuration text;
- tokens of well-known shape, but for the first four characters, which name the kind and are the same for everybody,
  and the insides of private keys.

Nothing of any other value is kept: a tail of four characters is a third of a short password. A finding's own parameter
is treated with care, because the payload in it is the evidence: there, only the value that stood in it originally is
masked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from urllib.parse import unquote_plus

import msgspec

from securestack.core.evidence import (
    Exchange,
    HeaderList,
    HttpEvidence,
    PackageEvidence,
    Replay,
    ReportedEvidence,
    RequestRecord,
    ResponseRecord,
)
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation, Location
from securestack.core.secret_shapes import PRIVATE_KEY, SHORTEST_SECRET, TOKEN, is_secret_name, spellings

_ANY_SECRET_NAME = re.compile(
    r"auth|bearer|credential|csrf|jwt|key|otp|pass|pin|pwd|secret|sess|sid|token|xsrf", re.IGNORECASE
)
_FIELD = re.compile(
    r"""
    (?<![\w.$\[\]%-]) (?P<name>[\w.$\[\]%-]{1,100}+) (?:\\?["'])? \s{0,3} (?P<sign>=>|=|:) \s{0,3}
    (?: (?P<quote>\\?["']) (?P<quoted>(?:\\.|(?!(?P=quote))[^\\\r\n])*) | (?P<bare>[^\s&;,"'<>{}()\[\]]+) )
    """,
    re.VERBOSE,
)
_PAIR = re.compile(r"(?P<lead>[?&;]|\A)(?P<name>[^=&?;#]{1,200})=(?P<value>[^&#]*)")
_PATH_PAIR = re.compile(r"(?<=;)(?P<name>[^=/?;#]{1,200})=(?P<value>[^/?;#]*)")
_MULTIPART = re.compile(
    r'form-data;[^\n]{0,100}?\bname="(?P<name>[^"\n]*)"[^\n]{0,300}\n(?:[^\n]{2,300}\n){0,4}?\r?\n'
    r"(?P<value>.*?)(?=\r?\n--|\Z)",
    re.DOTALL,
)
_INPUT = re.compile(r"<(?:input|meta)\b[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\b(?P<name>[\w-]+)\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"'>]+))""")
_CREDENTIALS_LINE = re.compile(
    r"(?P<head>\b(?:proxy-)?authorization[ \t]*:[ \t]*)(?P<value>[^\r\n\"']+)", re.IGNORECASE
)
_COOKIE_LINE = re.compile(r"(?P<head>\b(?:set-)?cookie[ \t]*:[ \t]*)(?P<value>[^\r\n]+)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][\w-]*\s+(?=\S)")
_USERINFO = re.compile(r"(?<=://)(?P<user>[^/?#:@\s]{0,200}):(?P<value>[^/?#@\s]{1,500})(?=@)")
_COOKIE = re.compile(r"(?:\A|(?<=;))(?P<name>[^=;]*)=(?P<value>[^;]*)")
_JSON_LITERALS = frozenset({"true", "false", "null", "none", "undefined"})
_MOST_ROUNDS = 20  # pages need two; only one made to keep us busy needs more
_NO_NAMES: frozenset[str] = frozenset()


class Masker:
    """Masks secrets; `secrets` are those the scan knows. Shorter than four characters are too common to be masked.

    All its methods keep lengths, and masking what is masked changes nothing. `spared` holds names of fields, in lower
    case, whose values stay unless they are known secrets or tokens.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = frozenset(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)
        written = sorted(
            {form for secret in self._secrets for form in spellings(secret)},
            key=lambda form: (-len(form), form),
        )
        self._known = re.compile("|".join(map(re.escape, written))) if written else None

    def with_secrets(self, secrets: Iterable[str]) -> Masker:
        """Return a masker that knows more secrets."""
        more = frozenset(secrets) - self._secrets
        return Masker(self._secrets | more) if more else self

    def mask_text(self, text: str, *, spared: frozenset[str] = _NO_NAMES) -> str:
        """Return any text, such as a body or a summary, masked."""
        return _until_stable(text, partial(self._mask_once, spared=spared))

    def _mask_once(self, text: str, spared: frozenset[str]) -> str:
        text = self._mask_shapes(text)
        if not _ANY_SECRET_NAME.search(text) and "ookie" not in text and "://" not in text:
            return text
        text = _CREDENTIALS_LINE.sub(lambda found: found["head"] + _credentials(found["value"]), text)
        text = _COOKIE_LINE.sub(lambda found: found["head"] + _cookie_line(found, spared), text)
        text = _USERINFO.sub(lambda found: f"{found['user']}:{_stars(found['value'])}", text)
        text = _INPUT.sub(lambda found: _mask_input(found[0], spared), text)
        if "form-data;" in text:
            text = _MULTIPART.sub(lambda found: _mask_group(found, "value", spared), text)
        return _FIELD.sub(lambda found: _mask_field(found, spared), text)

    def _mask_shapes(self, text: str) -> str:
        if self._known is not None:
            while (masked := self._known.sub(lambda found: "*" * len(found[0]), text)) != text:
                text = masked
        text = TOKEN.sub(lambda found: found[0][:4] + "*" * (len(found[0]) - 4), text)
        if "PRIVATE KEY-----" in text:
            text = PRIVATE_KEY.sub(lambda found: _stars(found[0]), text)
        return text

    def mask_headers(self, headers: HeaderList, *, spared: frozenset[str] = _NO_NAMES) -> HeaderList:
        """Return headers masked."""
        return tuple(
            (self._mask_shapes(name), _until_stable(value, partial(self._mask_header, name, spared=spared)))
            for name, value in headers
        )

    def _mask_header(self, name: str, value: str, spared: frozenset[str]) -> str:
        lower = name.lower()
        if lower not in spared:
            if lower == "cookie":
                value = _cookies(value, spared)
            elif lower == "set-cookie":
                value = _set_cookie(value, spared)
            elif lower in ("authorization", "proxy-authorization"):
                value = _credentials(value)
            elif is_secret_name(name):
                value = _stars(value)
        return self._mask_once(value, spared)

    def mask_url(self, url: str, *, spared: frozenset[str] = _NO_NAMES) -> str:
        """Return a URL masked: its password, query fields, path parameters such as `;jsessionid=`, and known secrets."""
        return _until_stable(url, partial(self._mask_url_once, spared=spared))

    def _mask_url_once(self, url: str, spared: frozenset[str]) -> str:
        url = _USERINFO.sub(lambda found: f"{found['user']}:{_stars(found['value'])}", url)
        head, question, query = url.partition("?")
        head = _PATH_PAIR.sub(lambda found: _mask_group(found, "value", spared), head)
        return self._mask_shapes(head + question + self._mask_form_once(query, spared))

    def mask_form(self, text: str, *, spared: frozenset[str] = _NO_NAMES) -> str:
        """Return application/x-www-form-urlencoded text masked."""
        return _until_stable(text, partial(self._mask_form_once, spared=spared))

    def _mask_form_once(self, text: str, spared: frozenset[str]) -> str:
        return self._mask_shapes(_PAIR.sub(lambda found: _mask_group(found, "value", spared), text))

    def mask_finding(self, finding: Finding) -> Finding:
        """Return a finding with every secret in it masked: location, summary, all exchanges, and the replay state.

        Random-looking cookie values and credentials of its requests are masked wherever else they show.
        """
        spared = _own_names(finding)
        evidence = finding.evidence
        if isinstance(evidence, ReportedEvidence):
            return self._mask_reported(finding, evidence)
        if isinstance(evidence, PackageEvidence):
            return msgspec.structs.replace(finding, summary=self.mask_text(finding.summary, spared=spared))
        masker = self.with_secrets((*_met_in(evidence, spared), *_original_values(finding, spared)))
        replay = evidence.replay
        return msgspec.structs.replace(
            finding,
            location=masker._mask_location(finding.location, spared),
            summary=masker.mask_text(finding.summary, spared=spared),
            evidence=HttpEvidence(
                exchanges=tuple(masker._mask_exchange(exchange, spared) for exchange in evidence.exchanges),
                replay=None if replay is None else Replay(replay.check, masker._mask_state(replay.state)),
            ),
        )

    def _mask_location(self, location: Location, spared: frozenset[str]) -> Location:
        if isinstance(location, HttpLocation):
            return msgspec.structs.replace(
                location,
                url=self.mask_url(location.url, spared=spared),
                parameter=self._mask_shapes(location.parameter),
            )
        return location

    def _mask_reported(self, finding: Finding, evidence: ReportedEvidence) -> Finding:
        spared = _own_names(finding)
        return msgspec.structs.replace(
            finding,
            location=self._mask_location(finding.location, spared),
            summary=self.mask_text(finding.summary),
            evidence=msgspec.structs.replace(
                evidence,
                snippet=self.mask_text(evidence.snippet),
                steps=tuple(
                    msgspec.structs.replace(
                        step, note=self.mask_text(step.note), snippet=self.mask_text(step.snippet)
                    )
                    for step in evidence.steps
                ),
                exchange=None
                if evidence.exchange is None
                else self._mask_exchange(evidence.exchange, spared),
            ),
        )

    def _mask_exchange(self, exchange: Exchange, spared: frozenset[str]) -> Exchange:
        response = exchange.response
        return msgspec.structs.replace(
            exchange,
            request=self._mask_request(exchange.request, spared),
            response=None if response is None else self._mask_response(response, spared),
            note=self.mask_text(exchange.note, spared=spared),
            actor=self._mask_shapes(exchange.actor),
        )

    def _mask_request(self, request: RequestRecord, spared: frozenset[str]) -> RequestRecord:
        body = request.body
        if any(
            name.lower() == "content-type" and "x-www-form-urlencoded" in value.lower()
            for name, value in request.headers
        ):
            body = self.mask_form(body, spared=spared)
        return msgspec.structs.replace(
            request,
            url=self.mask_url(request.url, spared=spared),
            headers=self.mask_headers(request.headers, spared=spared),
            body=self.mask_text(body, spared=spared),
        )

    def _mask_response(self, response: ResponseRecord, spared: frozenset[str]) -> ResponseRecord:
        return msgspec.structs.replace(
            response,
            reason=self._mask_shapes(response.reason),
            headers=self.mask_headers(response.headers, spared=spared),
            body=self.mask_text(response.body, spared=spared),
        )

    def _mask_state(self, state: dict[str, Any]) -> dict[str, Any]:
        # Only the request template and the point have fields of the application; the rest is the check's own, where
        # a key such as "token" means the check's marker.
        return {
            key: self._mask_plain(value, "", by_name=key in ("template", "point", "page"))
            for key, value in state.items()
        }

    def _mask_plain(self, value: Any, name: str, *, by_name: bool) -> Any:
        """Mask plain values, told by the key they stand under, or by the `name` beside a `value`."""
        if isinstance(value, str):
            if by_name and is_secret_name(name):
                return _stars(value)
            return self.mask_text(value) if by_name else self._mask_shapes(value)
        if isinstance(value, dict):
            field = value.get("name")
            names = {"value": field} if by_name and isinstance(field, str) else {}
            return {
                key: self._mask_plain(item, names.get(key, str(key)), by_name=by_name)
                for key, item in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._mask_plain(item, name, by_name=by_name) for item in value]
        return value


def _until_stable(text: str, mask: Callable[[str], str]) -> str:
    # One masked value may lay bare the next; each round masks more or is the last.
    for _ in range(_MOST_ROUNDS):
        masked = mask(text)
        if masked == text:
            break
        text = masked
    return text


def _own_names(finding: Finding) -> frozenset[str]:
    # The parameter of a JSON leaf is a pointer; its last part is the name that stands in the text.
    name = ""
    if isinstance(finding.location, HttpLocation):
        name = finding.location.parameter.rpartition("/")[2].lower()
    return frozenset({name}) if name else _NO_NAMES


def _original_values(finding: Finding, spared: frozenset[str]) -> Iterable[str]:
    """Return the value that stood in the finding's own parameter before the payload did, where it is a secret."""
    replay = finding.evidence.replay
    point = replay.state.get("point") if replay is not None else None
    if isinstance(point, dict) and any(is_secret_name(name) for name in spared):
        value = point.get("value")
        if isinstance(value, str) and len(value) >= SHORTEST_SECRET:
            yield value


def _met_in(evidence: HttpEvidence, spared: frozenset[str]) -> Iterable[str]:
    """Yield credentials in the headers of requests, and cookies being set, that look random."""
    for exchange in evidence.exchanges:
        headers = exchange.request.headers
        if exchange.response is not None:
            headers += exchange.response.headers
        for name, value in headers:
            match name.lower():
                case "cookie":
                    values = [
                        found["value"] for found in _COOKIE.finditer(value) if _name_of(found) not in spared
                    ]
                case "set-cookie":
                    found = _COOKIE.match(value)
                    values = [found["value"]] if found and _name_of(found) not in spared else []
                case "authorization" | "proxy-authorization":
                    values = [_SCHEME.sub("", value, count=1)]
                case _:
                    values = []
            yield from (text for text in values if _looks_random(text))


def _looks_random(text: str) -> bool:
    return len(text) >= 10 and any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


def _stars(text: str) -> str:
    # White space stays: it is layout, and a second masking then sees the same pieces.
    return re.sub(r"\S", "*", text)


def _name_of(found: re.Match[str]) -> str:
    return unquote_plus(found["name"]).strip().lower()


def _is_secret(name: str, spared: frozenset[str]) -> bool:
    plain = unquote_plus(name) if "%" in name or "+" in name else name
    return is_secret_name(plain) and plain.strip().lower() not in spared


def _mask_group(found: re.Match[str], group: str, spared: frozenset[str]) -> str:
    return _replaced(found, group) if _is_secret(found["name"], spared) else found[0]


def _replaced(found: re.Match[str], group: str) -> str:
    start, end = (place - found.start() for place in found.span(group))
    return found[0][:start] + _stars(found[group]) + found[0][end:]


def _mask_field(found: re.Match[str], spared: frozenset[str]) -> str:
    if not _is_secret(found["name"], spared):
        return found[0]
    if found["quoted"] is not None:
        return _replaced(found, "quoted")
    if found["sign"] == ":" and found["name"].lower().endswith("authorization"):
        return found[0]  # a header line, whose scheme stays
    return found[0] if found["bare"].lower() in _JSON_LITERALS else _replaced(found, "bare")


def _mask_input(tag: str, spared: frozenset[str]) -> str:
    attributes = {found["name"].lower(): found for found in _ATTRIBUTE.finditer(tag)}
    named, valued = attributes.get("name"), attributes.get("value") or attributes.get("content")
    kind = attributes.get("type")
    name = _attribute_value(named) if named else ""
    secret = _is_secret(name, spared) or (
        kind is not None and _attribute_value(kind).lower() == "password" and name.lower() not in spared
    )
    if not secret or valued is None:
        return tag
    group = next(group for group in "abc" if valued[group] is not None)
    start, end = valued.span(group)
    return tag[:start] + _stars(valued[group]) + tag[end:]


def _attribute_value(found: re.Match[str]) -> str:
    return found["a"] or found["b"] or found["c"] or ""


def _credentials(value: str) -> str:
    scheme = _SCHEME.match(value)
    kept = scheme[0] if scheme else ""
    return kept + _stars(value[len(kept) :])


def _cookies(value: str, spared: frozenset[str]) -> str:
    return _COOKIE.sub(
        lambda found: found[0] if _name_of(found) in spared else _replaced(found, "value"), value
    )


def _set_cookie(value: str, spared: frozenset[str]) -> str:
    pair, semicolon, attributes = value.partition(";")
    return _cookies(pair, spared) + semicolon + attributes


def _cookie_line(found: re.Match[str], spared: frozenset[str]) -> str:
    mask = _set_cookie if "set-" in found["head"].lower() else _cookies
    return mask(found["value"], spared)
