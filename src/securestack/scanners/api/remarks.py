"""The account of an API scan for people: per operation, what was asked and what was not, and why."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.events import Notice, NoticeLevel
from securestack.scanners.api.api import Api
from securestack.scanners.api.cleaning import what_is_left

_EXAMPLES = 12  # operations named in one sentence


def closing_remarks(api: Api) -> Iterator[Notice]:
    """Yield a sentence for each reason for which operations were not tested, or only refused us."""
    asked = [operation.id for operation in api.operations if operation.id in api.statuses]
    worked = [id for id in asked if any(200 <= status < 400 for status in api.statuses[id])]
    total = len(api.operations)
    yield Notice(
        f"{len(asked):,} of {total:,} operations were asked, {len(worked):,} of them did what they are for."
    )
    for sentence in _untested(api):
        yield Notice(sentence, NoticeLevel.WARNING)
    if left := what_is_left(api):
        yield Notice(left, NoticeLevel.WARNING)


def _untested(api: Api) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for operation in api.operations:
        if operation.id in api.left_out:
            reason = f"left out, as {api.left_out[operation.id]} (allow it with --allow-destructive)"
        elif operation.id not in api.statuses:
            reason = "not asked" + (f": {told}" if (told := api.unasked.get(operation.id)) else "")
        elif not any(status < 400 for status in api.statuses[operation.id]):
            most = api.statuses[operation.id].most_common(1)[0][0]
            reason = f"asked, but never with success (mostly {most}), so what lies behind was not tested"
        elif operation.id in api.unasked:
            reason = f"tested in part: {api.unasked[operation.id]}"
        else:
            continue
        reasons.setdefault(reason, []).append(operation.id)
    for reason, operations in reasons.items():
        shown = ", ".join(operations[:_EXAMPLES])
        more = f" and {len(operations) - _EXAMPLES:,} more" if len(operations) > _EXAMPLES else ""
        yield f"{shown}{more}: {reason}."


def _one_page(api: Api) -> str:
    """Return a sentence where every answer was the one that addresses which do not exist get."""
    assert api.catch_all is not None
    same = api.catch_all.response.body
    if any(exchange.response.body != same for exchange in api.seen.values()):
        return ""
    kind = api.catch_all.response.media_type or "the same text"
    return (
        f"{api.base} gave the same answer ({kind}) to every operation and to addresses that do not exist; that is hardly "
        "the API. Give its base address with --url."
    )


def nothing_seen(api: Api) -> str:
    """Return why a scan saw nothing worth the name, as a sentence, or an empty string where it saw something."""
    if not api.operations:
        return f"{api.options.description} names no operation that could be asked."
    if api.catch_all is not None and (reason := _one_page(api)):
        return reason
    statuses = [status for counter in api.statuses.values() for status in counter.elements()]
    if any(200 <= status < 300 for status in statuses):
        return ""
    if not statuses:
        return f"No operation of {api.base} could be asked; see the notices."
    most = max(set(statuses), key=statuses.count)
    if most in (401, 403):
        return (
            f"{api.base} answered {most} to everything: it wants to know who asks. Give users with --user NAME:VAR, or a "
            "token with --header."
        )
    if most == 404:
        return (
            f"{api.base} answered 404 to everything; check the base address, and give another one with --url."
        )
    return f"{api.base} answered {most} to everything; check that the API works and that --url is right."
