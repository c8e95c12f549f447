"""One clear sentence for each way in which a connection fails."""

from __future__ import annotations

import errno
import ssl

import aiohttp

from securestack.net.errors import BadAnswer, BrokenConnection, CannotConnect, NetError, TlsError

# Of OpenSSL's verification results (its manual page "openssl-verification-options", DIAGNOSTICS).
_CERTIFICATE_REASONS = {
    9: "is not valid yet",
    10: "has expired",
    18: "is self-signed",
    19: "is signed by an authority this machine does not know",
    20: "is signed by an authority this machine does not know",
    21: "is signed by an authority this machine does not know",
    62: "was made for another host name",
    64: "was made for another address",
}
_UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}


def explain(error: Exception, host: str, *, reused: bool = False) -> NetError:
    """Return what went wrong with a request to a host, as the NetError that fits."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return CannotConnect(
                f"The host name {host} cannot be resolved; check its spelling and the network."
            )
        case aiohttp.ClientConnectorCertificateError():
            return _certificate(error.certificate_error, host)
        case aiohttp.ClientConnectorSSLError():
            return _tls(error.os_error, host)
        case aiohttp.ClientHttpProxyError():
            return CannotConnect(f"The proxy refused to connect to {host}: it answered {error.status}.")
        case aiohttp.ClientProxyConnectionError():
            return CannotConnect(f"The proxy {error.host}:{error.port} cannot be reached; check its address.")
        case aiohttp.ClientConnectorError():
            return _unreachable(error.os_error, host)
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            return BrokenConnection(f"{host} closed the connection without an answer.", reused=reused)
        case aiohttp.ClientResponseError():
            return _bad_answer(error, host)
        case ssl.SSLError():
            return _tls(error, host)
        case aiohttp.InvalidURL():
            return NetError(f"{error.url} is not a web address, so nothing was sent.")
        case ValueError():
            return NetError(f"The request to {host} cannot be sent as HTTP: {_sentence(error)}.")
        case _:
            return CannotConnect(f"The connection to {host} failed: {_sentence(error)}.")


def _unreachable(error: OSError, host: str) -> NetError:
    if isinstance(error, ssl.SSLError):
        return _tls(error, host)
    if error.errno == errno.ECONNREFUSED or "refused" in str(error).lower():
        return CannotConnect(f"{host} refuses connections; check the port and that the server is running.")
    if error.errno in _UNREACHABLE:
        return CannotConnect(
            f"{host} cannot be reached from this machine; check the address and the network."
        )
    return CannotConnect(f"{host} cannot be reached: {_sentence(error)}.")


def _certificate(error: Exception, host: str) -> TlsError:
    code = getattr(error, "verify_code", 0)
    reason = _CERTIFICATE_REASONS.get(code)
    if reason is None:
        reason = f"is not acceptable ({getattr(error, 'verify_message', '') or _sentence(error)})"
    return TlsError(
        f"The TLS certificate of {host} {reason}; to scan it nevertheless, turn off certificate checks."
    )


def _tls(error: Exception, host: str) -> TlsError:
    if "WRONG_VERSION_NUMBER" in str(error) or "RECORD_LAYER_FAILURE" in str(error):
        return TlsError(f"{host} does not speak TLS on this port; try http:// instead of https://.")
    return TlsError(f"No TLS connection to {host} could be agreed on: {_sentence(error)}.")


def _bad_answer(error: aiohttp.ClientResponseError, host: str) -> BadAnswer:
    message = error.message.lower()
    if "got more than" in message or "too many" in message:
        return BadAnswer(f"{host} sent an answer whose headers are too large to be read.")
    return BadAnswer(f"{host} sent something that is not valid HTTP; check the port.")


def _sentence(error: Exception) -> str:
    text = str(getattr(error, "strerror", None) or error) or type(error).__name__
    return " ".join(text.split()).rstrip(".")[:200]
