"""Which places of which requests are asked, in which profile."""

import pytest

from securestack.core.location import Position
from securestack.probing.insertion import Field, FormBody, JsonBody, MultipartBody, RequestTemplate, TextBody
from securestack.probing.needs import Profile
from securestack.probing.selection import PointSelector, shape_of

ORIGIN = "http://shop.example"


def url(path: str) -> RequestTemplate:
    return RequestTemplate.from_url(ORIGIN + path)


def names(selector: PointSelector, template: RequestTemplate, *leave_out: str) -> list[str]:
    return [point.name for point in selector.choose(template, leave_out)]


EVERYTHING = RequestTemplate(
    method="POST",
    origin=ORIGIN,
    path="/item/17/photo",
    headers=(Field("Referer", "/"),),
    cookies=(Field("lang", "en"),),
    body=MultipartBody((Field("title", "Tea"), Field("photo", "x", "tea.png", "image/png"))),
)


@pytest.mark.parametrize(
    ("profile", "positions"),
    [
        (Profile.QUICK, {Position.BODY}),
        (Profile.STANDARD, {Position.BODY, Position.FILE_NAME, Position.PATH, Position.COOKIE}),
        (
            Profile.DEEP,
            {Position.BODY, Position.FILE_NAME, Position.PATH, Position.COOKIE, Position.HEADER},
        ),
    ],
)
def test_a_profile_decides_which_kinds_are_asked(profile: Profile, positions: set[Position]) -> None:
    assert {point.position for point in PointSelector(profile).choose(EVERYTHING)} == positions


@pytest.mark.parametrize("profile", Profile)
def test_query_json_and_xml_are_asked_in_every_profile(profile: Profile) -> None:
    selector = PointSelector(profile)
    assert names(selector, url("/?q=tea")) == ["q"]
    json = RequestTemplate(
        method="POST", origin=ORIGIN, path="/api", body=JsonBody({"a": 1, "b": {"c": None}})
    )
    assert [n for n in names(selector, json) if n.startswith("/")] == ["/a", "/b/c"]
    xml = RequestTemplate(method="POST", origin=ORIGIN, path="/xml", body=TextBody("<a/>", "text/xml"))
    assert Position.XML in {point.position for point in selector.choose(xml)}


def test_the_same_point_with_another_value_is_asked_once() -> None:
    selector = PointSelector(Profile.STANDARD)
    assert names(selector, url("/item?id=1")) == ["id"]
    assert names(selector, url("/item?id=2")) == []
    assert names(selector, url("/other?id=2")) == ["id"]
    assert names(selector, url("/item?id=2&page=1")) == ["id", "page"]


def test_a_word_that_routes_makes_another_page_until_there_are_too_many() -> None:
    selector = PointSelector(Profile.STANDARD)
    assert names(selector, url("/do?action=view&id=1")) == ["action", "id"]
    assert names(selector, url("/do?action=edit&id=1")) == ["id"]
    words = ("add", "list", "find", "sort", "move", "copy", "swap")
    asked = [word for word in words if names(selector, url(f"/do?action={word}&id=1"))]
    assert asked == ["add", "list", "find", "sort"]


def test_a_routing_word_of_a_json_body_counts_too() -> None:
    selector = PointSelector(Profile.STANDARD)
    for action in ("view", "edit"):
        body = JsonBody({"action": action, "id": 1})
        template = RequestTemplate(method="POST", origin=ORIGIN, path="/api", body=body)
        assert "/id" in names(selector, template)


def test_of_a_repeated_name_the_first_and_the_last_are_asked() -> None:
    points = list(PointSelector(Profile.STANDARD).choose(url("/?id=1&id=2&id=3")))
    assert [(point.name, point.index) for point in points] == [("id", 0), ("id", 2)]


def test_of_an_array_one_element_is_asked() -> None:
    body = JsonBody({"items": [{"id": 1}, {"id": 2}], "ids": [1, 2]})
    template = RequestTemplate(method="POST", origin=ORIGIN, path="/api", body=body)
    assert names(PointSelector(Profile.STANDARD), template) == ["/items/0/id", "/ids/0"]


def test_path_segments_are_asked_where_they_look_like_values() -> None:
    standard = PointSelector(Profile.STANDARD)
    assert names(standard, url("/item/17/view")) == ["2"]
    assert names(standard, url("/item/18/view")) == []
    assert names(standard, url("/about/us")) == []
    assert names(standard, url("/item/19/view?tab=a")) == ["tab"]
    assert names(PointSelector(Profile.DEEP), url("/about/us")) == ["1", "2"]


def test_cookies_and_headers_are_asked_once_in_a_directory() -> None:
    selector = PointSelector(Profile.DEEP)
    for path, expected in (("/a/x", ["lang", "Referer"]), ("/a/y", []), ("/b/x", ["lang", "Referer"])):
        template = RequestTemplate(
            method="GET",
            origin=ORIGIN,
            path=path,
            cookies=(Field("lang", "en"),),
            headers=(Field("Referer", "/"),),
        )
        assert [name for name in names(selector, template) if not name.isdigit()] == expected


def test_tokens_are_left_alone() -> None:
    body = FormBody((Field("csrf", "x"), Field("text", "y")))
    template = RequestTemplate(method="POST", origin=ORIGIN, path="/send", body=body)
    assert names(PointSelector(Profile.DEEP), template, "csrf") == ["text", "1"]


def test_pages_that_differ_in_their_values_have_one_shape() -> None:
    assert shape_of(url("/item/1/a%20b")) == shape_of(url("/item/2/c%20d"))
    assert shape_of(url("/item/1")) != shape_of(url("/thing/1"))
