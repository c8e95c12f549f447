from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securestack.core.evidence import RequestRecord
from securestack.reports.curl import curl_command, quote_argument

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def test_a_plain_request_reads_well() -> None:
    request = RequestRecord(
        "GET", "http://127.0.0.1/a?q=1&r=2", (("Cookie", "sid=***"), ("Content-Length", "0"))
    )
    assert curl_command(request) == (
        "curl --include --globoff --path-as-is --url 'http://127.0.0.1/a?q=1&r=2' --header 'Cookie: sid=***'"
    )


def test_a_body_is_sent_as_it_is_and_no_content_type_is_added() -> None:
    command = shlex.split(curl_command(RequestRecord("POST", "http://127.0.0.1/", (), "@/etc/passwd")))
    assert command[-2:] == ["--data-raw", "@/etc/passwd"]
    assert "Content-Type:" in command
    assert "--request" not in command


def test_other_methods_are_named() -> None:
    assert "--request PUT" in curl_command(RequestRecord("PUT", "http://127.0.0.1/", (), "x"))
    assert "--head " in curl_command(RequestRecord("HEAD", "http://127.0.0.1/"))


def test_an_address_that_looks_like_an_option_stays_an_address() -> None:
    words = shlex.split(curl_command(RequestRecord("GET", "-o/tmp/x")))
    assert words[words.index("--url") + 1] == "-o/tmp/x"


def test_a_header_cannot_name_a_file_nor_smuggle_another_header() -> None:
    words = shlex.split(
        curl_command(RequestRecord("GET", "http://a/", (("@/etc/passwd", "x"), ("A", "b\r\nC: d"))))
    )
    assert [word for word in words if "passwd" in word] == []
    assert "A: b  C: d" in words


def test_a_body_with_a_nul_goes_through_a_pipe() -> None:
    command = curl_command(RequestRecord("POST", "http://a/", (), "a\0b\\c"))
    assert command.startswith("printf '%b' 'a\\0000b\\\\c' | curl ")
    assert command.endswith("--data-binary @-")


@given(PRINTABLE, PRINTABLE, PRINTABLE)
def test_a_posix_shell_gives_curl_what_was_recorded(path: str, value: str, body: str) -> None:
    url = f"http://127.0.0.1/{path}"
    words = shlex.split(curl_command(RequestRecord("POST", url, (("X-Value", f"v{value}"),), body)))
    assert words[0] == "curl"
    assert words[words.index("--url") + 1] == url
    assert f"X-Value: v{value}" in words
    if body:
        assert words[words.index("--data-raw") + 1] == body


@given(ANYTHING)
def test_a_pasted_argument_holds_nothing_that_drives_the_terminal(text: str) -> None:
    assert all(letter.isprintable() for letter in quote_argument(text))


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@settings(max_examples=1)
@given(st.lists(ANYTHING, min_size=300, max_size=300))
def test_bash_reads_every_argument_back(texts: list[str]) -> None:
    # One shell for all: a process for each would cost more than it proves.
    script = "printf '%s\\0' " + " ".join(quote_argument(text) for text in texts)
    read = subprocess.run(["bash", "-c", script], capture_output=True, check=True).stdout
    assert read.decode().split("\0")[:-1] == texts
