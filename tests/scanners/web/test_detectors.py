"""What the detectors take for evidence, and that no text makes them raise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Response
from securestack.probing.error_signatures import SIGNATURES, shown_error
from securestack.scanners.web.directory_index import listing_marker
from securestack.scanners.web.ds_store import MAGIC, file_names
from securestack.scanners.web.masking import masked
from securestack.scanners.web.page_traits import is_loopback, travels_in_the_open
from securestack.scanners.web.secret_patterns import (
    PATTERNS,
    entropy,
    has_github_checksum,
    is_json_web_token,
    secrets_in,
)
from securestack.scanners.web.source_signatures import source_file
from tests.targets.pages.passive_secrets import GITHUB, NPM, TOKEN, checked_token

_PIECES = st.sampled_from(
    [pattern.needle for pattern in PATTERNS]
    + [signature.needle for signature in SIGNATURES]
    + [
        b"<?php $a",
        b"<%@ page ",
        b"https://a:bcdef@",
        b"secret='",
        b"<title>Index of /",
        b"<a href=",
        b"\n",
        b"/a.java:1",
    ]
)


@given(st.lists(_PIECES | st.binary(max_size=20), max_size=30).map(b"".join))
def test_no_body_raises(body: bytes) -> None:
    response = Response(200, [("Content-Type", "text/html")], body)
    shown_error(response)
    source_file(response)
    listing_marker(response)
    list(secrets_in(body, lambda: response.text))
    file_names(MAGIC + body)


def test_checksums() -> None:
    assert has_github_checksum(GITHUB)
    assert has_github_checksum(NPM)
    assert not has_github_checksum(GITHUB[:-1] + ("0" if GITHUB[-1] != "0" else "1"))


@given(st.text("abcXYZ0189", min_size=30, max_size=30), st.integers(0, 29))
def test_a_checksum_notices_any_changed_character(body: str, place: int) -> None:
    token = checked_token("ghp_", body)
    changed = "Q" + token[5:] if place == 0 else token[: 4 + place] + "Q" + token[5 + place :]
    assert has_github_checksum(token)
    if place:
        assert not has_github_checksum(changed)


def test_tokens() -> None:
    assert is_json_web_token(TOKEN)
    assert not is_json_web_token("eyJh.eyJi.c")
    assert not is_json_web_token("é.é.é")


def test_entropy_and_masking() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("abcd") == 2
    assert masked("0123456789abcdef0123456789abcdef") == "012345…(32 characters)"
    assert masked("tulip") == "t…(5 characters)"


@given(st.text(min_size=1))
def test_a_mask_hides_three_quarters(secret: str) -> None:
    assert len(masked(secret).partition("…")[0]) <= max(1, len(secret) // 4) or "…" in secret


@pytest.mark.parametrize(
    ("url", "open_"),
    [
        ("http://shop.example/", True),
        ("http://192.168.1.5/", True),
        ("https://shop.example/", False),
        ("http://127.0.0.1:8080/", False),
        ("http://localhost/", False),
        ("http://app.localhost/", False),
        ("http://[::1]/", False),
        ("http://localhost.shop.example/", True),
        ("mailto:ann@shop.example", False),
    ],
)
def test_what_travels_in_the_open(url: str, open_: bool) -> None:
    assert travels_in_the_open(url) is open_


@given(st.text())
def test_no_address_raises(url: str) -> None:
    is_loopback(url)


@given(st.lists(st.text("abc.-_Zé", min_size=1, max_size=30), unique=True, max_size=6))
def test_finder_names_are_read_again(names: list[str]) -> None:
    records = b"".join(
        len(name).to_bytes(4, "big") + name.encode("utf-16-be") + b"Ilocblob\x00\x00\x00\x10" + b"\xff" * 16
        for name in names
    )
    assert file_names(MAGIC + b"\xff" * 16 + records + b"\xff" * 8) == [name for name in names if name != "."]
    assert file_names(b"PK" + records) == []
