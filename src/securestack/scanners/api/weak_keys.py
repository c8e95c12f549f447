"""Words that keys of tokens are made of when somebody was in a hurry; written for this, tried offline only."""

from __future__ import annotations

from collections.abc import Iterator

_WORDS = """
secret key password passwd pass random test testing dev development demo example sample default admin
administrator root user guest changeme change-me change_me changeit letmein welcome qwerty abc abcd abcdef
token jwt jwttoken signature signing sign hmac private public shared session cookie auth authentication
authorization login access refresh bearer api app application server backend frontend service web website
site client mobile node express flask django fastapi spring laravel rails symfony nest koa hapi gin go
golang java python php ruby rust dotnet database mongo mongodb mysql postgres redis docker kubernetes cloud
aws azure gcp prod production staging local localhost internal company corp master super supersecret
topsecret mysecret mykey mypassword mytoken myjwt thesecret keyboard monkey dragon football sunshine
princess iloveyou trustno1 hello helloworld world foo bar baz foobar 1 12 123 1234 12345 123456 1234567
12345678 123456789 1234567890 0 00 000 0000 111111 abc123 password1 password123 admin123 secret123 test123
qwerty123 pass123 p@ssw0rd passw0rd s3cr3t s3cret secr3t your_secret your-secret yoursecret your_secret_key
your-secret-key your-256-bit-secret your-384-bit-secret your-512-bit-secret secret_key secret-key secretkey
jwt_secret jwt-secret jwtsecret jwt_secret_key jwt-secret-key jwtsecretkey jwt_key jwtkey my_secret
my-secret my_secret_key my-secret-key mysecretkey super_secret super-secret super_secret_key
super-secret-key supersecretkey app_secret appsecret app_key appkey api_secret apisecret api_key apikey
token_secret tokensecret session_secret sessionsecret signing_key signingkey private_key privatekey hs256
hs384 hs512 sha256 none null nil undefined empty string todo fixme insecure weak vulnerable hacker hackme
keyboard-cat keyboardcat shhh shhhh shhhhh shhhhhh ilovejwt nevergiveup verysecret very-secret very_secret
verysecretkey dontshare donttell notsecret not-a-secret this-is-a-secret thisisasecret thisissecret
this_is_a_secret_key secretsecret secret1 secret2 key1 key2 a aa aaa aaaa aaaaaaaa x xx xxx xxxx
"""
_SENTENCES = (
    "",
    "keyboard cat",
    "my secret",
    "my secret key",
    "super secret",
    "super secret key",
    "top secret",
    "this is a secret",
    "this is my secret",
    "your secret key",
    "your secret here",
    "change this",
    "change me",
    "do not tell anyone",
)


def weak_keys(*more: str) -> Iterator[str]:
    """Yield keys worth trying; `more` are words of the target itself, such as its title and its host."""
    seen = set()
    for word in (*_WORDS.split(), *_SENTENCES, *(form for own in more for form in _own(own))):
        for form in (word, word.upper(), word.capitalize()):
            if form not in seen:
                seen.add(form)
                yield form


def _own(word: str) -> Iterator[str]:
    word = word.strip().lower()
    if not word or len(word) > 40:
        return
    for ending in (
        "",
        "secret",
        "-secret",
        "_secret",
        "key",
        "-key",
        "_key",
        "123",
        "-secret-key",
        "_secret_key",
        "jwt",
    ):
        yield word + ending
    yield "secret" + word
