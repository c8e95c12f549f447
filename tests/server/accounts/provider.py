"""A small OpenID Connect provider on loopback, which does what a real one does, and what a hostile one might."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "securestack", "p@ss:word/of the client"


@dataclass
class Subject:
    """Who signs on at the provider."""

    subject: str
    email: str | None = None
    email_verified: bool = True
    name: str | None = "Ann Example"


@dataclass
class Grant:
    """What a code stands for."""

    query: dict[str, str]
    subject: Subject


@dataclass
class Provider:
    """The provider: who signs on next, and how its answers differ from what they should be."""

    subject: Subject
    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    key_id: str = "first"
    change_claims: dict[str, Any] = field(default_factory=dict)
    drop_claims: tuple[str, ...] = ()
    sign_with: rsa.RSAPrivateKey | None = None
    forge: str | None = None  # "none" or "HS256"
    email_by_userinfo: bool = False
    userinfo_subject: str | None = None
    discovered_issuer: str | None = None
    grants: dict[str, Grant] = field(default_factory=dict)
    tokens: dict[str, Subject] = field(default_factory=dict)
    token_errors: list[str] = field(default_factory=list)

    def reset(self, subject: Subject) -> None:
        """Be as a new provider with the same address and key."""
        fresh = Provider(subject, self.issuer, self.key, self.key_id)
        self.__dict__.update(fresh.__dict__)

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        self.key, self.key_id = rsa.generate_private_key(65537, 2048), secrets.token_hex(4)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.discovered_issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def keys(self) -> dict[str, Any]:
        public = msgspec.json.decode(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """Return where the browser is sent back to."""
        assert query["client_id"] == CLIENT_ID
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert "openid" in query["scope"].split()
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(query, self.subject)
        back = {"code": code, "state": query["state"], "iss": self.issuer}
        return f"{query['redirect_uri']}?{urlencode(back)}"

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Return the tokens for a code, or None when something about the request is wrong."""
        pair = f"{quote(CLIENT_ID, safe='')}:{quote(CLIENT_SECRET, safe='')}"
        grant = self.grants.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        for fault, wrong in (
            ("client", authorization != "Basic " + base64.b64encode(pair.encode()).decode()),
            ("code", grant is None),
            ("redirect_uri", grant is not None and form.get("redirect_uri") != grant.query["redirect_uri"]),
            (
                "verifier",
                grant is not None and challenge.rstrip(b"=").decode() != grant.query["code_challenge"],
            ),
        ):
            if wrong:
                self.token_errors.append(fault)
                return None
        assert grant is not None
        access = secrets.token_urlsafe(16)
        self.tokens[access] = grant.subject
        return {"access_token": access, "token_type": "Bearer", "id_token": self._id_token(grant)}

    def userinfo(self, token: str) -> dict[str, Any] | None:
        subject = self.tokens.get(token)
        if subject is None:
            return None
        named = self.userinfo_subject or subject.subject
        return {"sub": named, "email": subject.email, "email_verified": subject.email_verified}

    def _id_token(self, grant: Grant) -> str:
        moment = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": grant.subject.subject,
            "aud": CLIENT_ID,
            "iat": moment,
            "exp": moment + 300,
            "nonce": grant.query["nonce"],
            "name": grant.subject.name,
        }
        if not self.email_by_userinfo:
            claims |= {"email": grant.subject.email, "email_verified": grant.subject.email_verified}
        claims |= self.change_claims
        claims = {name: value for name, value in claims.items() if name not in self.drop_claims}
        if self.forge == "none":
            return jwt.encode(claims, "", algorithm="none", headers={"kid": self.key_id})
        if self.forge == "HS256":  # with what everybody knows of the key as the secret
            secret = self.keys()["keys"][0]["n"]
            return jwt.encode(claims, secret, algorithm="HS256", headers={"kid": self.key_id})
        return jwt.encode(claims, self.sign_with or self.key, algorithm="RS256", headers={"kid": self.key_id})


@contextlib.contextmanager
def provider(subject: Subject) -> Iterator[Provider]:
    """Lend a running provider."""
    served = Provider(subject)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(served))
    served.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(served: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pieces = urlsplit(self.path)
            if pieces.path == "/.well-known/openid-configuration":
                self._answer(served.discovery())
            elif pieces.path == "/keys":
                self._answer(served.keys())
            elif pieces.path == "/userinfo":
                self._answer(served.userinfo(self.headers.get("Authorization", "").removeprefix("Bearer ")))
            elif pieces.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", served.authorize(_single(pieces.query)))
                self.end_headers()
            else:
                self._answer(None)

        def do_POST(self) -> None:
            form = _single(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._answer(served.token(form, self.headers.get("Authorization", "")))

        def _answer(self, document: dict[str, Any] | None) -> None:
            body = msgspec.json.encode(document or {"error": "invalid_grant"})
            self.send_response(200 if document is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Keep quiet."""

    return Handler


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
