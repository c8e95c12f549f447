"""Request templates: every value can be replaced, and nothing else changes."""

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.location import Position
from securestack.probing.insertion import (
    Field,
    FormBody,
    JsonBody,
    MultipartBody,
    RequestTemplate,
    TextBody,
)
from securestack.probing.json_pointer import json_leaves, replace_leaf

json_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
    max_leaves=12,
)


def test_a_url_is_taken_apart_and_put_together() -> None:
    template = RequestTemplate.from_url("http://shop.test:8000/items/42/view?q=tea%20cup&empty=&q=2")
    assert template.url == "http://shop.test:8000/items/42/view?q=tea%20cup&empty=&q=2"
    assert [(p.position, p.name, p.value) for p in template.points()] == [
        (Position.QUERY, "q", "tea cup"),
        (Position.QUERY, "empty", ""),
        (Position.QUERY, "q", "2"),
        (Position.PATH, "1", "items"),
        (Position.PATH, "2", "42"),
        (Position.PATH, "3", "view"),
    ]


def test_only_the_chosen_occurrence_of_a_repeated_name_changes() -> None:
    template = RequestTemplate.from_url("http://shop.test/?q=1&q=2")
    second = list(template.points())[1]
    assert template.with_value(second, "a&b").url == "http://shop.test/?q=1&q=a%26b"


def test_an_encoded_value_goes_out_as_it_is() -> None:
    template = RequestTemplate.from_url("http://shop.test/a/b?q=1")
    query, *_, last = template.points()
    assert template.with_value(query, "%0d%0aX", encoded=True).url == "http://shop.test/a/b?q=%0d%0aX"
    assert template.with_value(last, "..%2f..%2f", encoded=True).url == "http://shop.test/a/..%2f..%2f?q=1"


def test_bodies_of_every_kind_take_a_value() -> None:
    fields = (Field("name", "Ann"), Field("photo", "PNG", "cat.png", "image/png"))
    form = RequestTemplate.from_url("http://shop.test/", "POST", FormBody(fields[:1]))
    multipart = RequestTemplate.from_url("http://shop.test/", "POST", MultipartBody(fields))
    document = RequestTemplate.from_url("http://shop.test/", "POST", JsonBody({"a": [1, {"b/c": "x"}]}))
    xml = RequestTemplate.from_url("http://shop.test/", "POST", TextBody("<a/>", "application/xml"))

    assert form.with_value(next(form.points()), "<é>").build().body == b"name=%3C%C3%A9%3E"
    file_name = next(p for p in multipart.points() if p.position is Position.FILE_NAME)
    sent = multipart.with_value(file_name, 'x".php').build()
    assert b'filename="x%22.php"' in sent.body
    assert b"\r\n\r\nPNG\r\n" in sent.body
    leaf = next(p for p in document.points() if p.name == "/a/1/b~1c")
    assert json.loads(document.with_value(leaf, "y").build().body) == {"a": [1, {"b/c": "y"}]}
    assert xml.with_value(next(xml.points()), "<b/>").build().body == b"<b/>"


def test_a_header_value_cannot_break_the_request() -> None:
    template = RequestTemplate.from_url("http://shop.test/")
    template = msgspec.structs.replace(template, headers=(Field("X-Name", "a"),))
    point = next(p for p in template.points() if p.position is Position.HEADER)
    assert template.with_value(point, "a\r\nInjected: 1").build().header("x-name") == "a%0D%0AInjected: 1"


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=6))
def test_any_query_survives_a_round_trip(pairs: list[tuple[str, str]]) -> None:
    template = RequestTemplate.from_url("http://shop.test/")
    template = msgspec.structs.replace(template, query=tuple(Field(n, v) for n, v in pairs))
    assert RequestTemplate.from_url(template.url).query == template.query


@given(json_documents)
def test_every_json_leaf_can_be_replaced(document: object) -> None:
    for pointer, _ in json_leaves(document):
        assert dict(json_leaves(replace_leaf(document, pointer, "new")))[pointer] == "new"


def test_a_template_survives_json() -> None:
    template = RequestTemplate.from_url("http://shop.test/?q=1", "POST", FormBody((Field("a", "b"),)))
    changed = template.with_value(next(template.points()), "%00", encoded=True)
    assert msgspec.convert(msgspec.to_builtins(changed), RequestTemplate).url == "http://shop.test/?q=%00"
