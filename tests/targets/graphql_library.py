"""A small library over GraphQL, weak in every way that only GraphQL can be, and its safe twin with the same schema.

Nothing is written, no command is run, and pages are fetched from loopback only.
"""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import jwt
from aiohttp import web
from graphql import (
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
    visit,
)
from graphql.language import DocumentNode, FieldNode, Visitor

SCHEMA = """
type Query {
  books: [Book]
  book(id: Int!): Book
  audits: [Audit]
  me(token: String): Person
  rebuildIndex: String
}
type Mutation {
  login(username: String!, password: String!): Session
  createUser(username: String!, password: String!): Person
  createNote(text: String!): Note
  exportNote(filename: String!, text: String!): String
  importPage(host: String!, port: Int!, path: String!): String
  deleteEverything: Boolean
}
type Book { id: Int title: String author: Author }
type Author { id: Int name: String books: [Book] }
type Audit { id: Int operation: String }
type Person { name: String }
type Session { accessToken: String }
type Note { id: Int text: String }
"""
BOOKS = [{"id": 1, "title": "Dracula"}, {"id": 2, "title": "Emma"}]
for _book in BOOKS:
    _book["author"] = {"id": 1, "name": "Various", "books": BOOKS}
KEY = "a key of the tests that nobody has to guess"
DEPTH, FIELDS, LENGTH = 8, 20, 600  # what the safe twin allows


class Refused(Exception):
    """A document with mistakes."""

    def __init__(self, problems: list[GraphQLError]) -> None:
        super().__init__()
        self.problems = problems


