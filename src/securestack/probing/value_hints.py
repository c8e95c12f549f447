"""What a parameter seems to hold, judged by its name and value: a file, an address, XML.

A hint never decides whether something is a flaw. It decides how many ways of asking are worth their requests.
"""

from __future__ import annotations

import re

from securestack.core.location import Position
from securestack.probing.insertion import InsertionPoint, RequestTemplate

_FILE_NAME = re.compile(r"[^<>\"'?@\s]*\.[A-Za-z][A-Za-z0-9]{0,4}")
_HOST = re.compile(
    r"(?:[\w-]+\.)+(?:com|org|net|edu|gov|info|biz|io|dev|app|local|localhost|test|example)", re.IGNORECASE
)
_PATH = re.compile(r"(?:\.{0,2}[/\\]|[A-Za-z]:[/\\]|file:)[^<>\"'\s]*|[\w.-]+[/\\][\w./\\-]*")
_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,12}:)?[/\\]{2}\S+|[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?|localhost\b\S*",
    re.IGNORECASE,
)
_PLAIN_DATA = re.compile(r"[\d.,:+-]+|true|false|yes|no|on|off", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z_][\w:.-]*[^<>]*/?>)")
_JAVA_PATH = re.compile(r"\.(?:jspx?|jsf|faces|do|action|seam|xhtml)(?:;|$)|;jsessionid=", re.IGNORECASE)

_FILE_WORDS = (
    "attachment conf config content css dir directory display doc document download export file filename files folder "
    "font image img import inc include lang language layout load locale log logo manual media module page path pdf "
    "photo picture plugin preview read report resource root skin source src style stylesheet target template theme "
    "tpl upload view"
)
_ADDRESS_WORDS = (
    "address addr api avatar back backurl callback cancel checkout connect continue dest destination domain endpoint "
    "exit feed fetch file forward from go goto head homepage host href image img import include link load location "
    "logout navigate next open origin out page path ping proxy redir redirect ref referer referrer remote request "
    "resource return returnurl ret rss server service show site source src success target to uri url view webhook "
    "website"
)
_FILE_NAMES = frozenset(_FILE_WORDS.split())
_ADDRESS_NAMES = frozenset(_ADDRESS_WORDS.split())


def name_words(name: str) -> set[str]:
    """Return the words of a parameter name in lower case: `returnUrl` and `return_url` hold the same two."""
    return {word.lower() for word in _WORDS.findall(name)} | {name.lower()}


def looks_like_file(point: InsertionPoint) -> bool:
    """Whether a point seems to hold the name or path of a file."""
    value = point.value
    if point.position is Position.FILE_NAME:
        return False
    if _PLAIN_DATA.fullmatch(value):
        return False
    if value and _PATH.fullmatch(value):
        return True
    if _FILE_NAME.fullmatch(value) and _HOST.fullmatch(value) is None:
        return True
    return point.position is not Position.PATH and not name_words(point.name).isdisjoint(_FILE_NAMES)


def looks_like_address(point: InsertionPoint) -> bool:
    """Whether a point seems to hold a URL, a host, or the page to go to next."""
    value = point.value
    if _PLAIN_DATA.fullmatch(value):
        return False
    if value and (_URL.fullmatch(value) or value.startswith("/")):
        return True
    return point.position is not Position.PATH and not name_words(point.name).isdisjoint(_ADDRESS_NAMES)


def looks_like_xml(point: InsertionPoint) -> bool:
    """Whether a point holds an XML document, or is named as if it should."""
    if point.value:
        return _XML.match(point.value) is not None
    return not name_words(point.name).isdisjoint({"xml", "soap", "saml", "svg", "rss"})


def is_java(template: RequestTemplate, headers_text: str) -> bool:
    """Whether a Java server seems to answer, by the path and the text of the answer's headers."""
    text = headers_text.lower()
    return _JAVA_PATH.search(template.path) is not None or any(
        word in text for word in ("jsessionid", "tomcat", "coyote", "jetty", "jboss", "weblogic", "glassfish")
    )


def is_windows(template: RequestTemplate, headers_text: str) -> bool:
    """Whether a Windows server seems to answer, by the path and the text of the answer's headers."""
    text = headers_text.lower()
    path = template.path.lower()
    return path.endswith((".aspx", ".asp", ".ashx", ".asmx")) or any(
        word in text for word in ("microsoft-iis", "asp.net", "(win", "mod_ntlm")
    )
