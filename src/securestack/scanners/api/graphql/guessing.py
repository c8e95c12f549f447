"""Learning the schema of a service that does not tell it, from the names its error messages suggest.

A service that answers `Cannot query field "usr" on type "Query". Did you mean "user"?` gives its schema away, a name at a
time: ask for words that APIs use, keep those that are accepted and those that are suggested, and do the same one level
down. The idea is that of the tool Clairvoyance; the messages are those of GraphQL.js, which most servers follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from securestack.scanners.api.description.model import UnreadableDescription
from securestack.scanners.api.graphql.endpoint import Endpoint, read_answer
from securestack.scanners.api.graphql.schema import ROOTS, read_schema

if TYPE_CHECKING:
    from graphql import GraphQLSchema

_AT_ONCE = 60  # names in one request
_MOST_FIELDS = 60  # of the roots looked at more closely
_UNKNOWN_FIELD = re.compile(r"Cannot query field [\"'](\w+)[\"'] on type [\"'](\w+)[\"']")
_UNKNOWN_ARGUMENT = re.compile(r"Unknown argument [\"'](\w+)[\"'] on field")
_SUGGESTED = re.compile(r"Did you mean (.{1,600})")
_QUOTED = re.compile(r"[\"'](\w+)[\"']")
_WANTS_PARTS = re.compile(r"must have a (?:selection of subfields|sub selection)")
_REQUIRED = re.compile(
    r"argument [\"'](?:[\w.]+\()?(\w+)(?::\))?[\"'] of type [\"']([\w!\[\]]+)[\"'] is required", re.IGNORECASE
)


def _words(text: str) -> list[str]:
    """Return the words of a text as a list; long lists read better as prose."""
    return text.split()


WORDS = _words("""
    accessToken account accounts address admin admins album all allUsers article articles audit audits author authors auth avatar
    balance basket billing blog blogs book books bookings booking card cart categories category channel city client
    clients cmd code comment comments companies company config configuration contact contacts content count countries
    country coupon course created createdAt credential currentUser customer customers dashboard data date debug delete
    department description device devices document documents email employee employees error errors event events export
    feed feedback feeds field file files filter find flag friend friends group groups health hello history id image
    images info invoice invoices ip isAdmin item items job jobs jwt key keys likes link list location log login logs mail me
    media member members membership menu message messages name node note notes notification notifications order orders
    organisation organization owner owners page pages password payment payments people permission
    permissions person phone photo photos ping plan player post posts price product products profile profiles project
    projects public question questions rating records refreshToken report reports result results review reviews role roles room
    rooms sale sales schedule score search secret secrets self server service session sessions setting settings shop
    site slug stats status stock store subscription subscriptions system tag tags
    task tasks team teams tenant test text ticket tickets time title todo todos token tokens topic topics total
    transaction transactions type unit update updatedAt upload url user username users value version video videos viewer
    wallet wallets warehouse whoami
""")
CHANGES = _words("""
    addComment addItem addUser cancelOrder changePassword checkout confirm createAccount createArticle createComment
    createMessage createNote createOrder createPost createProduct createProject createTask createTicket
    createToken createUser deleteAccount deleteComment deleteNote deletePost deleteProduct deleteProject
    deleteUser editPost editUser forgotPassword importFile invite login logout pay refreshToken
    register registerUser removeUser resetPassword saveSettings sendMessage setRole signIn signUp signin signup subscribe
    transfer updateAccount updateEmail updateNote updatePassword updatePost updateProduct updateProfile updateRole
    updateSettings updateUser upload uploadFile
""")
ARGUMENTS = _words("""
    id ids name username user userId email password filter search query q keyword key limit offset first after last
    before page size sort order orderBy where input data title content text body message token code url uri link host
    port path scheme file filename cmd command arg args type status role slug date from to amount price public
