"""Which fields of a form take the user name and the password."""

import pytest

from securestack.scanners.web.crawl.credentials import credential_fields
from securestack.scanners.web.crawl.form_values import Control


def control(text: str) -> Control:
    """Return a control written as `kind name autocomplete`."""
    kind, name, autocomplete = (*text.split(), "", "")[:3]
    return Control(name=name, kind=kind, autocomplete=autocomplete)


@pytest.mark.parametrize(
    ("controls", "username", "passwords"),
    [
        (["text user", "password pass"], "user", ("pass",)),
        (["hidden user_id", "email a", "password b"], "a", ("b",)),
        (["text shop", "text x username", "password b current-password"], "x", ("b",)),
        (["text code", "text k", "password b"], "k", ("b",)),  # nothing but its place tells
        (["password b", "text code", "text loginName"], "loginName", ("b",)),
        (["tel phone", "password pin"], "phone", ("pin",)),
        (["text user", "password new", "password again"], "user", ("new", "again")),
        (["text username", "text passwd"], "username", ("passwd",)),  # a page that shows what is typed
        (["password b"], "", ("b",)),
        (["checkbox remember", "password b"], "", ("b",)),
        (["text q"], "", ()),
        (["text passage", "text compass"], "", ()),
        (["text", "password"], "", ()),  # without names nothing is sent
    ],
)
def test_credential_fields(controls: list[str], username: str, passwords: tuple[str, ...]) -> None:
    assert credential_fields([control(text) for text in controls]) == (username, passwords)
