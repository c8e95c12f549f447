"""Every reader on broken files: it gives a manifest or its own notice, never anything else, and always ends."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from securestack.inventory.catalogue import FORMATS, Format, format_of, formats_of, read_manifest
from securestack.inventory.manifest import Manifest
from securestack.inventory.purl import Purl
from tests.inventory.reading import DATA, Files


def _samples() -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for file in sorted(DATA.rglob("*")):
        path = file.relative_to(DATA).as_posix()
        known = format_of(path, file.read_bytes()) if file.is_file() and formats_of(path) else None
        if known is not None:
            found.setdefault(known.kind, []).append(file.read_bytes())
    return found


SAMPLES = _samples()
fewer = settings(max_examples=settings().max_examples // 4)  # there are many readers
SNIPPETS = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\n", b"\r\n", b"\t", b'"', b"'", b"\\", b"{", b"}", b"[", b"]", b"(", b")",
    b":", b",", b"=", b"@", b"/", b"#", b"-", b"- ", b"<", b">", b"&a", b"*a", b"null", b"1e999", b"99999999999999999999",
    b"[[package]]", b"${a}", b"$(a)", b"../../..", b"\xc2\x85", b"\xe2\x80\xae",
]  # fmt: skip


@st.composite
def broken(draw: DrawFn, samples: list[bytes]) -> bytes:
    """A sample with pieces cut out, doubled, swapped or put in."""
    source = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(source)))
        to = min(len(source), at + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(["cut", "double", "put", "rest"]))
        if what == "cut":
            source = source[:at] + source[to:]
        elif what == "double":
            source = source[:to] + source[at:]
        elif what == "put":
            source = source[:at] + draw(st.sampled_from(SNIPPETS)) + source[at:]
        else:
            source = source[:at]
    return source


def test_every_format_has_a_sample() -> None:
    assert {known.kind for known in FORMATS} == set(SAMPLES)


def check(known: Format, source: bytes) -> None:
    files = Files(dict.fromkeys(("pom.xml", "package.json", "go.sum", "requirements.txt", "Gemfile"), source))
    manifest = read_manifest(known, source, "folder/file", files)
    assert isinstance(manifest, Manifest)
    for package in manifest.packages:
        purl = Purl.parse(package.purl)
        assert str(purl) == package.purl
        assert package.name
        assert set(package.dependencies) <= {other.purl for other in manifest.packages}
    assert all(notice.message and notice.line >= 0 for notice in manifest.notices)


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.kind)
@fewer
@given(data=st.data())
def test_broken_files_give_notices(known: Format, data: st.DataObject) -> None:
    check(known, data.draw(broken(SAMPLES[known.kind])))


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.kind)
@fewer
@given(source=st.binary(max_size=200))
def test_any_bytes_give_a_manifest(known: Format, source: bytes) -> None:
    check(known, source)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", [p.relative_to(DATA).as_posix() for p in sorted(DATA.rglob("*.json"))])
@fewer
@given(data=st.data())
def test_values_of_the_wrong_kind_are_passed_over(name: str, data: st.DataObject) -> None:
    source = (DATA / name).read_bytes()
    known = format_of(name, source)
    if known is None:
        return
    document = json.loads("{}") if name.endswith("vcpkg.json") else json.loads(source)
    _replace_somewhere(document, data)
    check(known, json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))


def _replace_somewhere(document: object, data: st.DataObject) -> None:
    """Put any value in the place of one inside the document."""
    while isinstance(document, dict | list) and document:
        keys = sorted(document) if isinstance(document, dict) else list(range(len(document)))
        key = data.draw(st.sampled_from(keys))
        inner = document[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            document[key] = data.draw(json_values)
            return
        document = inner