class Library:
    """One library. `weak` is as if somebody had left every default as it was; the twin has thought about each."""

    def __init__(self, *, weak: bool, slow: float = 0.0) -> None:
        self.weak = weak
        self.slow = slow  # seconds that rebuilding the index takes
        self.schema: GraphQLSchema = build_schema(SCHEMA)
        self.people = {"admin": "changeme" if weak else "9 violet teapots drift over hills"}
        self.audits: list[dict[str, Any]] = []
        self.deleted = False

    def application(self) -> web.Application:
        """Return it as an application with its home page, its service and its console."""
        app = web.Application(client_max_size=2**20)
        app.router.add_get("/", self._home)
        app.router.add_route("*", "/graphql", self._service)
        app.router.add_route("*", "/graphiql", self._console)
        return app

    async def _home(self, _: web.Request) -> web.Response:
        answer = web.Response(text="<h1>Library</h1>", content_type="text/html")
        if self.weak:
            answer.set_cookie("tools", "console:disable")
        return answer

    async def _console(self, request: web.Request) -> web.Response:
        if not self.weak or request.cookies.get("tools") != "console:enable":
            return web.json_response({"errors": [{"message": "Not for you."}]}, status=403)
        if request.method == "POST":
            return await self._service(request)
        return web.Response(text="<script>GraphiQL</script>", content_type="text/html")

    async def _service(self, request: web.Request) -> web.Response:
        try:
            asked = await self._asked(request)
        except ValueError:
            return web.json_response({"errors": [{"message": "Send an operation as JSON."}]}, status=400)
        if self.slow and "rebuildIndex" in str(asked):
            await asyncio.sleep(self.slow)
        answers = [
            await asyncio.to_thread(self._answer, one, request)
            for one in (asked if isinstance(asked, list) else [asked])
        ]
        return web.json_response(answers if isinstance(asked, list) else answers[0])

    async def _asked(self, request: web.Request) -> Any:
        if self.weak and request.method == "GET":
            return dict(request.query)
        if self.weak and request.content_type == "application/x-www-form-urlencoded":
            return dict(await request.post())
        if request.content_type != "application/json":
            raise ValueError(request.content_type)
        asked = json.loads(await request.text())
        if not (isinstance(asked, dict) or (self.weak and isinstance(asked, list))):
            raise ValueError("no operation")
        return asked

    def _answer(self, asked: dict[str, Any], request: web.Request) -> dict[str, Any]:
        try:
            document = parse(str(asked.get("query", "")))
            self._check(document, str(asked.get("query", "")))
            self._log(document, asked)
            result = execute_sync(
                self.schema, document, self._root(request), variable_values=asked.get("variables") or {}
            )
        except GraphQLError as error:
            return {"errors": [self._told(error)]}
        except Refused as refused:
            return {"errors": [self._told(problem) for problem in refused.problems]}
        except RecursionError:
            return {"errors": [{"message": "maximum recursion depth exceeded"}]}
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [self._told(error) for error in result.errors]
        return answer

    def _check(self, document: DocumentNode, text: str) -> None:
        if self.weak:
            # Names are looked at, fragments are not: as in libraries with a validation of their own.
            problems = [] if "fragment " in text else validate(self.schema, document)
        else:
            if (
                "__schema" in text
                or len(text) > LENGTH
                or depth_of(text) > DEPTH
                or fields_of(document) > FIELDS
            ):
                raise GraphQLError("The operation is not allowed.")
            problems = validate(self.schema, document)
        if problems:
            raise Refused(problems)

    def _told(self, error: GraphQLError) -> dict[str, Any]:
        if not self.weak:
            return {"message": "The operation cannot be done."}
        trace = ['File "/srv/library/service.py", line 41, in resolve']
        return {"message": error.message, "extensions": {"stacktrace": trace}}

    def _log(self, document: DocumentNode, asked: dict[str, Any]) -> None:
        name = str(asked.get("operationName") or "") if self.weak else ""
        definition = document.definitions[0]
        operation = name or getattr(getattr(definition, "operation", None), "value", "")
        self.audits.append({"id": len(self.audits) + 1, "operation": operation})
        del self.audits[:-20]

    def _root(self, request: web.Request) -> dict[str, Callable[..., Any]]:
        holder = self._holder(request.headers.get("Authorization", "").removeprefix("Bearer "), verified=True)

        def member(change: Callable[..., Any]) -> Callable[..., Any]:
            def guarded(info: Any, **arguments: Any) -> Any:
                if not self.weak and holder is None:
                    raise GraphQLError("Log in first.")
                return change(**arguments)

            return guarded

        return {
            "books": lambda _: BOOKS,
            "book": lambda _, id: next((book for book in BOOKS if book["id"] == id), None),
            "audits": lambda _: self.audits,
            "me": lambda _, token=None: self._me(token),
            "rebuildIndex": member(lambda: "done"),
            "login": lambda _, username, password: self._login(username, password),
            "createUser": lambda _, username, password: self._create_user(username, password),
            "createNote": member(lambda text: {"id": 1, "text": text}),
            "exportNote": member(self._export),
            "importPage": member(self._import),
            "deleteEverything": member(self._delete),
        }

    def _login(self, username: str, password: str) -> dict[str, str]:
        if self.people.get(username) != password:
            raise GraphQLError("Authentication failed")
        return {"accessToken": jwt.encode({"sub": username}, KEY, algorithm="HS256")}

    def _create_user(self, username: str, password: str) -> dict[str, str]:
        self.people.setdefault(username, password)
        return {"name": username}

    def _holder(self, token: str, *, verified: bool) -> str | None:
        try:
            if verified:
                claims = jwt.decode(token, KEY, algorithms=["HS256"])
            else:
                claims = jwt.decode(token, options={"verify_signature": False})
        except jwt.PyJWTError:
            return None
        return str(claims.get("sub"))

    def _me(self, token: str | None) -> dict[str, str] | None:
        name = self._holder(token or "", verified=not self.weak)
        return {"name": name} if name in self.people else None

    def _export(self, filename: str, text: str) -> str:
        name = filename if self.weak else filename.replace("\\", "/").rpartition("/")[2]
        if "/" in name:
            raise GraphQLError(f"[Errno 2] No such file or directory: 'notes/{name}'")
        return f"{len(text)} characters"

    def _import(self, host: str, port: int, path: str) -> str:
        if not self.weak:
            raise GraphQLError("Only library.example is asked.")
        if host != "127.0.0.1":
            raise GraphQLError("unknown host")
        try:
            with urllib.request.urlopen(f"http://{host}:{port}{path}", timeout=2) as answer:
                return str(answer.read(2_000).decode("utf-8", "replace"))
        except (OSError, ValueError):
            raise GraphQLError("nothing there") from None

    def _delete(self) -> bool:
        self.deleted = True
        return True


def depth_of(text: str) -> int:
    """Return how deep the braces of a document are nested."""
    depth = deepest = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


def fields_of(document: DocumentNode) -> int:
    """Return how many fields a document writes down."""

    class Counter(Visitor):
        count = 0

        def enter_field(self, node: FieldNode, *_: Any) -> None:
            self.count += 1

    counter = Counter()
    visit(document, counter)
    return counter.count
