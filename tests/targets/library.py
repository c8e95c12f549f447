"""A library with an API: members with notes and loans, an administrator, and flaws that can be switched on one by one.

Run it with `python -m tests.targets.library [FLAW …]`; without names every flaw is on. It listens on loopback only, its
description is at /openapi.json.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiohttp import web

from securestack.probing.actors.jwt import parse_jwt, sign_jwt
from tests.targets.gallery import serve
from tests.targets.library_description import DESCRIPTION

ADMINISTRATOR, ADMINISTRATOR_PASSWORD = "head-librarian", "shelves-of-oak-1911"
WEAK_KEY, STRONG_KEY = b"library-secret", secrets.token_bytes(32)
LIFETIME = 60  # seconds
_MOST_FAILURES = 5  # wrong passwords for one member

# Each flaw, the rule that tells it, and the operation it is in.
FLAWS: dict[str, tuple[str, str]] = {
    "notes-read": ("api.object-level-authorization-read", "GET /notes/{noteId}"),
    "notes-changed": ("api.object-level-authorization-change", "PUT /notes/{noteId}"),
    "notes-deleted": ("api.object-level-authorization-delete", "DELETE /notes/{noteId}"),
    "role-assigned": ("api.mass-assignment", "POST /auth/register"),
    "loan-assigned": ("api.mass-assignment", "POST /loans"),
    "loan-given-away": ("api.mass-assignment", "POST /loans"),
    "hashes-shown": ("api.passwords-in-answers", "GET /members"),
    "birthdays-shown": ("api.excessive-data", "GET /members"),
    "statistics-open": ("api.function-level-authorization", "GET /admin/statistics"),
    "members-deleted": ("api.function-level-authorization", "DELETE /admin/members/{memberId}"),
    "shelves-open": ("api.missing-authentication", "GET /shelves"),
    "login-tells": ("api.user-enumeration", "POST /auth/login"),
    "login-unlimited": ("api.login-without-limit", "POST /auth/login"),
    "password-of-others": ("api.account-takeover", "PUT /members/{memberId}/password"),
    "key-guessable": ("api.token-key-guessable", "GET /me"),
    "unsigned-accepted": ("api.token-signature-not-checked", "GET /me"),
    "address-explodes": ("api.regular-expression-denial-of-service", "PATCH /members/{memberId}"),
    "any-token": ("api.any-token-accepted", "GET /fines"),
    "logout-forgotten": ("api.token-survives-logout", "POST /auth/logout"),
    "page-under-any-note": ("api.child-under-foreign-parent", "GET /notes/{noteId}/pages/{pageId}"),
    "first-version-open": ("api.other-version-unprotected", "GET /v2/reservations"),
    "loan-deleted": ("api.undescribed-method", "GET /loans/{loanId}"),
    "origins-mirrored": ("web.cross-origin-trust", "GET /me"),
    "trace-shown": ("web.stack-trace", "POST /notes"),
    "members-dumped": ("api.undescribed-operation", "GET /members"),
    "refresh-accepted": ("api.token-of-another-kind-accepted", "GET /me"),
    "token-in-address": ("api.secret-in-address", "GET /me"),
    "short-passwords": ("api.weak-passwords-accepted", "POST /auth/register"),
    "recovery-tells": ("api.user-enumeration", "POST /auth/forgot"),
    "archive-endless": ("api.unlimited-page-size", "GET /archive"),
    "title-in-statement": ("web.sql-injection", "GET /catalogue"),
}

_EXPLODING = re.compile(r"^([a-z0-9]+)*@[a-z0-9]+\.[a-z]{2,9}$")
_QUICK = re.compile(r"^[^@\s]{1,64}@[^@\s]{1,190}$")


class Refused(Exception):
    """The request ends with this status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Library:
    """The state of one library. `flaws` are those that are on."""

    def __init__(self, flaws: Iterable[str] = (), *, lifetime: int = LIFETIME) -> None:
        self.flaws = frozenset(flaws)
        assert self.flaws <= FLAWS.keys()
        self.lifetime = lifetime
        self.members: dict[int, dict[str, Any]] = {}
        self.notes: dict[int, dict[str, Any]] = {}
        self.loans: dict[int, dict[str, Any]] = {}
        self.pages: dict[int, dict[str, Any]] = {}
        self.revoked: set[str] = set()
        self.failures: Counter[str] = Counter()
        self.logins = 0
        self.books = sqlite3.connect(":memory:", check_same_thread=False)
        self.books.execute("CREATE TABLE books (title TEXT, shelf INTEGER)")
        self.books.executemany(
            "INSERT INTO books VALUES (?, ?)", [("Emma", 1), ("Walden", 2), ("Ulysses", 3)]
        )
        self.add_member(ADMINISTRATOR, "head@library.example", ADMINISTRATOR_PASSWORD, role="administrator")

    def has(self, flaw: str) -> bool:
        assert flaw in FLAWS
        return flaw in self.flaws

    def add_member(self, username: str, email: str, password: str, role: str = "member") -> dict[str, Any]:
        number = len(self.members) + 41
        self.members[number] = {
            "id": number,
            "username": username,
            "email": email,
            "password": password,
            "role": role,
            "dateOfBirth": f"19{70 + number % 30}-0{1 + number % 9}-1{number % 10}",
        }
        return self.members[number]

    def member_named(self, username: object) -> dict[str, Any] | None:
        return next((each for each in self.members.values() if each["username"] == username), None)

    # Who asks

    def token_for(self, member: dict[str, Any], use: str = "access") -> str:
        now = int(time.time())
        key = WEAK_KEY if self.has("key-guessable") else STRONG_KEY
        claims = {"sub": str(member["id"]), "iat": now, "exp": now + self.lifetime, "use": use}
        return sign_jwt({"alg": "HS256", "typ": "JWT"}, claims, key)

    def whoever(self, request: web.Request) -> dict[str, Any]:
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if self.has("token-in-address") and not scheme:
            scheme, text = "Bearer", request.query.get("access_token", "")
        token = parse_jwt(text) if scheme == "Bearer" else None
        if token is None:
            raise Refused(401, "log in first")
        key = WEAK_KEY if self.has("key-guessable") else STRONG_KEY
        unsigned = self.has("unsigned-accepted") and token.algorithm == "none"
        if not unsigned and sign_jwt({**token.header, "alg": "HS256"}, token.claims, key) != token.text:
            raise Refused(401, "that token is not ours")
        if token.claims.get("exp", 0) <= time.time():
            raise Refused(401, "that token is over")
        if token.claims.get("use") != "access" and not self.has("refresh-accepted"):
            raise Refused(401, "that token is for something else")
        if text in self.revoked and not self.has("logout-forgotten"):
            raise Refused(401, "that token was logged out")
        member = self.members.get(int(token.claims.get("sub", 0)))
        if member is None:
            raise Refused(401, "nobody of that number")
        return member

    def administrator(self, request: web.Request) -> dict[str, Any]:
        member = self.whoever(request)
        if member["role"] != "administrator":
            raise Refused(403, "for administrators")
        return member

    # Members

    async def register(self, request: web.Request) -> Any:
        body = await _body(request, "username", "email", "password")
        if len(str(body["password"])) < 10 and not self.has("short-passwords"):
            raise Refused(422, "choose a longer password")
        if self.member_named(body["username"]) is not None:
            raise Refused(409, "that name is taken")
        role = str(body.get("role", "member")) if self.has("role-assigned") else "member"
        member = self.add_member(body["username"], body["email"], body["password"], role)
        return {"id": member["id"], "username": member["username"]}, 201

    async def log_in(self, request: web.Request) -> Any:
        body = await _body(request, "username", "password")
        member = self.member_named(body["username"])
        limited = not self.has("login-unlimited")
        if limited and self.failures[str(body["username"])] >= _MOST_FAILURES:
            raise Refused(429, "too many wrong passwords")
        if member is not None and member["password"] == body["password"]:
            self.failures[str(body["username"])] = 0
            self.logins += 1
            tokens = {"token": self.token_for(member), "refreshToken": self.token_for(member, "refresh")}
            return {**tokens, "expires_in": self.lifetime}
        self.failures[str(body["username"])] += 1
        if self.has("login-tells"):
            raise Refused(401, "no such member" if member is None else "wrong password")
        raise Refused(401, "name or password is wrong")

    async def forget(self, request: web.Request) -> Any:
        email = (await _body(request, "email"))["email"]
        known = any(member["email"] == email for member in self.members.values())
        if self.has("recovery-tells") and not known:
            raise Refused(404, "nobody has that address")
        return {"message": "if we know that address, a message is on its way"}

    async def log_out(self, request: web.Request) -> Any:
        self.whoever(request)
        self.revoked.add(request.headers["Authorization"].partition(" ")[2])
        return None, 204

    async def me(self, request: web.Request) -> Any:
        member = self.whoever(request)
        return {name: member[name] for name in ("id", "username", "email", "role")}

    async def list_members(self, request: web.Request) -> Any:
        self.whoever(request)
        shown = ["id", "username"]
        shown += ["dateOfBirth"] if self.has("birthdays-shown") else []
        members = [{name: member[name] for name in shown} for member in self.members.values()]
        if self.has("hashes-shown"):
            for member in members:
                member["passwordHash"] = f"$argon2id$v=19${secrets.token_hex(12)}"
        return {"members": members}

    async def change_member(self, request: web.Request) -> Any:
        member = self._own_account(request)
        email = str((await _body(request, "email"))["email"])
        if (_EXPLODING if self.has("address-explodes") else _QUICK).match(email) is None:
            raise Refused(400, "that is no e-mail address")
        member["email"] = email
        return {name: member[name] for name in ("id", "username", "email")}

    async def change_password(self, request: web.Request) -> Any:
        member = self.whoever(request)
        wanted = self.members.get(_number(request, "memberId"))
        if not self.has("password-of-others") and wanted is not member:
            raise Refused(403, "not yours")
        if wanted is None:
            raise Refused(404, "no such member")
        wanted["password"] = (await _body(request, "password"))["password"]
        return None, 204

    def _own_account(self, request: web.Request) -> dict[str, Any]:
        member = self.whoever(request)
        if member["id"] != _number(request, "memberId"):
            raise Refused(403, "not yours")
        return member

    # Notes and loans

    async def list_notes(self, request: web.Request) -> Any:
        member = self.whoever(request)
        return [note for note in self.notes.values() if note["owner"] == member["id"]]

    async def make_note(self, request: web.Request) -> Any:
        member = self.whoever(request)
        if self.has("trace-shown"):
            try:
                json.loads(await request.text())["title"].strip()
            except Exception:
                raise Refused(500, traceback.format_exc()) from None
        body = await _body(request, "title", "text")
        number = len(self.notes) + 7001
        self.notes[number] = {
            "id": number,
            "title": body["title"],
            "text": body["text"],
            "owner": member["id"],
        }
        return self.notes[number], 201

    def _note(self, request: web.Request, flaw: str = "") -> dict[str, Any]:
        member = self.whoever(request)
        note = self.notes.get(_number(request, "noteId"))
        if note is None or (note["owner"] != member["id"] and not (flaw and self.has(flaw))):
            raise Refused(404, "no such note")
        return note

    async def read_note(self, request: web.Request) -> Any:
        return self._note(request, "notes-read")

    async def change_note(self, request: web.Request) -> Any:
        note = self._note(request, "notes-changed")
        body = await _body(request, "title", "text")
        note.update(title=body["title"], text=body["text"])
        return note

    async def delete_note(self, request: web.Request) -> Any:
        del self.notes[self._note(request, "notes-deleted")["id"]]
        return None, 204

    async def list_loans(self, request: web.Request) -> Any:
        member = self.whoever(request)
        return {"data": [loan for loan in self.loans.values() if loan["memberId"] == member["id"]]}

    async def make_loan(self, request: web.Request) -> Any:
        member = self.whoever(request)
        body = await _body(request, "book")
        number = len(self.loans) + 9001
        loan = {"id": number, "book": body["book"], "approved": False, "memberId": member["id"]}
        if self.has("loan-assigned"):
            loan["approved"] = body.get("approved", False)
        if self.has("loan-given-away"):
            loan["memberId"] = body.get("memberId", member["id"])
        self.loans[number] = loan
        return {"data": loan}, 201

    def _loan(self, request: web.Request, flaw: str = "") -> dict[str, Any]:
        member = self.whoever(request)
        loan = self.loans.get(_number(request, "loanId"))
        if loan is None or (loan["memberId"] != member["id"] and not (flaw and self.has(flaw))):
            raise Refused(404, "no such loan")
        return loan

    async def read_loan(self, request: web.Request) -> Any:
        return {"data": self._loan(request)}

    async def delete_loan(self, request: web.Request) -> Any:
        if not self.has("loan-deleted"):
            raise Refused(405, "loans are brought back at the desk")
        del self.loans[self._loan(request, "loan-deleted")["id"]]
        return None, 204

    async def list_pages(self, request: web.Request) -> Any:
        note = self._note(request)
        return [page for page in self.pages.values() if page["noteId"] == note["id"]]

    async def make_page(self, request: web.Request) -> Any:
        note = self._note(request)
        number = len(self.pages) + 31001
        self.pages[number] = {
            "id": number,
            "noteId": note["id"],
            "text": (await _body(request, "text"))["text"],
        }
        return self.pages[number], 201

    async def read_page(self, request: web.Request) -> Any:
        note = self._note(request)
        page = self.pages.get(_number(request, "pageId"))
        if page is None or (page["noteId"] != note["id"] and not self.has("page-under-any-note")):
            raise Refused(404, "no such page")
        return page

    # The rest

    async def fines(self, request: web.Request) -> Any:
        if self.has("any-token"):
            if not request.headers.get("Authorization", "").startswith("Bearer "):
                raise Refused(401, "log in first")
        else:
            self.whoever(request)
        return [{"reason": "brought back late", "cents": 250}]

    async def reservations(self, request: web.Request) -> Any:
        self.whoever(request)
        return [{"shelf": "B-17", "until": "the end of the month"}]

    async def first_reservations(self, request: web.Request) -> Any:
        if not self.has("first-version-open"):
            raise Refused(410, "that version is over")
        return [{"shelf": "B-17", "until": "the end of the month"}]

    async def archive(self, request: web.Request) -> Any:
        text = request.query.get("limit", "20")
        number = int(text) if text.isascii() and text.isdigit() else 20
        number = min(number, 5_000 if self.has("archive-endless") else 100)
        return [{"year": 1900 + place % 100, "entry": "a page of the diary"} for place in range(number)]

    async def dump(self, request: web.Request) -> Any:
        if not self.has("members-dumped"):
            raise Refused(404, "no such page")
        return {"members": len(self.members), "storage": "/var/lib/library/members.db"}

    async def catalogue(self, request: web.Request) -> Any:
        title = request.query.get("title", "")
        try:
            if self.has("title-in-statement"):
                rows = self.books.execute(
                    f"SELECT title, shelf FROM books WHERE title = '{title}'"
                ).fetchall()
            else:
                rows = self.books.execute(
                    "SELECT title, shelf FROM books WHERE title = ?", (title,)
                ).fetchall()
        except sqlite3.Error as error:
            raise Refused(500, f"sqlite3.OperationalError: {error}") from None
        return [{"title": title, "shelf": shelf} for title, shelf in rows]

    async def shelves(self, request: web.Request) -> Any:
        if not self.has("shelves-open"):
            self.whoever(request)
        return [{"number": 1, "place": "under the window"}, {"number": 2, "place": "behind the door"}]

    async def statistics(self, request: web.Request) -> Any:
        if self.has("statistics-open"):
            self.whoever(request)
        else:
            self.administrator(request)
        return {"members": len(self.members), "reportName": "visits-of-the-year", "visits": 48211}

    async def delete_member(self, request: web.Request) -> Any:
        if self.has("members-deleted"):
            self.whoever(request)
        else:
            self.administrator(request)
        if self.members.pop(_number(request, "memberId"), None) is None:
            raise Refused(404, "no such member")
        return None, 204


