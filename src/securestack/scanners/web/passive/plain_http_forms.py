"""Forms whose content travels in the open. What goes to the machine itself does not travel (see page_traits)."""

from __future__ import annotations

from collections.abc import Iterator

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.url import resolve
from securestack.scanners.web.check import PassiveCheck, page_finding
from securestack.scanners.web.page import Page
from securestack.scanners.web.page_traits import is_https, lowered, travels_in_the_open

RULE = Rule(
    id="web.form-over-plain-http",
    title="A form sends its content in the open",
    severity=Severity.MEDIUM,
    cwe=(319, 523),
    what="A form with a password field is served or sent over plain HTTP, or a form of an HTTPS page is.",
    why=(
        "Everybody between the user and the server can read what is typed in, and can change the form itself so that it "
        "sends the password elsewhere."
    ),
    fix="Serve the whole site over HTTPS, redirect plain HTTP to it, and send Strict-Transport-Security.",
    vulnerable_example='<form action="http://example.com/login" method="post">',
    fixed_example='<form action="/login" method="post"> on a page served over HTTPS',
    owasp=("A02:2021",),
    references=(
        Reference(
            "OWASP: Transport Layer Security Cheat Sheet",
            "https://cheatsheetseries.owasp.org/cheatsheets/Transport_Layer_Security_Cheat_Sheet.html",
        ),
        Reference("W3C: Secure Contexts", "https://www.w3.org/TR/secure-contexts/"),
    ),
)


def _run(page: Page) -> Iterator[Finding]:
    body = page.response.body
    if b"<form" not in body and b"<FORM" not in body:
        return
    served_open = travels_in_the_open(page.url)
    # An ordinary page ends here: no password over HTTP, or no plain HTTP anywhere.
    if (b"password" if served_open else b"http:") not in lowered(body) or page.document is None:
        return
    for form in page.document.css("form"):
        action = resolve(page.url, form.attributes.get("action") or "") or ""
        sent_open = travels_in_the_open(action)
        asks_password = form.css_first('input[type="password" i]') is not None
        if asks_password and (sent_open or served_open):
            how = f"is sent to {action[:200]}" if sent_open else "came"
            summary = f"A form with a password field {how} over plain HTTP."
        elif is_https(page) and sent_open:
            summary = f"A form of this HTTPS page is sent over plain HTTP to {action[:200]}."
        else:
            continue
        yield page_finding(
            page,
            RULE,
            CHECK.id,
            summary,
            form.attributes.get("action") or "",
            parameter=form.attributes.get("action") or "",
            severity=None if asks_password else Severity.LOW,
        )


CHECK = PassiveCheck(id="plain-http-forms", rules=(RULE,), run=_run, reads_body=True)
