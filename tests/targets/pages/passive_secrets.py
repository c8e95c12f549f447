"""Pages and scripts that hold secrets, made up here piece by piece, beside what only looks like one."""

from __future__ import annotations

import zlib

from aiohttp import web

from tests.targets.case import Case, Handler, html

RULE = "web.exposed-secret"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def checked_token(prefix: str, body: str) -> str:
    """Return a token of the form GitHub and npm use: 30 characters and their CRC-32 in base 62."""
    number, checksum = zlib.crc32(body.encode()), ""
    while number:
        number, digit = divmod(number, 62)
        checksum = _DIGITS[digit] + checksum
    return prefix + body + checksum.rjust(6, "0")


AWS = "AK" + "IA" + "QYLPMN5HGHFPZAM2"
GITHUB = checked_token("gh" + "p_", "zR7wBuTSPoRi4A9spHcVY5ncnsDkxk")
NPM = checked_token("np" + "m_", "hW2kQx9LmT5vBn8RcYp3JdGf6ZsAeU")
GOOGLE = "AI" + "zaSyB3x9QmK7LpWv2TnR8cHdJfGyEuZ4aXo1q"
SLACK = "xo" + "xb-" + "263594206564-2343594206574-" + "FGqddMF8t08v8N7Oq4i57vs1"
STRIPE = "sk" + "_live_" + "9aQmT4vBn8RcYp3JdGf6ZsAe"
SENDGRID = "SG" + ".ngeVfQFYQlKU0ufo8x5d1A" + ".TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr"
KEY_LINES = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu\n"
PRIVATE_KEY = f"-----BEGIN {'PRIVATE'} KEY-----\n{KEY_LINES}-----END {'PRIVATE'} KEY-----"
TOKEN = (
    "ey" + "JhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    + ".ey" + "JzdWIiOiI0NzExIiwibmFtZSI6IkFubiJ9" + ".q83vEjRWeJCrze8SNFZ4kAbCdEfGhIjKlMnOpQrStUv"
)  # fmt: skip


def _page(body: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return html(body)

    return handler


def _script(body: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type="text/javascript")

    return handler


def _case(name: str, handler: Handler, *, weak: bool = True) -> Case:
    return Case(f"/passive/secrets/{name}", handler, RULE, weak)


CASES = [
    _case("aws", _page(f"<script>var id = '{AWS}'</script>")),
    _case("github", _page(f"<!-- deploy with {GITHUB} -->")),
    _case("npm", _page(f"<pre>//registry/:_authToken={NPM}</pre>")),
    _case("google", _page(f"<script src='https://maps.example/api?key={GOOGLE}'></script>")),
    _case("slack", _script(f"post('{SLACK}')")),
    _case("stripe", _script(f"const pay = Pay('{STRIPE}')")),
    _case("sendgrid", _script(f"mail.key = '{SENDGRID}'")),
    _case("private-key", _page(f"<pre>{PRIVATE_KEY}</pre>")),
    _case("token", _page(f"<div data-auth='{TOKEN}'></div>")),
    _case("address", _page("<pre>postgresql://shop:kR7-tulip-4821@db/shop</pre>")),
    _case("assigned", _script("var config = {apiSecret: 'f3Kq9ZtW1xPb7LmR5vYd2NcH'}")),
    _case("aws-example", _page("<code>AKIA" + "IOSFODNN7EXAMPLE</code>"), weak=False),
    _case("aws-in-address", _page(f"<img src='/p.png?X-Amz-Credential={AWS}%2F20260101%2Feu'>"), weak=False),
    _case(
        "github-bad-checksum", _page(f"<p>{GITHUB[:-1]}{'a' if GITHUB[-1] != 'a' else 'b'}</p>"), weak=False
    ),
    _case("stripe-public", _script("const pay = Pay('pk" + "_live_9aQmT4vBn8RcYp3JdGf6ZsAe')"), weak=False),
    _case("placeholder", _script("var config = {apiSecret: 'your-secret-goes-here-1234'}"), weak=False),
    _case("label", _script("var words = {passwordLabel: 'Enter_your_password_2_times'}"), weak=False),
    _case("form", _page("<form><input type=password name=password value='' id=password></form>"), weak=False),
    _case(
        "key-header",
        _page("<p>A key begins with -----BEGIN " + "PRIVATE KEY----- and ends alike.</p>"),
        weak=False,
    ),
    _case(
        "address-without",
        _page("<pre>postgresql://shop:password@db/shop, mail@shop.example</pre>"),
        weak=False,
    ),
    _case("not-a-token", _page("<p>eyJhbGci.eyJzdWIi.short</p>"), weak=False),
]
