"""What an operation is for, told by its method, its path, its inputs and its words."""

from __future__ import annotations

import enum
import re

from securestack.probing.destructive import is_destructive
from securestack.probing.insertion import RequestTemplate
from securestack.scanners.api.description.model import Operation, Place, Schema
from securestack.scanners.api.names import noun_of, plain, singular, words_of


class Purpose(enum.StrEnum):
    """What an operation is for."""

    LIST = "list"
    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    LOGIN = "log in"
    REGISTER = "register"
    LOGOUT = "log out"
    CREDENTIALS = "change credentials"
    RECOVER = "recover an account"
    ACTION = "act"


READING = frozenset({Purpose.LIST, Purpose.READ})
_PASSWORD = re.compile(r"passw(?:or)?d|passphrase|pwd\Z|\Apin\Z|passcode")
_PERSON = re.compile(r"user|login|mail|account|phone|handle|identifier|nick")
_LOGIN_WORDS = frozenset(
    {"login", "signin", "authenticate", "authentication", "auth", "token", "session", "sessions", "logon"}
)
_REGISTER_WORDS = frozenset({"register", "signup", "registration", "join", "enroll", "registrations"})
_PEOPLE_WORDS = frozenset(
    {"user", "users", "account", "accounts", "member", "members", "customer", "customers", "profile"}
)
_LOGOUT_WORDS = frozenset({"logout", "signout", "logoff"})
_SESSION_WORDS = frozenset({"session", "sessions", "token", "tokens"})
_CREDENTIAL_WORDS = frozenset({"password", "passwords", "passwd", "credentials", "passcode", "pin"})
_CHANGING_WORDS = frozenset(
    {"change", "update", "edit", "reset", "verify", "confirm", "totp", "passkey", "passkeys"}
)
_VERBS = frozenset(
    [
        "accept",
        "decline",
        "begin",
        "complete",
        "finish",
        "verify",
        "confirm",
        "send",
        "resend",
        "test",
        "preview",
        "validate",
        "check",
        "refresh",
        "describe",
        "search",
        "query",
        "lookup",
        "estimate",
        "calculate",
        "export",
        "import",
        "restore",
        "archive",
        "activate",
        "enable",
        "disable",
        "retry",
        "cancel",
    ]
)
_PEOPLE_NOUNS = frozenset({"user", "account", "member", "customer", "profile", "me"})
_RECOVERY_WORDS = frozenset({"forgot", "forgotten", "recover", "recovery", "reset"})
_ADMINISTRATIVE = frozenset(
    {
        "admin",
        "admins",
        "administrator",
        "administrators",
        "administration",
        "internal",
        "staff",
        "superuser",
        "root",
        "management",
        "backoffice",
        "moderator",
    }
)
_DEEPEST = 4


def purpose_of(operation: Operation) -> Purpose:
    """Return what an operation is for."""
    words = operation_words(operation)
    if _ends_session(operation, words):
        return Purpose.LOGOUT
    if operation.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return Purpose.READ if operation.path.rstrip("/").endswith("}") else Purpose.LIST
    if operation.method == "DELETE":
        return Purpose.DELETE
    names = {plain(name) for name in credential_names(operation)}
    secret = any(_PASSWORD.search(name) for name in names)
    person = any(_PERSON.search(name) and not _PASSWORD.search(name) for name in names)
    in_path = bool(operation.path_parameters)
    if words & _RECOVERY_WORDS and person and not in_path:
        return Purpose.RECOVER
    if secret and person and operation.method == "POST" and not in_path and not words & _CHANGING_WORDS:
        if words & _REGISTER_WORDS or {"sign", "up"} <= words:
            return Purpose.REGISTER
        last = _last_words(operation)
        if last & _LOGIN_WORDS or {"sign", "in"} <= words or {"log", "in"} <= words:
            return Purpose.LOGIN
        if last & _PEOPLE_WORDS:
            return Purpose.REGISTER
    if secret and (words & _CREDENTIAL_WORDS or noun_of(operation.path) in _PEOPLE_NOUNS):
        return Purpose.CREDENTIALS
    if operation.method in ("PUT", "PATCH"):
        return Purpose.CHANGE
    return Purpose.ACTION if _acts(operation) else Purpose.CREATE


