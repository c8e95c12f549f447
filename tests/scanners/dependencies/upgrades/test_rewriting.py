from __future__ import annotations

import contextlib
import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.inventory.manifest import UnreadableFile
from securestack.scanners.dependencies.upgrades import package_json, pyproject, requirements_file
from securestack.scanners.dependencies.upgrades.wishes import CannotEdit, Wish

REQUIREMENTS = """\
# what the shop needs
-r base.txt
Jinja2[i18n] ==2.10 ; python_version > "3.8"  # templates
requests>=2.0 # http
flask
urllib3==1.24 \\
    --hash=sha256:aa
idna==2.0 --hash=sha256:bb
tool @ https://a.example/tool.zip
"""


def by_name(wishes: list[Wish]) -> dict[str, Wish]:
    return {wish.name: wish for wish in wishes}


def test_a_requirements_file_is_rewritten_in_its_lines_only() -> None:
    wishes = by_name(requirements_file.read_wishes(REQUIREMENTS.encode(), "r.txt"))
    assert {name: (wish.line, wish.wanted) for name, wish in wishes.items()} == {
        "jinja2": (3, "==2.10"),
        "requests": (4, ">=2.0"),
        "flask": (5, ""),
        "urllib3": (6, "==1.24"),
        "idna": (8, "==2.0"),
        "tool": (9, ""),
    }
    assert {name for name, wish in wishes.items() if wish.obstacle} == {"urllib3", "idna", "tool"}
    changes = {wishes["jinja2"]: "==3.1", wishes["requests"]: ">=2.3", wishes["flask"]: ">=1"}
    changed = requirements_file.rewrite(REQUIREMENTS.encode(), changes).decode()
    lines = zip(REQUIREMENTS.splitlines(), changed.splitlines(), strict=True)
    assert [new for old, new in lines if old != new] == [
        'Jinja2[i18n] ==3.1 ; python_version > "3.8"  # templates',
        "requests>=2.3 # http",
        "flask>=1",
    ]


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    source = "\ufeffa==1\r\nb # later\r\n".encode()
    wishes = by_name(requirements_file.read_wishes(source, "r.txt"))
    changed = requirements_file.rewrite(source, {wishes["a"]: "==2", wishes["b"]: ">=3"})
    assert changed == "\ufeffa==2\r\nb >=3 # later\r\n".encode()


def test_a_package_json_is_rewritten_where_the_name_stands() -> None:
    source = (
        b'{"name": "x", "config": {"a": "^1.0.0"},\n'
        b' "dependencies": {"a": "^1.0.0", "b": "npm:real@^1.0.0", "c": "file:../c"},\n'
        b' "devDependencies": {"a2": "^1.0.0"}, "peerDependencies": {"a": "^1.0.0"}}'
    )
    wishes = by_name(package_json.read_wishes(source, "package.json"))
    assert set(wishes) == {"a", "real", "c", "a2"}
    assert wishes["c"].obstacle
    changed = package_json.rewrite(source, {wishes["a"]: "^1.2.0", wishes["real"]: "^2.0.0"})
    document = json.loads(changed)
    assert document["dependencies"] == {"a": "^1.2.0", "b": "npm:real@^2.0.0", "c": "file:../c"}
    assert document["config"] == document["peerDependencies"] == {"a": "^1.0.0"}
    assert changed.count(b"\n") == 2


PYPROJECT = """\
[project]
keywords = ["a==1.0"]
dependencies = ["a==1.0", 'b[x] >= 1 ; python_version > "3"', "c @ https://a.example/c.zip"]
[project.optional-dependencies]
more = ["a==1.0"] # again
[dependency-groups]
test = ["d~=1.0", {include-group = "more"}]
[tool.poetry.dependencies]
python = "^3.9"
E = "^1.0"
f = {version = "^1.0", optional = true}
g = [{version = "1"}, {version = "2"}]
"""


def test_a_pyproject_is_rewritten_in_every_form() -> None:
    wishes = pyproject.read_wishes(PYPROJECT.encode(), "pyproject.toml")
    named = {(wish.name, wish.place[1]): wish for wish in wishes}
    assert {wish.name for wish in wishes if wish.obstacle} == {"c", "g"}
    assert named["a", "optional-dependencies"].line == 2  # the first line with its text
    changes = {
        named["a", "dependencies"]: "==2.0",
        named["b", "dependencies"]: ">= 2",
        named["e", "poetry"]: "^2.0",
        named["f", "poetry"]: "^3.0",
    }
    document = tomllib.loads(pyproject.rewrite(PYPROJECT.encode(), changes).decode())
    assert document["project"]["dependencies"][:2] == ["a==2.0", 'b[x] >= 2 ; python_version > "3"']
    assert (
        document["project"]["keywords"] == document["project"]["optional-dependencies"]["more"] == ["a==1.0"]
    )
    poetry = document["tool"]["poetry"]["dependencies"]
    assert (poetry["E"], poetry["f"]["version"], poetry["python"]) == ("^2.0", "^3.0", "^3.9")


def test_what_cannot_be_told_apart_is_left_alone() -> None:
    source = b'{"dependencies": {"a": "\\u005e1.0.0"}}'
    (wish,) = package_json.read_wishes(source, "package.json")
    with pytest.raises(CannotEdit):
        package_json.rewrite(source, {wish: "^2.0.0"})
    escaped = b'[project]\ndependencies = ["a\\u003d=1.0"]\n'
    (wish,) = pyproject.read_wishes(escaped, "pyproject.toml")
    with pytest.raises(CannotEdit):
        pyproject.rewrite(escaped, {wish: "==2"})
    with pytest.raises(CannotEdit):
        requirements_file.rewrite(b"b==1\n", {Wish(path="r", name="a", wanted="==1", line=1): "==2"})


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(source: bytes) -> None:
    requirements_file.read_wishes(source, "requirements.txt")
    for read in (package_json.read_wishes, pyproject.read_wishes):
        with contextlib.suppress(UnreadableFile):
            read(source, "x")
