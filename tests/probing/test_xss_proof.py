"""Whether a page would run a planted call: what runs, what only looks like it, and which answers are pages at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securestack.net.message import Response
from securestack.probing.html_rendering import blocks_inline_script, is_rendered
from securestack.probing.xss_proof import find_execution

N = "123456789"


@pytest.mark.parametrize(
    "text",
    [
        f"<svg onload=alert({N})>",
        f"<svg onload=alert`{N}`>",
        f"<SVG ONLOAD=&#97;lert({N})>",
        f"<script>alert({N})</script>",
        f"<script>var a = ''-alert({N})-'';</script>",
        f"<script>f({{a: ''-alert({N})-''}}, 1)</script>",
        f"<script>if (a == 'b\\\\')alert({N})//')\n</script>",
        f"<script>var a = `x${{alert({N})}}`;</script>",
        f"<script>// a\nalert({N})//\n</script>",
        f"<script>x = /a/-alert({N})-/b/;</script>",
        f"<script>onerror=alert;throw+{N}//</script>",
        f"<svg><script>alert&#40;{N})</script></svg>",
        f"<a href=' java\nscript:alert({N})'>x</a>",
        f"<a href='javascript:f(%27%27-alert({N})-%27%27)'>x</a>",
        f"<script src=data:,alert({N})></script>",
        f"<script src='data:text/javascript,//%0aalert({N})'></script>",
        f"<iframe srcdoc='&lt;img src=x onerror=alert({N})&gt;'></iframe>",
        f'<a onclick="f(&#39;&#39;-alert({N})-&#39;&#39;)">x</a>',
        f"<frameset><frame src='javascript:alert({N})'></frameset>",
        f'<script language=vbscript>a = ""&MsgBox({N})&""</script>',
    ],
)
def test_what_runs(text: str) -> None:
    assert find_execution(text, N) is not None


@pytest.mark.parametrize(
    "text",
    [
        f"&lt;svg onload=alert({N})&gt;",
        f"<textarea><svg onload=alert({N})></textarea>",
        f"<!-- <svg onload=alert({N})> -->",
        f"<template><svg onload=alert({N})></svg></template>",
        f"<frameset><svg onload=alert({N})></frameset>",
        f"<plaintext><svg onload=alert({N})>",
        f"<noscript><svg onload=alert({N})></noscript>",
        f"<svg onload=alert({N})",
        f'<svg onload="alert({N})',
        f"<svg onlaod=alert({N})>",
        f"<svg onload='\"alert({N})\"'>",
        f"<img src=a src='javascript:alert({N})'>",
        f"<img src='javascript:alert({N})'>",
        f"<input onfocus=b onfocus=alert({N})>",
        f"<input type=hidden onfocus=alert({N})>",
        f"<script>var a = 'alert({N})';</script>",
        f"<script>var a = '\\'-alert({N})-\\'';</script>",
        f"<script>// alert({N})</script>",
        f"<script>/* alert({N}) */</script>",
        f"<script>var a = &quot;&quot;-alert({N})-&quot;;</script>",
        f"<script>f(''-alert({N})//');\n</script>",
        f"<script>var alert({N}) = 1;</script>",
        f"<script>a.alert({N})</script>",
        f"<script>alert({N})",
        f"<script src=a.js>alert({N})</script>",
        f"<script type=application/json>alert({N})</script>",
        f"<script>alert('{N}</script>",
        f"<script src='data:text/javascript;base64,YWxlcnQ=#{N}'></script>",
        f"<a href='x:javascript:alert({N})'>x</a>",
        f"<a title='javascript:alert({N})'>x</a>",
        f"<meta http-equiv=refresh content='0;url=javascript:alert({N})'>",
        f"<script language=vbscript>' MsgBox({N})</script>",
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert find_execution(text, N) is None


@given(st.text(), st.text())
def test_no_page_is_too_broken(before: str, after: str) -> None:
    find_execution(f"{before}<script>{after}alert({N}){before}</script>{after}", N)


@pytest.mark.parametrize(
    ("status", "headers", "body", "rendered"),
    [
        (200, {"Content-Type": "text/html"}, b"x", True),
        (500, {"Content-Type": "TEXT/HTML; charset=x"}, b"x", True),
        (200, {"Content-Type": "application/json"}, b"<p>", False),
        (200, {"Content-Type": "text/plain"}, b"<html>", False),
        (200, {"Content-Type": "text/html", "Content-Disposition": "attachment; filename=a"}, b"x", False),
        (302, {"Content-Type": "text/html", "Location": "/"}, b"x", False),
        (302, {"Content-Type": "text/html"}, b"x", True),
        (304, {"Content-Type": "text/html"}, b"x", False),
        (200, {}, b"\n<html><p>x", True),
        (200, {}, b"x <p>", False),
        (200, {"X-Content-Type-Options": "nosniff"}, b"<html>", False),
    ],
)
def test_which_answers_are_pages(status: int, headers: dict[str, str], body: bytes, rendered: bool) -> None:
    assert is_rendered(Response(status, headers.items(), body)) is rendered


@pytest.mark.parametrize(
    ("policy", "blocks"),
    [
        ("", False),
        ("img-src 'self'", False),
        ("default-src 'self'", True),
        ("default-src 'self'; script-src 'unsafe-inline'", False),
        ("script-src 'unsafe-inline' 'nonce-abc'", True),
        ("script-src 'unsafe-inline' 'strict-dynamic'", True),
        ("img-src *, script-src 'none'", True),
    ],
)
def test_policies(policy: str, blocks: bool) -> None:
    assert blocks_inline_script(Response(200, [("Content-Security-Policy", policy)])) is blocks
