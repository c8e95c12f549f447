"""Secrets are masked, everything else stays, and nothing moves."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.core.evidence import (
    Exchange,
    HttpEvidence,
    Mark,
    Part,
    Replay,
    RequestRecord,
    ResponseRecord,
)
from securestack.core.finding import Finding
from securestack.core.location import HttpLocation, Position, http_location
from securestack.core.masking import Masker
from securestack.core.secret_shapes import is_secret_name
from securestack.core.severity import Confidence

# Put together here, so that no scanner of secrets stumbles over this file.
AWS_KEY = "AKIA" + "ABCDEFGHIJKLMNOP"
GITHUB_TOKEN = "ghp_" + "a1B2" * 9
JWT = "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxIn0" + ".c2lnbmF0dXJl"
PRIVATE_KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nabcd==\n-----END RSA PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("password=hunter2&user=bob", "password=*******&user=bob"),
        ('{"password": "hun\\"ter2", "user": "bob"}', '{"password": "*********", "user": "bob"}'),
        ('{"apiKey":"abc","author":"bob","pin":1234}', '{"apiKey":"***","author":"bob","pin":****}'),
        ('{"session": null, "token": true}', '{"session": null, "token": true}'),
        ("DB_PASSWORD = 'hunter2'\nDB_USER='bob'", "DB_PASSWORD = '*******'\nDB_USER='bob'"),
        ("'secret_key' => 'abc',", "'secret_key' => '***',"),
        ("user[password]=abc", "user[password]=***"),
        ("token=token=abc", "token=*********"),
        (
            '<input name="csrf_token" type="hidden" value="abc">',
            '<input name="csrf_token" type="hidden" value="***">',
        ),
        ("<input value='abc' type=password name=p>", "<input value='***' type=password name=p>"),
        ('<input name="q" value="abc">', '<input name="q" value="abc">'),
        ("<meta name=csrf-token content=abc>", "<meta name=csrf-token content=***>"),
        ("Authorization: Bearer abc", "Authorization: Bearer ***"),
        ("> Cookie: a=b; theme=dark", "> Cookie: a=*; theme=****"),
        ("Set-Cookie: id=abc; Path=/; HttpOnly", "Set-Cookie: id=***; Path=/; HttpOnly"),
        ("postgres://bob:hunter2@db.test/x", "postgres://bob:*******@db.test/x"),
        (f"key {AWS_KEY} in a page", "key AKIA**************** in a page"),
        (f"x {GITHUB_TOKEN} y", "x ghp_" + "*" * 36 + " y"),
        (JWT, "eyJh" + "*" * (len(JWT) - 4)),
        (PRIVATE_KEY, "-----BEGIN RSA PRIVATE KEY-----\n****\n******\n-----END RSA PRIVATE KEY-----"),
        (
            '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--b--',
            '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n*******\r\n--b--',
        ),
        (
            "The author sidestepped passengers: keyboard=1, monkey=2",
            "The author sidestepped passengers: keyboard=1, monkey=2",
        ),
        ("nothing to see", "nothing to see"),
    ],
)
def test_text_is_masked_where_a_secret_stands(text: str, masked: str) -> None:
    assert Masker().mask_text(text) == masked


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("http://shop.test/?token=abc&q=tea#f", "http://shop.test/?token=***&q=tea#f"),
        ("http://shop.test/?user%5Bpassword%5D=a%20b", "http://shop.test/?user%5Bpassword%5D=*****"),
        ("http://bob:hunter2@shop.test/a?b", "http://bob:*******@shop.test/a?b"),
        ("http://shop.test/a;jsessionid=ABC/b;x=1", "http://shop.test/a;jsessionid=***/b;x=1"),
        ("http://shop.test/?q=<script>;token=1", "http://shop.test/?q=<script>;token=1"),
        ("http://shop.test/?q=password:x", "http://shop.test/?q=password:x"),
    ],
)
def test_urls_are_masked_field_by_field(url: str, masked: str) -> None:
    assert Masker().mask_url(url) == masked


@pytest.mark.parametrize(
    ("name", "value", "masked"),
    [
        ("Authorization", "Bearer abc.def", "Bearer *******"),
        ("Authorization", "abc", "***"),
        ("Proxy-Authorization", "Basic YTpi", "Basic ****"),
        ("Cookie", "id=abc; theme=dark; flag", "id=***; theme=****; flag"),
        ("Cookie", 'id="a=b"', "id=*****"),
        ("Set-Cookie", "id=abc; Path=/; SameSite=Lax", "id=***; Path=/; SameSite=Lax"),
        ("X-Api-Key", "abc", "***"),
        ("X-CSRF-Token", "abc", "***"),
        ("Location", "/login?token=abc&next=/", "/login?token=***&next=/"),
        ("Content-Type", "text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("WWW-Authenticate", 'Basic realm="shop"', 'Basic realm="shop"'),
        ("Access-Control-Allow-Origin", "https://shop.test", "https://shop.test"),
        ("Sec-Fetch-Site", "none", "none"),
    ],
)
def test_headers_are_masked_but_for_schemes_names_and_attributes(name: str, value: str, masked: str) -> None:
    assert Masker().mask_headers(((name, value),)) == ((name, masked),)


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "userPassword",
        "user_password",
        "PASSWD",
        "pwd",
        "api_key",
        "apiKey",
        "X-API-Key",
        "access-token",
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "author",
        "monkey",
        "keyboard",
        "side",
        "compass",
        "tokenize_not",
        "key",
        "name",
        "id",
        "pinned",
        "passenger",
    ],
)
def test_names_of_other_things(name: str) -> None:
    assert not is_secret_name(name)


def test_a_known_secret_is_found_in_every_spelling() -> None:
    secret = 'p&ss "wörd"/+1'
    masker = Masker([secret])
    for spelling in (
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote(secret, safe="").lower().replace("p%26ss", "p%26ss"),
        quote_plus(secret),
        html.escape(secret),
        json.dumps(secret)[1:-1],
    ):
        assert masker.mask_text(f"<{spelling}>") == f"<{'*' * len(spelling)}>"
    for user in ("a", "bo", "eve"):
        packed = base64.b64encode(f"{user}:{secret}".encode()).decode()
        masked = masker.mask_text(packed)
        assert len(masked) == len(packed)
        assert masked.count("*") >= len(packed) * 2 // 3


def test_secrets_too_short_to_be_told_from_words_are_left() -> None:
    assert Masker(["a", "123"]).mask_text("a cat has 123 lives") == "a cat has 123 lives"


secrets = st.text(min_size=4, max_size=12).filter(lambda secret: secret.strip("*"))
texts = st.lists(
    st.sampled_from(
        ["password", "=", ":", '"', "'", " ", "&", "\n", "Cookie: ", "Authorization: Bearer ", ";", "token"]
    )
    | st.sampled_from(
        ["http://u:p@h/", '<input name="pin" value=', ">", "=>", "\\", "--", 'name="pwd"', "\r\n\r\n", "*"]
    )
    | st.sampled_from([AWS_KEY, JWT, PRIVATE_KEY, "-----BEGIN PRIVATE KEY-----", "?", "#", "true"])
    | st.text(max_size=4),
    max_size=15,
)


@given(texts, st.lists(secrets, min_size=1, max_size=3), st.data())
def test_lengths_stay_masking_is_final_and_no_secret_gets_through(
    pieces: list[str], known: list[str], data: st.DataObject
) -> None:
    for secret in known:
        pieces.insert(data.draw(st.integers(0, len(pieces))), secret)
    text = "".join(pieces)
    masker = Masker(known)
    for mask in (masker.mask_text, masker.mask_url, masker.mask_form):
        masked = mask(text)
        assert len(masked) == len(text)
        assert mask(masked) == masked
        assert not any(secret in masked for secret in known)
        assert all(after in (before, "*") for before, after in zip(text, masked, strict=True))
    for name in ("Cookie", "Set-Cookie", "Authorization", "X-Api-Key", "X-Other"):
        headers = ((name, text),)
        once = masker.mask_headers(headers)
        assert masker.mask_headers(once) == once
        assert len(once[0][1]) == len(text)
        assert not any(secret in once[0][1] for secret in known)


# -- findings


def finding(**changes: object) -> Finding:
    request = RequestRecord(
        "POST",
        "http://shop.test/search?q=%3Cscript%3E&token=t0k3n",
        (("Cookie", "id=abcdef123456; theme=dark"), ("Authorization", "Bearer abc.def")),
        "q=<script>&password=hunter2",
    )
    response = ResponseRecord(
        200,
        "OK",
        (("Set-Cookie", "id=abcdef123456; Secure"),),
        'hello <script> and {"token": "t0k3n"} of abcdef123456',
    )
    marks = (Mark(Part.RESPONSE_BODY, 6, 14),)
    plain = Finding(
        rule_id="web.reflected-xss",
        location=HttpLocation("POST", request.url, "q", Position.QUERY),
        summary="`<script>` in q came back; the password was hunter2222.",
        confidence=Confidence.CERTAIN,
        fingerprint="f",
        evidence=HttpEvidence(
            (Exchange(request, response, note="sent as bob with hunter2222", marks=marks),),
            Replay("xss", {"template": {"query": [{"name": "q", "value": "tea"}]}, "payload": "<script>"}),
        ),
    )
    return msgspec.structs.replace(plain, **changes)


def texts_of(value: object) -> str:
    return msgspec.json.encode(value).decode()


def test_a_finding_is_masked_everywhere_and_its_evidence_stays() -> None:
    masked = Masker(["hunter2222"]).mask_finding(finding())
    exchange = masked.evidence.exchanges[0]
    assert exchange.response is not None
    text = texts_of(masked)
    assert not any(secret in text for secret in ("hunter2", "t0k3n", "abcdef123456", "abc.def"))
    assert http_location(masked.location).url == "http://shop.test/search?q=%3Cscript%3E&token=*****"
    assert masked.summary == "`<script>` in q came back; the password was **********."
    assert exchange.request.body == "q=<script>&password=*******"
    assert exchange.request.headers[0] == ("Cookie", "id=************; theme=****")
    mark = exchange.marks[0]
    assert exchange.response.body[mark.start : mark.end] == "<script>"
    assert masked.evidence.replay == finding().evidence.replay
    assert Masker(["hunter2222"]).mask_finding(masked) == masked


@pytest.mark.parametrize(
    ("parameter", "position"),
    [("token", Position.QUERY), ("/user/token", Position.JSON), ("token", Position.COOKIE)],
)
def test_a_payload_in_a_field_named_like_a_secret_stays_and_the_value_before_it_does_not(
    parameter: str, position: Position
) -> None:
    payload = "s3cr3t'><script>"
    request = RequestRecord(
        "POST",
        f"http://shop.test/?token={payload}",
        (("Cookie", f"token={payload}; other=abc"),),
        json.dumps({"token": payload}),
    )
    response = ResponseRecord(200, "OK", (), f'<input name="token" value="{payload}">')
    evidence = HttpEvidence(
        (Exchange(request, response),),
        Replay("xss", {"point": {"position": "query", "name": "token", "value": "s3cr3t", "index": 0}}),
    )
    location = HttpLocation("POST", "http://shop.test/?token=s3cr3t", parameter, position)
    masked = Masker().mask_finding(finding(location=location, evidence=evidence))
    assert "s3cr3t" not in texts_of(masked)
    kept = masked.evidence.exchanges[0]
    assert kept.response is not None
    assert kept.request.url == "http://shop.test/?token=******'><script>"
    assert kept.request.headers == (("Cookie", "token=******'><script>; other=***"),)
    assert kept.request.body == json.dumps({"token": "******'><script>"})
    assert kept.response.body == """<input name="token" value="******'><script>">"""


def test_the_state_of_a_replay_is_masked_by_the_names_of_its_fields() -> None:
    state = {
        "template": {
            "query": [{"name": "token", "value": "abc"}, {"name": "q", "value": "tea"}],
            "body": {"type": "json", "value": {"password": "hunter2", "list": [{"pin": "1234"}], "age": 3}},
        },
        "page": {"query": [{"name": "sid", "value": "abc"}]},
        "token": "qmarkerz",
        "delays": [1, 2.5, None],
        "payload": "password=x",
    }
    evidence = HttpEvidence((), Replay("check", state))
    masked = Masker(["tea time"]).mask_finding(finding(evidence=evidence)).evidence.replay
    assert masked is not None
    assert masked.state == {
        "template": {
            "query": [{"name": "token", "value": "***"}, {"name": "q", "value": "tea"}],
            "body": {"type": "json", "value": {"password": "*******", "list": [{"pin": "****"}], "age": 3}},
        },
        "page": {"query": [{"name": "sid", "value": "***"}]},
        "token": "qmarkerz",
        "delays": [1, 2.5, None],
        "payload": "password=x",
    }


@given(secrets)
def test_no_part_of_a_finding_lets_a_known_secret_through(secret: str) -> None:
    request = RequestRecord("GET", f"http://h/{secret}?a={secret}", (("X-A", secret),), secret)
    response = ResponseRecord(200, secret, (("X-B", secret),), secret)
    evidence = HttpEvidence(
        (Exchange(request, response, note=secret, actor=secret),),
        Replay("check", {"payload": secret, "template": {"path": secret, "x": [secret]}}),
    )
    plain = finding(location=HttpLocation("GET", request.url, secret), summary=secret, evidence=evidence)
    masked = Masker([secret]).mask_finding(plain)
    for value in (masked.summary, http_location(masked.location).url, masked.location.part):
        assert secret not in value
    exchange = masked.evidence.exchanges[0]
    assert exchange.response is not None
    assert exchange.request == RequestRecord(
        "GET", Masker([secret]).mask_url(request.url), (("X-A", "*" * len(secret)),), "*" * len(secret)
    )
    for text in (exchange.note, exchange.actor, exchange.response.reason, exchange.response.body):
        assert text == "*" * len(secret)
    assert masked.evidence.replay is not None
    assert set(masked.evidence.replay.state["template"]["x"][0]) == {"*"}
    assert set(masked.evidence.replay.state["payload"]) == {"*"}
