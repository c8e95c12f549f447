"""Known files are known by their text, and only where the ordinary answer does not show it."""

import pytest

from securestack.net.message import Response
from securestack.probing.known_files import PASSWD, WEB_XML, WIN_INI, KnownFile, read_file
from tests.targets.jail import FILES

NOTHING = Response(200, body=b"<p>Hello</p>")


def answer(text: str) -> Response:
    return Response(200, body=text.encode())


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (FILES["etc/passwd"], PASSWD),
        ("<pre>root:!:0:0::/:/usr/bin/ksh</pre>", PASSWD),
        ('{"text": "root:x:0:0:Super User:/root:/bin/bash\\\\nbin:x:1:1"}', PASSWD),
        (FILES["windows/win.ini"], WIN_INI),
        (FILES["srv/app/WEB-INF/web.xml"], WEB_XML),
        ("&lt;web-app version=&quot;3&quot;&gt;&lt;servlet&gt;&lt;/servlet&gt;", WEB_XML),
    ],
)
def test_contents(text: str, known: KnownFile) -> None:
    found = read_file(answer(text), NOTHING)
    assert found is not None
    assert found[0] is known
    assert read_file(answer(text), answer(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "/etc/passwd",
        "root:x:0",
        "the time is 10:0:0:",
        "[fonts] and [extensions]",
        "see WEB-INF/web.xml and its <web-app> element",
        "",
    ],
)
def test_talk_about_files_is_no_file(text: str) -> None:
    assert read_file(answer(text), NOTHING) is None
