"""XPath injection: a condition that only XPath understands decides what the answer shows."""

from __future__ import annotations

import secrets

import msgspec

from securestack.core.finding import Finding
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Severity
from securestack.net.message import Exchange
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.comparison import Comparison
from securestack.probing.error_texts import XPATH_ERRORS, shows_any
from securestack.probing.first_probe import first_probe
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof

RULE = Rule(
    id="web.xpath-injection",
    title="XPath injection: input changes what an XML query means",
    severity=Severity.HIGH,
    cwe=(643,),
    what="A value from the request becomes part of an XPath expression, so that it can end its string and add conditions.",
    why=(
        "XPath knows no rights: whoever changes the expression reads the whole document, one true-or-false question at "
        "a time. Where the document holds accounts, a condition that is always true logs in as the first of them."
    ),
    fix=(
        "Compile the expression once and hand values over as XPath variables. Where the library has none, compare the "
        "values in code after a query that holds no input, and refuse quotes."
    ),
    vulnerable_example="tree.xpath(\"//user[name='%s']\" % request.args['name'])",
    fixed_example="tree.xpath('//user[name=$name]', name=request.args['name'])",
    owasp=("A03:2021",),
    references=(
        Reference("OWASP: XPath Injection", "https://owasp.org/www-community/attacks/XPATH_Injection"),
        Reference(
            "CWE-643: Improper Neutralization of Data within XPath Expressions",
            "https://cwe.mitre.org/data/definitions/643.html",
        ),
        Reference("W3C: XML Path Language 1.0", "https://www.w3.org/TR/1999/REC-xpath-19991116/"),
    ),
)

_ROUNDS = 2  # pairs of a true and a false condition, each with new words, that must all tell the same


class _Form(msgspec.Struct, frozen=True):
    """How a condition is put behind a value: what ends the value, and what makes the rest of the expression right."""

    name: str
    before: str
    after: str

    def value(self, start: str, condition: str) -> str:
        return f"{start}{self.before}{condition}{self.after}"


_FORMS = (
    _Form("a string in single quotes", "' and ", " and 'a'='a"),
    _Form("a string in double quotes", '" and ', ' and "a"="a'),
    _Form("a number", " and ", ""),
    _Form("a string in single quotes", "' or ", " and 'a'='a"),
    _Form("a string in double quotes", '" or ', ' and "a"="a'),
)


async def run(probe: Probe) -> list[Finding]:
    """Ask for `string-length(...)` right and wrong, a function that no other query language has under that name."""
    first = await first_probe(probe)
    stumbled = first.exchange.response.status >= 500 > probe.baseline.response.status
    named = shows_any(first.exchange.response, XPATH_ERRORS) and not shows_any(
        probe.baseline.response, XPATH_ERRORS
    )
    if not stumbled and not named and probe.profile is not Profile.DEEP:
        return []
    comparison = Comparison(probe.baseline.response, probe.point.value)
    for form in _FORMS:
        proofs = await _decides(probe, comparison, form)
        if proofs:
            summary = (
                f"An XPath condition sent in {probe.point.position} {probe.point.name!r} behind {form.name} decides what "
                f"the answer shows: with `string-length` right it differs from the same with `string-length` wrong, "
                f"{_ROUNDS} times of {_ROUNDS}."
            )
            return [probe.finding(RULE, CHECK.id, summary, *proofs)]
    return []


async def _decides(probe: Probe, comparison: Comparison, form: _Form) -> list[Proof]:
    proofs: list[Proof] = []
    quote = '"' if '"' in form.before else "'"
    for _ in range(_ROUNDS):
        word = secrets.token_hex(2 + secrets.randbelow(3))
        right, wrong = _condition(word, len(word), quote), _condition(word, len(word) + 1, quote)
        sent = [form.value(probe.point.value, condition) for condition in (right, wrong)]
        answers = [await probe.send(value) for value in sent]
        if not _tells_apart(comparison, sent, answers):
            return []
        proofs = [
            Proof(answers[0], (right,), "the condition is true"),
            Proof(answers[1], (wrong,), "the condition is false"),
        ]
    if not comparison.learnt:
        # The difference may be the page's own: learn how it varies, and look at the last pair again.
        comparison.learn((await probe.send(probe.point.value, fresh=True)).response)
        if not _tells_apart(comparison, sent, answers):
            return []
    return proofs


def _condition(word: str, length: int, quote: str) -> str:
    return f"string-length({quote}{word}{quote})={length}"


def _tells_apart(comparison: Comparison, sent: list[str], answers: list[Exchange]) -> bool:
    right, wrong = (answer.response for answer in answers)
    if right.status >= 500 or wrong.status >= 500:
        return False  # an expression that does not compile says nothing of conditions
    return comparison.different(right, wrong, *sent)


CHECK = InjectionCheck(id="xpath-injection", rules=(RULE,), run=run)
