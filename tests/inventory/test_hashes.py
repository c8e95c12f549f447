"""Checksums in one form."""

from securestack.inventory.hashes import from_base64, from_hexadecimal, from_integrity


def test_bare_digests_are_known_by_their_length() -> None:
    assert from_hexadecimal("AB" * 20) == ("sha1:" + "ab" * 20,)
    assert from_hexadecimal("sha256:" + "00" * 32) == ("sha256:" + "00" * 32,)
    assert from_hexadecimal("SHA-256:" + "00" * 32) == ("sha256:" + "00" * 32,)
    assert from_hexadecimal("ab" * 20, "gittree") == ("gittree:" + "ab" * 20,)


def test_integrity_values_may_hold_several() -> None:
    assert from_integrity("sha1-AAEC sha512-AwQF?x") == ("sha1:000102", "sha512:030405")


def test_what_is_no_digest_gives_nothing() -> None:
    assert from_hexadecimal("xyz") == from_hexadecimal("") == from_hexadecimal("ab") == ()
    assert from_base64("*", "sha1") == from_integrity("sha512 x-AAEC") == ()