def _acts(operation: Operation) -> bool:
    """Whether a POST does something to a thing, as in `/projects/{id}/archive`, instead of making one."""
    last = operation.path.rstrip("/").rpartition("/")[2]
    if last.endswith("}") or set(words_of(last)) & _VERBS:
        return True
    makes = any(answer.status == "201" for answer in operation.answers) or singular(last) != last
    return bool(operation.path_parameters) and not makes


def _ends_session(operation: Operation, words: frozenset[str]) -> bool:
    if words & _LOGOUT_WORDS or {"log", "out"} <= words or {"sign", "out"} <= words:
        return True
    ends = operation.method == "DELETE" or "revoke" in words
    return ends and not operation.path_parameters and bool(_last_words(operation) & _SESSION_WORDS)


def _last_words(operation: Operation) -> frozenset[str]:
    """Return the words of its name and of the last fixed segment of its path, which say what it does."""
    fixed = [part for part in operation.path.split("/") if part and "{" not in part]
    return frozenset((*words_of(fixed[-1] if fixed else ""), *words_of(operation.name.rpartition(".")[2])))


def credential_names(operation: Operation) -> list[str]:
    """Return the names of what an operation takes at the top of its body, or in the one object that this holds."""
    names = [parameter.name for parameter in operation.parameters if parameter.place is Place.QUERY]
    for form in operation.bodies:
        fields = form.schema.properties or (
            form.schema.alternatives[0].properties if form.schema.alternatives else {}
        )
        names.extend(fields)
        if len(fields) == 1:
            names.extend(next(iter(fields.values())).properties)
    return names


def operation_words(operation: Operation) -> frozenset[str]:
    """Return the words of the fixed part of its path and of its name; its summary is prose and left out."""
    fixed = "/".join(part for part in operation.path.split("/") if "{" not in part)
    return frozenset((*words_of(fixed), *words_of(operation.name.rpartition(".")[2])))


def is_administrative(operation: Operation) -> bool:
    """Whether an operation is meant for administrators, by its path, name, tags or what is said of it."""
    if operation_words(operation) & _ADMINISTRATIVE:
        return True
    if any(_ADMINISTRATIVE & set(words_of(tag)) for tag in operation.tags):
        return True
    said = operation.summary.lower()
    return bool(
        re.search(r"\badmin(?:istrator)?s? only\b|\bonly (?:for )?(?:the )?admin|\brequires? admin", said)
    )


def sounds_administrative(name: str) -> bool:
    """Whether a name holds a word for administrators."""
    return bool(_ADMINISTRATIVE & set(words_of(name)))


def why_destructive(operation: Operation) -> str:
    """Return why an operation might spoil more than what the scanner made, or an empty string.

    Deleting one object is no such thing: what it deletes is chosen.
    """
    if operation.method == "DELETE":
        return "" if operation.path_parameters else "it deletes without saying what"
    fixed = "/".join("1" if "{" in part else part for part in operation.path.split("/"))
    return is_destructive(RequestTemplate(method=operation.method, origin="http://api", path=fixed))


def input_names(operation: Operation) -> list[str]:
    """Return the names of what an operation takes in query and body, nested ones included."""
    names = [parameter.name for parameter in operation.parameters if parameter.place is Place.QUERY]
    for form in operation.bodies:
        names.extend(_names(form.schema, 0))
    return names


def _names(schema: Schema, depth: int) -> list[str]:
    if depth > _DEEPEST:
        return []
    found = []
    for name, field in schema.properties.items():
        found.append(name)
        found.extend(_names(field, depth + 1))
    for choice in schema.alternatives:
        found.extend(_names(choice, depth + 1))
    return found


def is_password(name: str) -> bool:
    """Whether a field of this name takes a password."""
    return _PASSWORD.search(plain(name)) is not None


def names_person(name: str) -> bool:
    """Whether a field of this name takes what somebody is called by."""
    return _PERSON.search(plain(name)) is not None and not is_password(name)
