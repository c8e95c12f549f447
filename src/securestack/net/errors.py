"""What can go wrong between us and a server, each with a message a person can act on."""

from __future__ import annotations


class NetError(Exception):
    """A request brought no usable answer. The message is one sentence without a traceback's words."""


class OutOfScope(NetError):
    """The request would have left the scope of the scan, so it was not sent."""


class CannotConnect(NetError):
    """The host does not exist, refuses, or cannot be reached."""


class TlsError(NetError):
    """The server's certificate or TLS is not acceptable."""


class AnswerTimeout(NetError):
    """The server took longer than the limit."""


class BadAnswer(NetError):
    """What came back is not HTTP, or broke off."""


class BrokenConnection(BadAnswer):
    """The connection ended before an answer began. `reused` says that it had served an earlier request.

    A server may close an idle connection at the very moment a request is sent on it, so a broken reused connection
    says nothing about the request (RFC 9112, 9.3.1).
    """

    def __init__(self, message: str, *, reused: bool = False) -> None:
        super().__init__(message)
        self.reused = reused


class NotRecorded(NetError):
    """A replay was asked for a request that the recording does not hold."""
