"""What belongs to people who were given stays as it was."""

from __future__ import annotations

import asyncio
import copy

from securestack.scanners.api.options import ApiUser
from tests.scanners.api.front_door import scan, told
from tests.targets.gallery import serve
from tests.targets.library import FLAWS, Library, application, description_text

NAMES = ("mina", "jonas")
PASSWORD = "a-password-of-some-length-4"
USERS = tuple(ApiUser(name=name, password=PASSWORD) for name in NAMES)


def library(*flaws: str) -> Library:
    made = Library(flaws)
    for name in NAMES:
        made.add_member(name, f"{name}@library.example", PASSWORD)
    for number, member in enumerate(list(made.members.values())[1:]):
        made.notes[6000 + number] = {
            "id": 6000 + number,
            "title": f"what {member['username']} keeps",
            "text": f"private thoughts of {member['username']}",
            "owner": member["id"],
        }
    return made


def test_accounts_and_things_that_were_there_before_are_as_they_were() -> None:
    place = library(*FLAWS)
    members, notes = copy.deepcopy(place.members), copy.deepcopy(place.notes)

    async def go() -> set[tuple[str, str]]:
        async with serve(application(place)) as address:
            options = {"document": description_text(), "url": address, "users": USERS}
            return told(await scan("library", register=False, **options))

    found = asyncio.run(go())
    assert place.members == members
    assert place.notes == notes
    assert FLAWS["notes-read"] in found
    assert FLAWS["notes-changed"] in found
    assert FLAWS["notes-deleted"] in found
    assert FLAWS["title-in-statement"] in found
    assert not any(rule == "api.account-takeover" for rule, _ in found)
