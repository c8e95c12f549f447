"""Flows of the address into sinks: what runs is told, what is encoded, compared or only shown is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.scanners.web.dom_flows import flows

WEAK = [
    ("document.write('<b>' + decodeURIComponent(location.hash.substring(5)) + '</b>')", "location.hash", "document.write"),
    ("var index=document.location.hash.indexOf('lang='); if (index != -1) document.write('<b>' + unescape(document.location.hash.substring(index + 5)));",
     "location.hash", "document.write"),
    ("box.innerHTML = decodeURI(location.search)", "location.search", "box.innerHTML"),
    ("box.innerHTML += new URLSearchParams(location.search).get('q')", "location.search", "box.innerHTML"),
    ("const q = new URLSearchParams(window.location.search).get('q');\nbox.innerHTML = `<b>`+q", "location.search", "box.innerHTML"),
    ("eval(location.hash.slice(1))", "location.hash", "eval"),
    ("setTimeout(location.hash.slice(1), 10)", "location.hash", "setTimeout"),
    ("var a = unescape(document.URL)\nvar b = a.split('#')[1]\n$('#box').html(b)", "document.URL", "html"),
    ("location = location.hash.slice(1)", "location.hash", "location"),
    ("window.location.href = decodeURIComponent(location.search.substring(1))", "location.search", "window.location.href"),
    ("box.insertAdjacentHTML('beforeend', window.name)", "window.name", "box.insertAdjacentHTML"),
]  # fmt: skip
SAFE = [
    "document.write('<b>' + encodeURIComponent(decodeURIComponent(location.hash)) + '</b>')",
    "box.textContent = decodeURIComponent(location.hash)",
    "box.innerHTML = location.hash",  # browsers leave it encoded
    "box.innerHTML = DOMPurify.sanitize(decodeURIComponent(location.hash))",
    "box.innerHTML = texts[decodeURIComponent(location.hash)]",
    "box.innerHTML = decodeURIComponent(location.hash) === '#a' ? 'one' : 'two'",
    "if (decodeURIComponent(location.hash) == '#x') { box.innerHTML = 'x' }",
    "var n = decodeURIComponent(location.hash).length; box.innerHTML = 'a'",
    "var q = decodeURIComponent(location.hash); q = escapeHtml(q); box.innerHTML = q",
    "setTimeout(function () { go(location.hash) }, 10)",
    "location.href = '/page?next=' + location.hash",
    "location.href = location.href",
    "// document.write(unescape(location.hash))\nvar a = 'document.write(unescape(location.hash))'",
    "text.replace(/a/, unescape(location.hash))",
]


@pytest.mark.parametrize(("script", "source", "sink"), WEAK)
def test_what_reaches_a_sink_is_told(script: str, source: str, sink: str) -> None:
    assert [(flow.source, flow.sink) for flow in flows(script)] == [(source, sink)]


@pytest.mark.parametrize("script", SAFE)
def test_what_is_harmless_is_not(script: str) -> None:
    assert list(flows(script)) == []


WORDS = st.sampled_from(
    [
        "location",
        ".",
        "hash",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ";",
        "=",
        "+",
        "innerHTML",
        "document",
        "write",
        "eval",
        "decodeURIComponent",
        "'a'",
        "`",
        "${",
        "\n",
        "/",
        "//",
        "x",
        ",",
        "?",
        ":",
    ]
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_no_script_is_too_broken(script: str) -> None:
    list(flows(script))
