"""A post office over GraphQL, with people who own letters: every flaw of who may do what can be switched on alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jwt
from aiohttp import web
from graphql import GraphQLError, build_schema, graphql_sync

SCHEMA = """
type Query {
  me: Person
  letters: [Letter]
  letter(id: ID!): Letter
  posters: PosterConnection
  poster(where: PosterWhere!): Poster
  people: [Person]
  person(id: ID!): Person
  adminReport: Report
}
type Mutation {
  signUp(input: SignUp!): Welcome
  signIn(input: SignIn!): Welcome
  writeLetter(input: LetterInput!): LetterPayload
  changeLetter(id: ID!, input: LetterInput!): LetterPayload
  deleteLetter(id: ID!): Boolean
  putUpPoster(text: String!): Poster
  updateProfile(input: ProfileInput!): Person
  setRole(personId: ID!, role: Role!): Person
}
enum Role { CLERK ADMIN }
input SignUp { email: String! password: String! role: Role }
input SignIn { email: String! password: String! }
input LetterInput { subject: String! text: String! }
input ProfileInput { nickname: String role: Role }
input PosterWhere { id: ID text: String }
type Welcome { token: String person: Person }
type LetterPayload { letter: Letter }
type Letter { id: ID subject: String text: String sender: Person }
type PosterConnection { edges: [PosterEdge] }
type PosterEdge { node: Poster }
type Poster { id: ID text: String }
type Person { id: ID email: String nickname: String role: Role passwordHash: String apiKey: String }
type Report { id: ID takings: String }
"""
READ = "letters are read by whoever names them"
READ_BY_NOBODY = "letters are read without a login by whoever names them"
CHANGE = "letters are changed by whoever names them"
DELETE = "letters are deleted by whoever names them"
REPORT = "clerks see the report of administrators"
ROLE_AT_REGISTRATION = "one registers with any role"
ROLE_IN_PROFILE = "one gives oneself any role"
ROLE_OF_OTHERS = "clerks give roles"
HASHES = "people are shown with the hashes of their passwords"
KEYS = "people are shown with their keys"
FLAWS = frozenset(
    {
        READ, CHANGE, DELETE, REPORT, ROLE_AT_REGISTRATION, ROLE_IN_PROFILE, ROLE_OF_OTHERS, HASHES, KEYS,
    }
)  # fmt: skip
KEY = "a long key of the post office that is in no list of words"
_SCHEMA = build_schema(SCHEMA)


class PostOffice:
    """One post office. `prefix` stands before tokens, `lifetime` is how many requests a token lasts.

    A `closed` one answers nobody without a token, in no form of GraphQL's.
    """

    def __init__(
        self,
        flaws: frozenset[str] = frozenset(),
        *,
        prefix: str = "Bearer ",
        lifetime: int = 0,
        closed: bool = False,
    ) -> None:
        self.flaws = flaws
        self.prefix = prefix
        self.lifetime = lifetime
        self.closed = closed
        self.people: dict[str, dict[str, Any]] = {}
        self.letters: dict[str, dict[str, Any]] = {}
        self.posters: dict[str, dict[str, Any]] = {}
        self.uses: dict[str, int] = {}
        self.logins = 0
        self._count = 0
        self.add_person("post@office.example", "seven grey donkeys eat the hay", "ADMIN")

    def application(self) -> web.Application:
        """Return it as an application."""
        app = web.Application()
        app.router.add_post("/graphql", self._service)
        return app

    def add_person(self, email: str, password: str, role: str = "CLERK") -> dict[str, Any]:
        """Add somebody."""
        person = self._numbered(
            {"email": email, "password": password, "role": role, "nickname": email.partition("@")[0]}
        )
        self.people[person["id"]] = person
        return person

    def _numbered(self, fields: dict[str, Any]) -> dict[str, Any]:
        self._count += 1
        return {"id": str(self._count), **fields}

    async def _service(self, request: web.Request) -> web.Response:
        try:
            asked = json.loads(await request.text())
            query = asked["query"]
        except (ValueError, TypeError, KeyError):
            return web.json_response({"errors": [{"message": "Send one operation as JSON."}]}, status=400)
        holder = self._holder(request.headers.get("Authorization", ""))
        if self.closed and holder is None:
            return web.json_response({"message": "Unauthorized"}, status=401)
        root = self._root(holder)
        result = graphql_sync(_SCHEMA, str(query), root, variable_values=asked.get("variables"))
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [{"message": error.message} for error in result.errors]
        return web.json_response(answer)

    def _holder(self, header: str) -> dict[str, Any] | None:
        if not header.startswith(self.prefix):
            return None
        token = header.removeprefix(self.prefix)
        self.uses[token] = self.uses.get(token, 0) + 1
        if self.lifetime and self.uses[token] > self.lifetime:
            return None
        try:
            return self.people.get(str(jwt.decode(token, KEY, algorithms=["HS256"])["sub"]))
        except (jwt.PyJWTError, KeyError):
            return None

    def _root(self, me: dict[str, Any] | None) -> dict[str, Callable[..., Any]]:
        def member(resolve: Callable[..., Any]) -> Callable[..., Any]:
            def guarded(_: Any, **arguments: Any) -> Any:
                if me is None:
                    raise GraphQLError("Sign in first.")
                return resolve(me, **arguments)

            return guarded

        return {
            "me": member(lambda me: self._shown(me, me)),
            "letters": member(
                lambda me: [self._letter(one) for one in self.letters.values() if one["owner"] is me]
            ),
            "letter": (lambda _, id: self._read(me, id)),
            "posters": lambda _: {"edges": [{"node": poster} for poster in self.posters.values()]},
            "poster": lambda _, where: self.posters.get(str(where.get("id"))),
            "people": member(lambda me: [self._shown(person, me) for person in self.people.values()]),
            "person": member(lambda me, id: self._shown(self.people.get(id), me)),
            "adminReport": member(self._report),
            "signUp": lambda _, input: self._sign_up(input),
            "signIn": lambda _, input: self._sign_in(input),
            "writeLetter": member(self._write),
            "changeLetter": member(self._change),
            "deleteLetter": member(self._delete),
            "putUpPoster": member(self._put_up),
            "updateProfile": member(self._update),
            "setRole": member(lambda me, **given: self._set_role(me, given["personId"], given["role"])),
        }

    def _shown(self, person: dict[str, Any] | None, me: dict[str, Any]) -> dict[str, Any] | None:
        if person is None:
            return None
        private = me["role"] == "ADMIN" or person is me
        shown = {name: person[name] for name in ("id", "nickname", "role")}
        shown["email"] = person["email"] if private else None
        if HASHES in self.flaws:
            shown["passwordHash"] = f"$2b$12${'k' * 22}{person['id']:0>31}"
        if KEYS in self.flaws or person is me:
            shown["apiKey"] = f"key-{person['id']:0>20}"
        return shown

    def _letter(self, letter: dict[str, Any]) -> dict[str, Any]:
        return {name: letter[name] for name in ("id", "subject", "text")}

    def _may(self, me: dict[str, Any] | None, letter_id: str, *flaws: str) -> dict[str, Any]:
        letter = self.letters.get(letter_id)
        allowed = letter is not None and (letter["owner"] is me or set(flaws) & self.flaws)
        if letter is None or not allowed:
            raise GraphQLError("There is no such letter.")
        return letter

    def _read(self, me: dict[str, Any] | None, letter_id: str) -> dict[str, Any]:
        if me is None and READ_BY_NOBODY not in self.flaws:
            raise GraphQLError("Sign in first.")
        return self._letter(self._may(me, letter_id, READ, READ_BY_NOBODY))

    def _write(self, me: dict[str, Any], input: dict[str, Any]) -> dict[str, Any]:
        letter = self._numbered({**input, "owner": me})
        self.letters[letter["id"]] = letter
        return {"letter": self._letter(letter)}

    def _change(self, me: dict[str, Any], id: str, input: dict[str, Any]) -> dict[str, Any]:
        letter = self._may(me, id, CHANGE)
        letter.update(input)
        return {"letter": self._letter(letter)}

    def _delete(self, me: dict[str, Any], id: str) -> bool:
        self._may(me, id, DELETE)
        del self.letters[id]
        return True

    def _put_up(self, me: dict[str, Any], text: str) -> dict[str, Any]:
        poster = self._numbered({"text": text})
        self.posters[poster["id"]] = poster
        return poster

    def _report(self, me: dict[str, Any]) -> dict[str, Any]:
        if me["role"] != "ADMIN" and REPORT not in self.flaws:
            raise GraphQLError("For administrators only.")
        return {"id": "1", "takings": "12,480 crowns"}

    def _sign_up(self, input: dict[str, Any]) -> dict[str, Any]:
        if any(person["email"] == input["email"] for person in self.people.values()):
            raise GraphQLError("This address is taken.")
        role = input.get("role") if ROLE_AT_REGISTRATION in self.flaws else None
        person = self.add_person(input["email"], input["password"], role or "CLERK")
        return {"person": self._shown(person, person)}

    def token_of(self, person: dict[str, Any]) -> str:
        """Return a new token for somebody."""
        self.logins += 1
        return jwt.encode({"sub": person["id"], "n": self.logins}, KEY, algorithm="HS256")

    def _sign_in(self, input: dict[str, Any]) -> dict[str, Any]:
        for person in self.people.values():
            if (person["email"], person["password"]) == (input["email"], input["password"]):
                return {"token": self.token_of(person), "person": self._shown(person, person)}
        raise GraphQLError("Signing in did not work.")

    def _update(self, me: dict[str, Any], input: dict[str, Any]) -> dict[str, Any] | None:
        me["nickname"] = input.get("nickname") or me["nickname"]
        if ROLE_IN_PROFILE in self.flaws and input.get("role"):
            me["role"] = input["role"]
        return self._shown(me, me)

    def _set_role(self, me: dict[str, Any], person_id: str, role: str) -> dict[str, Any] | None:
        if me["role"] != "ADMIN" and ROLE_OF_OTHERS not in self.flaws:
            raise GraphQLError("For administrators only.")
        person = self.people.get(person_id)
        if person is not None:
            person["role"] = role
        return self._shown(person, me)