""")


class GuessedField(msgspec.Struct):
    """What is known of a field: the arguments it takes, those it needs, and the parts of what it gives."""

    name: str
    arguments: dict[str, str] = {}
    gives: str = "String"  # the name of a type; a plain value until an error says otherwise


class Guess(msgspec.Struct):
    """A schema as far as it was learnt."""

    roots: dict[str, dict[str, GuessedField]]
    types: dict[str, dict[str, GuessedField]]

    def to_schema(self) -> GraphQLSchema | None:
        """Return the schema, None where no field of the roots was found."""
        if not self.roots.get("query"):
            return None
        try:
            return read_schema("\n".join(self._lines()))
        except UnreadableDescription:
            return None

    def _lines(self) -> Iterator[str]:
        named = {"query": "Query", "mutation": "Mutation"}
        for root, fields in self.roots.items():
            if fields:
                yield from self._type(named[root], fields)
        for name, parts in self.types.items():
            yield from self._type(name, parts or {"id": GuessedField("id")})

    def _type(self, name: str, fields: dict[str, GuessedField]) -> Iterator[str]:
        yield f"type {name} {{"
        for field in fields.values():
            arguments = ", ".join(f"{argument}: {kind}" for argument, kind in field.arguments.items())
            gives = field.gives if field.gives in self.types else "String"
            yield f"  {field.name}{f'({arguments})' if arguments else ''}: {gives}"
        yield "}"


async def guess_schema(endpoint: Endpoint) -> GraphQLSchema | None:
    """Return what a service's messages give away of its schema, None where they give nothing away.

    Costs some 15 requests and 3 more for each field found. Raises NetError and BudgetExhausted.
    """
    guess = Guess({}, {})
    if not await _tells_every_mistake(endpoint):
        return None
    for root in ROOTS:
        words = WORDS if root == "query" else CHANGES
        names = await _known_names(endpoint, root, "", words)
        guess.roots[root] = {name: GuessedField(name) for name in sorted(names)[:_MOST_FIELDS]}
        for field in guess.roots[root].values():
            await _learn(endpoint, root, field, guess)
    return guess.to_schema()


async def _tells_every_mistake(endpoint: Endpoint) -> bool:
    # Where only the first mistake is told, a name that no error refuses may be wrong all the same.
    answer = read_answer((await endpoint.ask("query { zqxa zqxb }")).response)
    return answer is not None and len([m for m in answer.messages if _UNKNOWN_FIELD.search(m)]) == 2


async def _known_names(endpoint: Endpoint, root: str, inside: str, words: Iterable[str]) -> set[str]:
    """Return the names of a type's fields: of these words those that no error refuses, and those suggested."""
    known: set[str] = set()
    waiting, asked = list(words), set(words)
    while waiting:
        batch, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        names = " ".join(batch)
        document = f"{root} {{ {inside} {{ {names} }} }}" if inside else f"{root} {{ {names} }}"
        answer = read_answer((await endpoint.ask(document)).response)
        if answer is None:
            return set()
        refused = {found[1] for message in answer.messages if (found := _UNKNOWN_FIELD.search(message))}
        if not refused and not any(name in message for message in answer.messages for name in batch):
            return set()  # it does not look at names at all, so that nothing can be learnt
        fresh = suggested(answer.messages) - asked
        asked |= fresh
        waiting.extend(sorted(fresh))
        known |= set(batch) - refused
    return known


def suggested(messages: Iterable[str]) -> set[str]:
    """Return the names that error messages suggest."""
    return {
        name
        for message in messages
        if (found := _SUGGESTED.search(message))
        for name in _QUOTED.findall(found[1])
    }


async def _learn(endpoint: Endpoint, root: str, field: GuessedField, guess: Guess) -> None:
    """Find out what a field takes and gives."""
    given = ", ".join(f"{argument}: 1" for argument in ARGUMENTS)
    answer = read_answer((await endpoint.ask(f"{root} {{ {field.name}({given}) {{ zqx }} }}")).response)
    if answer is None:
        return
    refused = {found[1] for message in answer.messages if (found := _UNKNOWN_ARGUMENT.search(message))}
    names = [argument for argument in ARGUMENTS if argument not in refused] if refused else []
    names += sorted(suggested(m for m in answer.messages if "Unknown argument" in m) - set(ARGUMENTS))
    field.arguments = {name: _type_of(name, answer.messages) for name in names}
    bare = read_answer((await endpoint.ask(f"{root} {{ {field.name} {{ zqx }} }}")).response)
    for message in (*answer.messages, *(bare.messages if bare is not None else ())):
        if found := _REQUIRED.search(message):
            field.arguments[found[1]] = found[2] if found[2].strip("![]") in ("Int", "String") else "String"
        if (found := _UNKNOWN_FIELD.search(message)) and found[1] == "zqx":
            field.gives = found[2]
    if field.gives not in ("String", "Query", "Mutation") and field.gives not in guess.types:
        parts = await _known_names(endpoint, root, field.name, WORDS)
        guess.types[field.gives] = {name: GuessedField(name) for name in sorted(parts)}


def _type_of(argument: str, messages: Iterable[str]) -> str:
    """Return the type of an argument that was given the number 1: a message names it where a number does not fit."""
    for message in messages:
        if re.search(rf"[\"']{argument}[\"'].{{0,80}}(?:String|ID)\b", message) or (
            "String cannot represent" in message and argument in message
        ):
            return "String"
    return (
        "Int" if argument in ("id", "limit", "offset", "first", "last", "page", "size", "port") else "String"
    )
