"""The OpenAPI 3.1 description of the library."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_NUMBER = {"type": "integer"}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _operation(
    summary: str,
    *,
    takes: dict[str, Any] | None = None,
    gives: dict[str, Any] | None = None,
    login: bool = True,
    status: str = "200",
) -> dict[str, Any]:
    operation: dict[str, Any] = {"summary": summary, "responses": {status: {"description": "Done"}}}
    if gives is not None:
        operation["responses"][status]["content"] = {"application/json": {"schema": gives}}
    if takes is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    if login:
        operation["security"] = [{"token": []}]
        operation["responses"]["401"] = {"description": "Not logged in"}
    return operation


def _named(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": _NUMBER} for name in names]


_LIST = {"type": "array", "items": _schema("Note")}
_NEW_NOTE = _object(title={"type": "string", "maxLength": 60}, text=_TEXT)

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Library", "version": "1"},
    "servers": [{"url": "/"}],
    "paths": {
        "/auth/register": {
            "post": _operation(
                "Become a member",
                takes=_object(username=_TEXT, email={"type": "string", "format": "email"}, password=_TEXT),
                login=False,
                status="201",
            )
        },
        "/auth/login": {
            "post": _operation(
                "Log in",
                takes=_object(username=_TEXT, password=_TEXT),
                gives=_object(token=_TEXT, expires_in=_NUMBER),
                login=False,
            )
        },
        "/auth/forgot": {
            "post": _operation(
                "Ask for a new password",
                takes=_object(email={"type": "string", "format": "email"}),
                login=False,
            )
        },
        "/auth/logout": {"post": _operation("Log out", status="204")},
        "/me": {"get": _operation("Who is logged in", gives=_schema("Member"))},
        "/members": {
            "get": _operation(
                "All members", gives=_object(members={"type": "array", "items": _schema("Member")})
            )
        },
        "/members/{memberId}": {
            "parameters": _named("memberId"),
            "patch": _operation(
                "Change one's address", takes=_object(email={"type": "string", "format": "email"})
            ),
        },
        "/members/{memberId}/password": {
            "parameters": _named("memberId"),
            "put": _operation("Change one's password", takes=_object(password=_TEXT), status="204"),
        },
        "/notes": {
            "get": _operation("One's notes", gives=_LIST),
            "post": _operation("Write a note", takes=_NEW_NOTE, gives=_schema("Note"), status="201"),
        },
        "/notes/{noteId}": {
            "parameters": _named("noteId"),
            "get": _operation("Read a note", gives=_schema("Note")),
            "put": _operation("Change a note", takes=_NEW_NOTE, gives=_schema("Note")),
            "delete": _operation("Tear a note up", status="204"),
        },
        "/loans": {
            "get": _operation("One's loans", gives=_object(data={"type": "array", "items": _schema("Loan")})),
            "post": _operation(
                "Borrow a book", takes=_object(book=_TEXT), gives=_object(data=_schema("Loan")), status="201"
            ),
        },
        "/loans/{loanId}": {
            "parameters": _named("loanId"),
            "get": _operation("Look at a loan", gives=_object(data=_schema("Loan"))),
        },
        "/notes/{noteId}/pages": {
            "parameters": _named("noteId"),
            "get": _operation("The pages of a note"),
            "post": _operation("Add a page", takes=_object(text=_TEXT), status="201"),
        },
        "/notes/{noteId}/pages/{pageId}": {
            "parameters": _named("noteId", "pageId"),
            "get": _operation("Read a page"),
        },
        "/fines": {"get": _operation("What lateness costs")},
        "/v2/reservations": {"get": _operation("What is kept for one")},
        "/archive": {
            "get": {
                **_operation("What was long ago", login=False),
                "parameters": [{"name": "limit", "in": "query", "schema": _NUMBER}],
            }
        },
        "/catalogue": {
            "get": {
                **_operation("Look for a book", login=False),
                "parameters": [
                    {"name": "title", "in": "query", "required": True, "schema": {**_TEXT, "example": "Emma"}}
                ],
            }
        },
        "/shelves": {"get": _operation("Where the shelves stand")},
        "/admin/statistics": {"get": _operation("How the library is used")},
        "/admin/members/{memberId}": {
            "parameters": _named("memberId"),
            "delete": _operation("Remove a member", status="204"),
        },
    },
    "components": {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        "schemas": {
            "Note": _object(id=_NUMBER, title=_TEXT, text=_TEXT, owner=_NUMBER),
            "Loan": _object(id=_NUMBER, book=_TEXT, approved={"type": "boolean"}, memberId=_NUMBER),
            "Member": {
                "type": "object",
                "properties": {
                    "id": _NUMBER,
                    "username": _TEXT,
                    "friends": {"type": "array", "items": _schema("Member")},
                },
            },
        },
    },
}
