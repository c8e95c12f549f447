"""Each way in which a connection fails has its sentence. The common ones are met for real in test_transport."""

from __future__ import annotations

import errno
import ssl

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from securestack.net.connection_errors import explain
from securestack.net.errors import CannotConnect, NetError, TlsError

KEY = ConnectionKey("shop.test", 443, True, True, None, None, None)


def certificate_error(code: int, message: str = "") -> aiohttp.ClientConnectorCertificateError:
    error = ssl.SSLCertVerificationError(
        1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:1006)"
    )
    error.verify_code = code
    error.verify_message = message
    return aiohttp.ClientConnectorCertificateError(KEY, error)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (9, "is not valid yet"),
        (10, "has expired"),
        (18, "is self-signed"),
        (20, "is signed by an authority this machine does not know"),
        (62, "was made for another host name"),
        (23, "is not acceptable (certificate revoked)"),
    ],
)
def test_certificates(code: int, words: str) -> None:
    error = explain(certificate_error(code, "certificate revoked"), "shop.test")
    assert isinstance(error, TlsError)
    assert str(error) == (
        f"The TLS certificate of shop.test {words}; to scan it nevertheless, turn off certificate checks."
    )


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (OSError(errno.ECONNREFUSED, "Connect call failed"), CannotConnect, "refuses connections"),
        (
            OSError(errno.EHOSTUNREACH, "No route to host"),
            CannotConnect,
            "cannot be reached from this machine",
        ),
        (
            OSError(errno.ENETUNREACH, "Network is unreachable"),
            CannotConnect,
            "cannot be reached from this machine",
        ),
        (
            OSError(errno.EMFILE, "Too many open files"),
            CannotConnect,
            "cannot be reached: Too many open files.",
        ),
        (ssl.SSLError(1, "[SSL: NO_PROTOCOLS_AVAILABLE]\nx"), TlsError, "No TLS connection to shop.test"),
    ],
)
def test_connections(error: OSError, kind: type[NetError], words: str) -> None:
    explained = explain(aiohttp.ClientConnectorError(KEY, error), "shop.test")
    assert isinstance(explained, kind)
    assert words in str(explained)
    assert "\n" not in str(explained)


def test_what_nobody_thought_of_is_still_a_sentence() -> None:
    assert str(explain(RuntimeError(), "shop.test")) == "The connection to shop.test failed: RuntimeError."
