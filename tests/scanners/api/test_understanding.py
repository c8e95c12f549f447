"""What operations are for, and which value names which thing."""

from __future__ import annotations

import pytest

from securestack.net.message import Response
from securestack.scanners.api.answers import accepted
from securestack.scanners.api.description.model import BodyForm, Operation, Parameter, Place, Schema
from securestack.scanners.api.names import likeness, noun_before, noun_of
from securestack.scanners.api.purposes import Purpose, is_administrative, purpose_of, why_destructive


def operation(text: str, *fields: str, summary: str = "") -> Operation:
    method, _, path = text.partition(" ")
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    form = BodyForm(
        content_type="application/json",
        schema=Schema(properties={field: Schema(kinds=("string",)) for field in fields}),
    )
    return Operation(
        method=method,
        path=path,
        parameters=tuple(Parameter(name=name, place=Place.PATH, required=True) for name in names),
        bodies=(form,) if fields else (),
        summary=summary,
    )


@pytest.mark.parametrize(
    ("text", "fields", "purpose"),
    [
        ("GET /books", (), Purpose.LIST),
        ("GET /books/{id}", (), Purpose.READ),
        ("GET /books/{id}/pages", (), Purpose.LIST),
        ("POST /books", ("title",), Purpose.CREATE),
        ("PATCH /books/{id}", ("title",), Purpose.CHANGE),
        ("DELETE /books/{id}", (), Purpose.DELETE),
        ("POST /auth/login", ("username", "password"), Purpose.LOGIN),
        ("POST /sessions", ("email", "password"), Purpose.LOGIN),
        ("POST /api/users/signin", ("login", "pwd"), Purpose.LOGIN),
        ("POST /users", ("email", "password", "name"), Purpose.REGISTER),
        ("POST /auth/sign-up", ("email", "password"), Purpose.REGISTER),
        ("POST /users/v1/register", ("username", "password", "email"), Purpose.REGISTER),
        ("POST /auth/logout", (), Purpose.LOGOUT),
        ("PUT /users/{id}/password", ("password",), Purpose.CREDENTIALS),
        ("POST /change-password", ("old_password", "new_password"), Purpose.CREDENTIALS),
        ("POST /password/forgot", ("email",), Purpose.RECOVER),
        ("POST /auth/password/change", ("current_password", "new_password"), Purpose.CREDENTIALS),
        ("POST /auth/email/change", ("email", "password"), Purpose.CREATE),
        ("POST /targets/{id}/actors", ("name", "username", "password"), Purpose.CREATE),
        ("POST /scans", ("url", "password"), Purpose.CREATE),
        ("PATCH /users/{id}", ("name", "password"), Purpose.CREDENTIALS),
        ("DELETE /users/{id}/keys/{key}", (), Purpose.DELETE),
        ("DELETE /auth/session", (), Purpose.LOGOUT),
        ("POST /projects/{id}/archive", (), Purpose.ACTION),
        ("POST /projects/{id}/keys", ("name",), Purpose.CREATE),
        ("POST /invitations/accept", ("token",), Purpose.ACTION),
    ],
)
def test_the_purpose_of_an_operation(text: str, fields: tuple[str, ...], purpose: Purpose) -> None:
    assert purpose_of(operation(text, *fields)) is purpose


def test_what_is_for_administrators() -> None:
    assert is_administrative(operation("GET /admin/users"))
    assert is_administrative(operation("DELETE /users/{id}", summary="Deletes a user (only admins)"))
    assert not is_administrative(operation("GET /users/{id}", summary="Shows a user, or their administrator"))
    assert not is_administrative(operation("GET /administered-medicines"))


def test_what_might_spoil_the_api() -> None:
    assert why_destructive(operation("GET /createdb"))
    assert why_destructive(operation("DELETE /books"))
    assert not why_destructive(operation("DELETE /books/{id}"))
    assert not why_destructive(operation("GET /books/{id}/reset-instructions"))


@pytest.mark.parametrize(
    ("path", "noun"),
    [("/api/v1/books", "book"), ("/users/v2/{id}", "user"), ("/stories/{id}/pages", "page"), ("/{id}", "")],
)
def test_what_a_path_is_about(path: str, noun: str) -> None:
    assert noun_of(path) == noun


@pytest.mark.parametrize(
    ("path", "parameter", "field_noun", "field", "fits"),
    [
        ("/books/{id}", "id", "book", "id", True),
        ("/books/{bookId}", "bookId", "book", "id", True),
        ("/books/{book_id}", "book_id", "page", "bookId", True),
        ("/books/v1/{book_title}", "book_title", "book", "book_title", True),
        ("/users/{username}", "username", "user", "username", True),
        ("/books/{id}", "id", "user", "id", False),
        ("/books/{bookId}", "bookId", "user", "id", False),
        ("/books/{id}", "id", "book", "title", False),
    ],
)
def test_which_field_names_a_thing(
    path: str, parameter: str, field_noun: str, field: str, fits: bool
) -> None:
    assert (likeness(noun_before(path, parameter), parameter, field_noun, field) >= 2) is fits


@pytest.mark.parametrize(
    ("status", "body", "done"),
    [
        (200, '{"id": 1}', True),
        (201, "", True),
        (204, "", True),
        (200, '{"status": "fail", "message": "no"}', False),
        (200, '{"success": false}', False),
        (200, '{"error": "no such book"}', False),
        (200, '{"error": null, "data": []}', True),
        (200, '{"status": "active"}', True),
        (404, "{}", False),
        (302, "", False),
    ],
)
def test_whether_an_answer_says_it_was_done(status: int, body: str, done: bool) -> None:
    assert accepted(Response(status, [("Content-Type", "application/json")], body.encode())) is done