def application(library: Library) -> web.Application:
    """Return the API of a library."""
    routes: list[tuple[str, str, Callable[[web.Request], Awaitable[Any]]]] = [
        ("POST", "/auth/register", library.register),
        ("POST", "/auth/login", library.log_in),
        ("POST", "/auth/forgot", library.forget),
        ("POST", "/auth/logout", library.log_out),
        ("GET", "/me", library.me),
        ("GET", "/members", library.list_members),
        ("PATCH", "/members/{memberId}", library.change_member),
        ("PUT", "/members/{memberId}/password", library.change_password),
        ("GET", "/notes", library.list_notes),
        ("POST", "/notes", library.make_note),
        ("GET", "/notes/{noteId}", library.read_note),
        ("PUT", "/notes/{noteId}", library.change_note),
        ("DELETE", "/notes/{noteId}", library.delete_note),
        ("GET", "/loans", library.list_loans),
        ("POST", "/loans", library.make_loan),
        ("GET", "/loans/{loanId}", library.read_loan),
        ("DELETE", "/loans/{loanId}", library.delete_loan),
        ("GET", "/notes/{noteId}/pages", library.list_pages),
        ("POST", "/notes/{noteId}/pages", library.make_page),
        ("GET", "/notes/{noteId}/pages/{pageId}", library.read_page),
        ("GET", "/fines", library.fines),
        ("GET", "/v2/reservations", library.reservations),
        ("GET", "/v1/reservations", library.first_reservations),
        ("GET", "/archive", library.archive),
        ("GET", "/members/dump", library.dump),
        ("GET", "/catalogue", library.catalogue),
        ("GET", "/shelves", library.shelves),
        ("GET", "/admin/statistics", library.statistics),
        ("DELETE", "/admin/members/{memberId}", library.delete_member),
    ]
    app = web.Application()
    if library.has("origins-mirrored"):
        app.on_response_prepare.append(_mirror_origin)
    for method, path, handler in routes:
        app.router.add_route(method, path, _answering(handler))
    app.router.add_get("/openapi.json", _answering(_description))
    return app


