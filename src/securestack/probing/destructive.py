"""Whether a request looks as if it would destroy something: end a session, delete data, reset or install the application.

Decided on whole words, so that /delivery, /logout-info or an article called reset-button-shirt stay allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from securestack.probing.insertion import (
    Field,
    FormBody,
    JsonBody,
    MultipartBody,
    RequestTemplate,
)
from securestack.probing.json_pointer import json_leaves


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set; long lists read better as prose."""
    return frozenset(text.split())


# Verbs that mean destruction with almost any object behind them.
_STRONG = word_set(
    "logout logoff signout signoff delete del destroy remove erase wipe purge truncate uninstall unsubscribe shutdown "
    "poweroff reboot deactivate terminate createdb dropdb resetdb initdb cleardb deletedb selfdestruct"
)
# Verbs that are also everyday words: only alone, or next to an object they can act on.
_WEAK = word_set(
    "drop reset setup install reinstall restart disable cancel clear flush revoke ban block suspend factoryreset "
    "restore rollback kill stop close format empty"
)
# Of the weak ones, those that destroy nothing worth sparing when they stand alone: a search form has such buttons.
_NEEDS_OBJECT = word_set("clear cancel close stop block format empty restore kill ban")
_PAIRS = frozenset(
    {
        ("log", "out"),
        ("log", "off"),
        ("sign", "out"),
        ("sign", "off"),
        ("shut", "down"),
        ("power", "off"),
        ("set", "up"),
    }
)
_OBJECTS = word_set(
    "a all account accounts admin alias application app avatar backup basket board book bucket cache card cart category "
    "client comment comments config configuration contact content customer data database databases db device document "
    "email entries entry env everything factory file files folder group history id image installation instance invoice "
    "item items job key keys link list log logs mail me message messages my note object order orders page password "
    "passwords paste pastes photo post posts product products profile project queue record records role row rows schema "
    "selected server service session sessions setting settings site store stored subscription system table tables task "
    "tasks tenant the this ticket token topic upload user users vm wallet wishlist your step wizard do action confirm "
    "confirmed now submit index by one single item many bulk"
)
# Words that turn the name into something to read.
_NEUTRAL = word_set(
    "about article blog button buttons doc docs documentation example examples faq guide guides help history how howto info "
    "information instructions manual news notes policy question questions reason reasons review reviews status story "
    "success successful tip tips tutorial tutorials what when why"
)
_STATIC = re.compile(
    r"\.(?:css|js|mjs|map|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|md|txt|pdf)\Z", re.IGNORECASE
)
_EXTENSION = re.compile(r"\.[A-Za-z]{1,5}\Z")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_IDENTIFIER = re.compile(r"[\d-]+|[0-9a-f-]{8,}|\{\w+\}|[:<]\w+>?", re.IGNORECASE)
_FREE_TEXT = word_set(
    "q query s search searchfor keyword keywords term terms text name title message comment content word words tag tags "
    "subject description body note bio find lang"
)
_PASSWORD = word_set("password passwd pwd pass passphrase")
_CHANGE = word_set("change update new old current edit set modify")
_OFF = frozenset({"0", "false", "no", "off", "none"})


def is_destructive(template: RequestTemplate, label: str = "") -> str:
    """Return why a request looks destructive, as half a sentence, or an empty string where it does not.

    `label` is what a person would click on: the text of the link or of the button.
    """
    if template.method == "DELETE":
        return "its method is DELETE"
    return (
        _path_reason(template)
        or _fields_reason(template.query, "its query")
        or _fields_reason(_body_fields(template), "its form")
        or _label_reason(label)
        or _password_reason(template)
    )


def _path_reason(template: RequestTemplate) -> str:
    if template.method == "GET" and _STATIC.search(template.path):
        return ""
    segments = [unquote(part.partition(";")[0]) for part in template.path.split("/") if part]
    for place, segment in enumerate(segments):
        later = segments[place + 1 :]
        if later and not _acts_on(later):
            continue
        if phrase := _action(_words(_EXTENSION.sub("", segment)), slug="-" in segment):
            return f"its path says “{phrase}”"
    return ""


def _acts_on(later: list[str]) -> bool:
    """Whether the segments behind a verb are what it acts on, and not the title of something to read."""
    for segment in later:
        words = _words(_EXTENSION.sub("", segment))
        if _NEUTRAL & set(words):
            return False
        if len(words) > 2 and not _IDENTIFIER.fullmatch(segment) and not _OBJECTS.issuperset(words):
            return False
    return True


def _fields_reason(fields: tuple[Field, ...], place: str) -> str:
    for field in fields:
        name = _words(field.name)
        if not _FREE_TEXT.isdisjoint(name):
            continue
        if field.value.strip().lower() not in _OFF and (phrase := _action(name, slug=False)):
            return f"{place} says “{phrase}”"
        value = field.value.strip()
        if len(value) <= 60 and (phrase := _value_action(value)):
            return f"{place} says “{phrase}”"
    return ""


def _value_action(value: str) -> str:
    """Return the action a field's value names. A value may be a route of its own, such as `user/logout`."""
    tail = value.rpartition("/")[2]
    return _action(_words(_EXTENSION.sub("", tail)), slug="-" in tail)


def _label_reason(label: str) -> str:
    label = label.strip()
    if not label or len(label) > 40:
        return ""
    phrase = _action(_words(label), slug=True)
    return f"it is labelled “{phrase}”" if phrase else ""


def _password_reason(template: RequestTemplate) -> str:
    fields = template.query + _body_fields(template)
    names = [set(_words(field.name)) for field in fields]
    passwords = [words for words in names if not words.isdisjoint(_PASSWORD)]
    if len(passwords) >= 2 and any(not words.isdisjoint(_CHANGE) for words in passwords):
        return "it changes a password"
    tail = set(_words(template.path.rstrip("/").rpartition("/")[2]))
    if passwords and not tail.isdisjoint(_PASSWORD) and not tail.isdisjoint(_CHANGE):
        return "it changes a password"
    return ""


def _action(words: list[str], *, slug: bool) -> str:
    """Return the destructive phrase that a name's words make, or an empty string.

    `slug` says that the words stood apart as in prose, where three words and more are a title rather than a command.
    """
    words = _joined_pairs(words)
    if not words or not _NEUTRAL.isdisjoint(words):
        return ""
    first, last = words[0], words[-1]
    others = [word for word in words if word not in _STRONG and word not in _WEAK and not word.isdigit()]
    known = all(word in _OBJECTS for word in others)
    phrase = " ".join(words[:4])
    if first in _STRONG or (last in _STRONG and not slug):
        return phrase if known or len(words) <= 2 or not slug else ""
    if last in _STRONG:
        return phrase if known else ""
    if first in _WEAK or last in _WEAK:
        if not others:
            return "" if first in _NEEDS_OBJECT else phrase
        return phrase if known else ""
    return ""


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text[:200])]


def _joined_pairs(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and (joined[-1], word) in _PAIRS:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _body_fields(template: RequestTemplate) -> tuple[Field, ...]:
    match template.body:
        case FormBody(fields) | MultipartBody(fields):
            return fields
        case JsonBody(value):
            return tuple(_json_fields(value))
        case _:
            return ()


def _json_fields(document: Any) -> Iterator[Field]:
    for pointer, leaf in json_leaves(document):
        yield Field(pointer.rpartition("/")[2], leaf if isinstance(leaf, str) else "")
