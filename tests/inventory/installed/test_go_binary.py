"""Go programs tell their modules, and broken ones nothing."""

from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.installed import go_binary
from tests.inventory.installed.programs import go_program
from tests.inventory.reading import told


def test_modules_replacements_and_the_standard_library() -> None:
    manifest = go_binary.read(go_program(), "bin/shop")
    assert manifest is not None
    assert told(manifest) == {
        "golang/example.com/new@v1.1.0": "0 production",
        "golang/github.com/gorilla/mux@v1.8.1": "0 production",
        "golang/shop.example/shop": (
            "0 production -> example.com/new@v1.1.0, github.com/gorilla/mux@v1.8.1, stdlib@1.22.5"
        ),
        "golang/stdlib@1.22.5": "0 production",
    }


def test_an_older_program_is_told_of() -> None:
    old = go_program().replace(bytes([8, 2]) + bytes(16), bytes([8, 0]) + bytes(16))
    manifest = go_binary.read(old, "bin/shop")
    assert manifest is not None
    assert [notice.path for notice in manifest.notices] == ["bin/shop"]


def test_other_programs_are_none() -> None:
    assert go_binary.read(b"\x7fELF" + bytes(200), "bin/ls") is None
    assert go_binary.read(b"the words \xff Go buildinf: in a text", "bin/ls") is None


@given(st.integers(0, 400), st.binary(max_size=20))
def test_broken_programs_do_no_harm(at: int, noise: bytes) -> None:
    program = go_program()
    go_binary.read(program[:at] + noise + program[at + len(noise) :], "bin/shop")
    go_binary.read(program[:at], "bin/shop")
