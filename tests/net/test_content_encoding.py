"""Bodies are decoded as far as they can be, and never past the limit."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.content_encoding import decode

TEXT = b"".join(b"line %d\n" % number for number in range(2000))


def raw_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-15)
    return compressor.compress(data) + compressor.flush()


@given(st.binary(max_size=500), st.integers(0, 600), st.sampled_from(["gzip", "x-GZIP", "deflate", "raw"]))
def test_what_was_compressed_comes_back_up_to_the_limit(data: bytes, limit: int, coding: str) -> None:
    if coding == "raw":
        packed, coding = raw_deflate(data), "deflate"
    else:
        packed = zlib.compress(data) if coding == "deflate" else gzip.compress(data)
    assert decode(packed, coding, limit) == (data[:limit], len(data) > limit)


def test_several_codings_are_undone_in_reverse() -> None:
    assert decode(gzip.compress(zlib.compress(b"x")), "deflate, gzip", 10) == (b"x", False)


def test_several_members_are_one_body_and_what_follows_them_is_ignored() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0junk", "gzip", 100) == (
        b"one two",
        False,
    )
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip", 5) == (b"one t", True)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_cut_off_or_damaged_gives_its_beginning(coding: str) -> None:
    packed = gzip.compress(TEXT) if coding == "gzip" else zlib.compress(TEXT)
    for broken in (packed[: len(packed) // 2], packed[: len(packed) // 2] + b"\xff" * 500):
        body, truncated = decode(broken, coding, 10**6)
        assert not truncated
        assert body.startswith(b"line 0\nline 1\n")
        assert len(body) > len(TEXT) // 4


def test_a_bomb_inside_a_bomb_stays_below_the_limit() -> None:
    bomb = gzip.compress(gzip.compress(bytes(20 * 2**20)))
    assert decode(bomb, "gzip, gzip", 1000) == (bytes(1000), True)
    assert len(decode(bomb, ", ".join(["gzip"] * 1000), 1000)[0]) <= 1000


def test_a_body_of_countless_members_is_not_worth_the_work() -> None:
    body, truncated = decode(gzip.compress(b"x") * 50_000, "gzip", 10**6)
    assert 1 <= len(body) < 50_000
    assert truncated


@pytest.mark.parametrize("coding", ["br", "zstd", "identity", "", "nonsense"])
def test_an_encoding_nobody_asked_for_is_left_as_it_is(coding: str) -> None:
    assert decode(b"hello", coding, 3) == (b"hel", True)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
@pytest.mark.parametrize("body", [b"<h1>Error</h1>", b"\x04", b"x", b"no", b""])
def test_a_plain_body_declared_as_compressed_is_still_read(coding: str, body: bytes) -> None:
    assert decode(body, coding, 100) == (body, False)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "gzip, deflate"]), st.integers(0, 50))
def test_no_bytes_break_it(body: bytes, coding: str, limit: int) -> None:
    assert len(decode(body, coding, limit)[0]) <= limit
    assert len(decode(b"\x1f\x8b\x08" + body, coding, limit)[0]) <= limit
