"""Rust programs built with cargo-auditable tell their crates, and broken ones nothing."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.installed import rust_binary
from tests.inventory.installed.programs import rust_program
from tests.inventory.reading import told


def test_crates_with_edges_and_what_only_built_them() -> None:
    manifest = rust_binary.read(rust_program(), "bin/shop")
    assert manifest is not None
    assert told(manifest) == {
        "cargo/cc@1.0.99": "0 development",
        "cargo/libc@0.2.155": "0 production",
        "cargo/shop@0.1.0": "0 production -> cc@1.0.99, libc@0.2.155",
    }


def test_a_broken_or_enormous_list_is_told_of() -> None:
    for body in (b"no zlib", zlib.compress(b"no json"), zlib.compress(bytes(40 * 1024 * 1024), 9)):
        manifest = rust_binary.read(rust_program(body), "bin/shop")
        assert manifest is not None
        assert not manifest.packages
        assert manifest.notices


def test_other_programs_are_none() -> None:
    assert rust_binary.read(b"\x7fELF" + bytes(200), "bin/ls") is None
    assert rust_binary.read(b"the word .dep-v0 in a text", "bin/ls") is None


@given(st.integers(0, 500), st.binary(max_size=20))
def test_broken_programs_do_no_harm(at: int, noise: bytes) -> None:
    program = rust_program()
    rust_binary.read(program[:at] + noise + program[at + len(noise) :], "bin/shop")
    rust_binary.read(program[:at] + b".dep-v0", "bin/shop")
    rust_binary.read(b"MZ" + program[2:at] + b".dep-v0", "bin/shop.exe")
    rust_binary.read(b"\xcf\xfa\xed\xfe" + program[4:], "bin/shop")
