"""What a text says in one of many wordings: kinds of flaws, what an attacker needs, what is attacked.

Each phrase gathers terms that mean the same, so that the model learns what, say, "without authentication" means from
every wording at once. The lists were written down before anything was measured with them.
"""

from __future__ import annotations

from collections.abc import Set

_WORDINGS = {
    "without logging in": (
        "unauthenticated",
        "without authentication",
        "without authorization",
        "without credentials",
        "without privileges",
        "no authentication",
        "not authenticated",
        "missing authentication",
        "pre-auth",
        "preauth",
        "pre-authentication",
        "pre-authenticated",
    ),
    "after logging in": (
        "authenticated",
        "low-privileged",
        "low privileged",
        "high-privileged",
        "high privileged",
        "administrator privileges",
        "admin privileges",
        "subscriber-level",
        "contributor-level",
        "privileged user",
        "privileged attacker",
    ),
    "code execution": (
        "code execution",
        "command execution",
        "arbitrary code",
        "arbitrary command",
        "arbitrary commands",
        "execute code",
        "execute commands",
        "remote code",
        "malicious code",
        "command injection",
        "rce",
        "shell commands",
        "os command",
        "os commands",
    ),
    "authentication bypass": (
        "account takeover",
        "bypass authentication",
        "authentication bypass",
        "bypass of",
        "improper authentication",
        "auth bypass",
    ),
    "cross-site scripting": (
        "cross-site scripting",
        "site scripting",
        "xss",
        "html injection",
        "script injection",
    ),
    "SQL injection": ("sql injection", "sqli", "sql queries", "sql commands"),
    "request forgery": ("csrf", "request forgery", "cross-site request"),
    "denial of service": (
        "denial-of-service",
        "denial of",
        "dos",
        "crash",
        "infinite loop",
        "resource exhaustion",
        "resource consumption",
    ),
    "path traversal": (
        "path traversal",
        "directory traversal",
        "traversal",
        "arbitrary file",
        "arbitrary files",
    ),
    "deserialisation": (
        "deserialization",
        "deserialisation",
        "deserializing",
        "untrusted data",
        "unsafe deserialization",
    ),
    "file upload": ("file upload", "upload", "uploads", "uploading", "unrestricted upload"),
    "elevation of privilege": (
        "elevation of",
        "escalation of",
        "privilege escalation",
        "escalate privileges",
        "elevate privileges",
        "elevated privileges",
    ),
    "memory corruption": (
        "out of",
        "out-of-bounds",
        "out-of-bounds write",
        "use after",
        "use-after-free",
        "heap-based buffer",
        "buffer overflow",
        "type confusion",
        "memory corruption",
        "heap corruption",
        "double free",
        "integer overflow",
    ),
    "browser": ("sandbox", "crafted html", "html page"),
    "plugin": ("wordpress", "plugin", "plugins"),
    "published attack": (
        "exploit has",
        "disclosed to",
        "public and",
        "vdb",
        "identifier of",
        "manipulation of",
        "of this vulnerability",
        "classified as",
    ),
    "kernel source": (
        "linux kernel",
        "kernel the",
        "resolved in",
        "following vulnerability",
        "vulnerability has",
    ),
    "edge device": (
        "vpn",
        "ssl-vpn",
        "sslvpn",
        "gateway",
        "firewall",
        "appliance",
        "router",
        "firmware",
        "load balancer",
        "captive portal",
        "management interface",
        "administrative interface",
        "web interface",
        "remote access",
    ),
    "information disclosure": (
        "sensitive information",
        "information disclosure",
        "information exposure",
        "disclose",
        "leak",
    ),
    "user interaction": (
        "victim",
        "crafted link",
        "trick",
        "tricking",
        "clicking",
        "user interaction",
        "open a",
    ),
}
_MEANT = {term: phrase for phrase, terms in _WORDINGS.items() for term in terms}


def phrases_in(terms: Set[str]) -> tuple[str, ...]:
    """Return the phrases that words and pairs of words hold, and each two of them together, such as `plugin + file upload`."""
    found = sorted({_MEANT[term] for term in _MEANT.keys() & terms})
    pairs = [f"{one} + {other}" for place, one in enumerate(found) for other in found[place + 1 :]]
    return (*found, *pairs)
