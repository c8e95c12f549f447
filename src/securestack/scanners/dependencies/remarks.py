"""What a dependency scan could not tell, as notices: never a pass in silence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from securestack.advisories.feeds import DISTRIBUTIONS, ECOSYSTEMS
from securestack.advisories.names import ecosystem_key
from securestack.advisories.store import Store
from securestack.core.events import Notice, NoticeLevel
from securestack.inventory.manifest import FileNotice
from securestack.scanners.dependencies.findings import Looked

_NAMED = 10
_STALE = datetime.timedelta(days=14)

HANDFUL = (
    "No advisories have been downloaded, so only the few that come with SecureStack were looked up; "
    "`securestack update` fetches all."
)


def of_file(notice: FileNotice) -> Notice:
    """Return what a person should know about a file."""
    where = f"{notice.path}:{notice.line}" if notice.line else notice.path or "The target"
    return Notice(f"{where}: {notice.message}", NoticeLevel.WARNING)


def unknown_versions(path: str, looked: Iterable[Looked]) -> Iterator[Notice]:
    """Name the packages whose version could not be looked up: apart those that have flaws in some version."""
    suspects: dict[str, None] = {}
    others: dict[str, None] = {}
    for package, result in looked:
        if result.unknown:
            wanted = package.version or package.requirement
            (suspects if result.advisories else others)[f"{package.name} {wanted}".strip()] = None
    if suspects:
        yield Notice(
            f"{path}: flaws are known in some versions of {_listed(list(suspects))}, but the file does not tell "
            "which exact version is used; lock it.",
            NoticeLevel.WARNING,
        )
    if others:
        yield Notice(
            f"{path}: it is unknown which versions of {_listed(list(others))} are used; nothing is known against any version."
        )


def unknown_ecosystems(counts: dict[str, int], store: Store) -> Iterator[Notice]:
    """Name the ecosystems of packages that the store knows no advisory of; a warning where a feed would tell more."""
    known = {name.partition(":")[0] for name in store.report().per_ecosystem}
    published = {*ECOSYSTEMS, *DISTRIBUTIONS}
    for ecosystem, count in sorted(counts.items()):
        plain = ecosystem_key(ecosystem).partition(":")[0]
        if plain in known:
            continue
        packages = f"{count:,} package{'s' if count != 1 else ''}"
        if plain in published:
            yield Notice(
                f"The advisory store knows nothing of {plain}, so {packages} could not be looked up.",
                NoticeLevel.WARNING,
            )
        else:
            yield Notice(
                f"No database we know publishes advisories for {plain or 'packages of other sources'}, so {packages} "
                "could not be looked up."
            )


def age(store: Store, now: datetime.datetime) -> Iterator[Notice]:
    """Say from when the advisories are; a warning where that is long ago."""
    try:
        built = datetime.datetime.fromisoformat(store.information().get("built", ""))
        old = now - built
    except (ValueError, TypeError):  # not told, or without a time zone
        return
    if old > _STALE:
        yield Notice(
            f"The advisories are {old.days} days old; `securestack update` fetches newer ones.",
            NoticeLevel.WARNING,
        )
    else:
        yield Notice(f"The advisories are of {built:%Y-%m-%d %H:%M} UTC.")


def _listed(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED:,} more"
    return ", ".join(names)
