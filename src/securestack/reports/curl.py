"""A recorded request as a curl command that can be pasted into a shell."""

from __future__ import annotations

import re
import shlex

from securestack.core.evidence import RequestRecord

# curl works these out by itself; repeating them would contradict what it really sends.
_LEFT_TO_CURL = frozenset({"accept-encoding", "connection", "content-length", "transfer-encoding"})
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]")


def curl_command(request: RequestRecord) -> str:
    """Return a command for bash or zsh that sends the request again, byte for byte where a shell allows it.

    Paths with `..` and URLs with brackets are sent as they stand. Masked secrets stay masked: put them in by hand.
    """
    words = ["curl", "--include", "--globoff", "--path-as-is"]
    has_body = bool(request.body)
    if request.method == "HEAD" and not has_body:
        words.append("--head")
    elif request.method != ("POST" if has_body else "GET"):
        words += ["--request", quote_argument(request.method)]
    words += ["--url", quote_argument(request.url.replace("\0", "%00"))]
    for name, value in request.headers:
        if name.lower() not in _LEFT_TO_CURL and not name.startswith("@"):
            words += ["--header", quote_argument(_header(name, value))]
    if not has_body:
        return " ".join(words)
    if not any(name.lower() == "content-type" for name, _ in request.headers):
        words += ["--header", "'Content-Type:'"]  # without it curl would add the type of a form
    if "\0" in request.body:  # no argument of a program can hold one, a pipe can
        escaped = request.body.replace("\\", "\\\\").replace("\0", "\\0000")
        return f"printf '%b' {quote_argument(escaped)} | {' '.join(words)} --data-binary @-"
    return " ".join([*words, "--data-raw", quote_argument(request.body)])


def quote_argument(text: str) -> str:
    """Return one word of a shell command.

    What cannot be seen is written as an escape in the $'...' form of bash and zsh, so that pasting the command neither
    drives the terminal nor shows something other than what runs. A NUL, which no argument can hold, is left out.
    """
    text = text.replace("\0", "")
    if not _UNPRINTABLE.search(text):
        return shlex.quote(text)
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + _UNPRINTABLE.sub(_escape, escaped) + "'"


def _escape(match: re.Match[str]) -> str:
    # Every byte in its own three octal digits: hexadecimal escapes would swallow a digit that follows.
    return "".join(f"\\{byte:03o}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _header(name: str, value: str) -> str:
    value = re.sub(r"[\r\n\0]", " ", value)
    return f"{name}: {value}" if value else f"{name};"  # curl drops a header that ends in a bare colon