async def _mirror_origin(request: web.Request, response: web.StreamResponse) -> None:
    if origin := request.headers.get("Origin"):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"


def description_text() -> str:
    """Return the description as it would stand in a file."""
    return json.dumps(DESCRIPTION)


async def _description(_: web.Request) -> Any:
    return DESCRIPTION


def _answering(
    handler: Callable[[web.Request], Awaitable[Any]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(request: web.Request) -> web.Response:
        try:
            result = await handler(request)
        except Refused as refused:
            return web.json_response({"message": str(refused)}, status=refused.status)
        value, status = result if isinstance(result, tuple) else (result, 200)
        return web.Response(status=204) if status == 204 else web.json_response(value, status=status)

    return answer


async def _body(request: web.Request, *needed: str) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise Refused(400, "send JSON") from None
    if not isinstance(body, dict) or any(not isinstance(body.get(name), str) for name in needed):
        raise Refused(400, f"give {', '.join(needed)} as texts")
    return body


def _number(request: web.Request, name: str) -> int:
    text = request.match_info[name]
    return int(text) if text.isascii() and text.isdigit() else 0


async def _main(flaws: Iterable[str]) -> None:
    async with serve(application(Library(flaws)), 8011) as address:
        print(f"The library is at {address}, its description at {address}/openapi.json. Ctrl-C ends it.")
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_main(sys.argv[1:] or FLAWS))
    except KeyboardInterrupt:
        pass
