from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.probing.destructive import is_destructive
from securestack.probing.insertion import Field, FormBody, JsonBody, RequestTemplate

HOST = "http://shop.test"


def get(path: str) -> RequestTemplate:
    return RequestTemplate.from_url(HOST + path)


def post(path: str, **fields: str) -> RequestTemplate:
    body = FormBody(tuple(Field(name, value) for name, value in fields.items()))
    return RequestTemplate.from_url(HOST + path, "POST", body)


@pytest.mark.parametrize(
    "path",
    [
        "/logout",
        "/logout.php",
        "/Account/LogOff",
        "/log-out/",
        "/sign_out",
        "/user/5/delete",
        "/delete/5",
        "/users/delete/5",
        "/deleteUser?id=3",
        "/delete_all_pastes",
        "/cart/remove-item/7",
        "/item?action=delete&id=3",
        "/item?delete=3",
        "/?logout",
        "/index.php?page=user/logout.php",
        "/index.php?do=reset_db",
        "/setup.php",
        "/install/",
        "/install/index.php",
        "/reset-db",
        "/createdb",
        "/admin/shutdown",
        "/newsletter/unsubscribe?mail=a@b.test",
        "/reset/password",
        "/password_reset?token=1",
        "/change?password_new=a&password_conf=a&Change=Change",
        "/orders/17/cancel-order",
        "/logout;jsessionid=12ab",
        "/user-delete?id=5",
        "/wishDelete",
    ],
)
def test_left_alone(path: str) -> None:
    assert is_destructive(get(path))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/delivery",
        "/logout-info",
        "/products/reset-button-shirt",
        "/blog/how-to-delete-files",
        "/blog/delete/how-to-delete-files",
        "/remove-stains-from-carpets",
        "/docs/install-guide",
        "/drop-earrings",
        "/dropdown?installation=1",
        "/search?q=delete",
        "/tests/js-delete.html",
        "/search?q=delete+user",
        "/settings",
        "/deleted",
        "/removal",
        "/static/logout.js",
        "/img/delete.png",
        "/items?deleted=false",
        "/items?delete=0",
        "/presets/new",
        "/stopwatch",
        "/login",
        "/register?password=a&password2=b",
        "/password/change",
        "/restore?file=a.txt&x=clear",
    ],
)
def test_asked(path: str) -> None:
    assert is_destructive(get(path)) == ""


def test_forms_are_judged_by_their_fields_and_buttons() -> None:
    assert is_destructive(post("/profile", name="Alex", save="Save")) == ""
    assert is_destructive(post("/profile", name="Alex", delete_account="1"))
    assert is_destructive(post("/profile", name="Alex", action="Delete account"))
    assert is_destructive(post("/setup", create_db="Create / Reset Database"))
    assert is_destructive(post("/comments", comment="please delete this")) == ""
    assert is_destructive(post("/register", password="a", password_confirm="a", name="b")) == ""


def test_changing_a_password() -> None:
    assert is_destructive(post("/account", old_password="a", new_password="b")) == "it changes a password"
    assert is_destructive(post("/account/change-password", password="b")) == "it changes a password"
    assert is_destructive(post("/login", username="a", password="b")) == ""


def test_a_method_a_label_and_a_json_body_are_judged_too() -> None:
    assert is_destructive(RequestTemplate.from_url(HOST + "/item/5", "DELETE")) == "its method is DELETE"
    assert is_destructive(get("/item/5?x=1"), "Delete")
    assert is_destructive(get("/item/5?x=1"), " Log out ")
    assert is_destructive(get("/item/5?x=1"), "How to delete an item") == ""
    assert is_destructive(get("/item/5?x=1"), "Details") == ""
    remove = RequestTemplate.from_url(HOST + "/rpc", "POST", JsonBody({"method": "deleteUser", "id": 5}))
    assert is_destructive(remove)


def test_the_reason_names_what_was_seen() -> None:
    assert is_destructive(get("/user/5/deleteAccount")) == "its path says “delete account”"


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_a_reason_or_nothing(path: str, name: str, value: str, label: str) -> None:
    template = RequestTemplate(
        method="GET", origin=HOST, path="/" + path, query=(Field(name, value),), body=JsonBody({name: value})
    )
    assert isinstance(is_destructive(template, label), str)
