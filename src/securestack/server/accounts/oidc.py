"""Signing on through an OpenID Connect provider: discovery, the code flow with PKCE, and the checks of the ID token.

Sources: OpenID Connect Core 1.0 (sections 3.1.2 to 3.1.3.7), OpenID Connect Discovery 1.0, RFC 7636 (PKCE), RFC 9207
(the issuer in the answer), RFC 9700 (security of OAuth 2.0).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import jwt
import msgspec

from securestack.server.kit.cache import Cache

_SCOPES = "openid email profile"
_ALGORITHMS = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
_LEEWAY = 60  # seconds that clocks may differ
_PATIENCE = aiohttp.ClientTimeout(total=10.0)
_LARGEST = 1 << 20  # bytes of an answer


class OidcError(Exception):
    """The provider did not answer as it must. The message is for the log and the audit log, not for who signs on."""


class Identity(msgspec.Struct, frozen=True):
    """Whom the provider says somebody is."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    name: str | None


class Provider:
    """One OpenID Connect provider, and what it says of itself, kept for an hour."""

    def __init__(self, issuer: str, client_id: str, client_secret: str | None) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._described: Cache[str, dict[str, Any]] = Cache("oidc", seconds=3600.0, size=4)
        self._keys: Cache[str, jwt.PyJWKSet] = Cache("oidc-keys", seconds=3600.0, size=4)

    async def authorization_url(self, *, redirect_uri: str, state: str, nonce: str, verifier: str) -> str:
        """Return where the browser goes to sign on. Raises OidcError."""
        challenge = _base64url(hashlib.sha256(verifier.encode()).digest())
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": _SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = await self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(query)}"

    async def identity(self, *, code: str, redirect_uri: str, nonce: str, verifier: str) -> Identity:
        """Return whom a code stands for, once everything about it has been checked. Raises OidcError."""
        answer = await self._exchange(code, redirect_uri, verifier)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OidcError("The provider sent no ID token.")
        claims = await self._claims(token)
        if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
            raise OidcError("The ID token was made for another sign-on.")
        if "email" not in claims:
            claims = {**await self._user_info(answer, claims["sub"]), **claims}
        email, name = claims.get("email"), claims.get("name") or claims.get("preferred_username")
        return Identity(
            self.issuer,
            str(claims["sub"])[:255],
            email if isinstance(email, str) else None,
            claims.get("email_verified") in (True, "true"),
            name if isinstance(name, str) else None,
        )

    async def _exchange(self, code: str, redirect_uri: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json"}
        methods = (await self._description()).get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )
        if self._client_secret is None:
            form["client_id"] = self._client_id
        elif "client_secret_basic" in methods:
            pair = (
                f"{quote(self._client_id, safe='')}:{quote(self._client_secret, safe='')}"  # RFC 6749, 2.3.1
            )
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form |= {"client_id": self._client_id, "client_secret": self._client_secret}
        return await _ask("POST", await self._endpoint("token_endpoint"), data=form, headers=headers)

    async def _claims(self, token: str) -> dict[str, Any]:
        """Return what an ID token says. Raises OidcError unless it is meant for us, fresh, and signed by the provider."""
        try:
            key = await self._key(jwt.get_unverified_header(token))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=sorted(_ALGORITHMS),
                audience=self._client_id,
                issuer=self.issuer,
                leeway=_LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise OidcError(f"The ID token is not valid: {type(error).__name__}.") from error
        audience = claims["aud"]
        several = isinstance(audience, list) and len(audience) > 1
        if (several or "azp" in claims) and claims.get("azp") != self._client_id:
            raise OidcError("The ID token was made for another client.")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise OidcError("The ID token names nobody.")
        return claims

    async def _key(self, header: dict[str, Any]) -> jwt.PyJWK:
        if header.get("alg") not in _ALGORITHMS:
            raise OidcError("The ID token is not signed in a way that can be believed.")
        for attempt in range(2):
            keys = (await self._keys.get("keys", self._load_keys)).keys
            usable = [key for key in keys if key.public_key_use in (None, "sig")]
            found = [key for key in usable if key.key_id == header.get("kid")]
            if not found and header.get("kid") is None and len(usable) == 1:
                found = usable
            if found:
                return found[0]
            if attempt == 0:
                self._keys.forget("keys")  # the provider may have begun to use a new one
        raise OidcError("The ID token is signed by a key that the provider does not name.")

    async def _load_keys(self) -> jwt.PyJWKSet:
        document = await _ask("GET", await self._endpoint("jwks_uri"))
        try:
            return jwt.PyJWKSet.from_dict(document)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
            raise OidcError("The provider's keys cannot be read.") from error

    async def _user_info(self, answer: dict[str, Any], subject: str) -> dict[str, Any]:
        token, description = answer.get("access_token"), await self._description()
        if not isinstance(token, str) or "userinfo_endpoint" not in description:
            return {}
        endpoint = await self._endpoint("userinfo_endpoint")
        info = await _ask("GET", endpoint, headers={"Authorization": f"Bearer {token}"})
        if info.get("sub") != subject:  # it may be somebody else's (section 5.3.2)
            raise OidcError("The provider told about somebody else.")
        return {name: info[name] for name in ("email", "email_verified", "name") if name in info}

    async def _endpoint(self, name: str) -> str:
        address = (await self._description()).get(name)
        secure = urlsplit(self.issuer).scheme == "https"
        if not isinstance(address, str) or urlsplit(address).scheme not in (
            ("https",) if secure else ("https", "http")
        ):
            raise OidcError(f"The provider does not name a usable {name}.")
        return address

    async def _description(self) -> dict[str, Any]:
        return await self._described.get("description", self._discover)

    async def _discover(self) -> dict[str, Any]:
        document = await _ask("GET", self.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if document.get("issuer") != self.issuer:
            raise OidcError("The provider calls itself by another name than SECURESTACK_OIDC_ISSUER.")
        return document


async def _ask(method: str, url: str, **options: Any) -> dict[str, Any]:
    """Return the JSON object that an endpoint answers with. Raises OidcError."""
    place = urlsplit(url)._replace(query="").geturl()
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE, cookie_jar=aiohttp.DummyCookieJar()) as client,
            client.request(method, url, allow_redirects=False, **options) as response,
        ):
            body = await response.content.read(_LARGEST + 1)
            while len(body) <= _LARGEST and (more := await response.content.read(_LARGEST)):
                body += more
            status = response.status
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise OidcError(f"{place} did not answer: {type(error).__name__}.") from error
    if status != 200 or len(body) > _LARGEST:
        raise OidcError(f"{place} answered with status {status}.")
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise OidcError(f"{place} did not answer with a JSON object.") from error


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
