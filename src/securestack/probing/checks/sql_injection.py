"""SQL injection: errors that quotes cause and balanced quotes heal, conditions that change the answer, and delays.

The cheapest question comes first, and what it shows decides which others are asked:

1. the first probe, which all checks share, holds single quotes; a second value with the same quotes doubled is its
   harmless twin. A database error in the first and not in the second is an injection;
2. where quotes or the value change the answer, conditions are put into the statement (`sql_forms`);
3. where nothing shows, the database is asked to wait (`sql_delays`) and a line is fitted through several delays.

What errors or conditions have proven is shown more plainly by UNION where that is cheap (`sql_union`).

No payload changes what a statement reaches; `sql_forms` and `sql_delays` say why.
"""

from __future__ import annotations

import secrets
from functools import partial

import msgspec

from securestack.core.finding import Finding
from securestack.core.location import Position
from securestack.core.rule import Reference, Rule
from securestack.core.severity import Confidence, Severity
from securestack.net.message import Exchange, Response
from securestack.probing.check import InjectionCheck, Probe
from securestack.probing.comparison import Comparison
from securestack.probing.first_probe import FirstProbe, first_probe
from securestack.probing.needs import Profile
from securestack.probing.proof import Proof, header_text
from securestack.probing.sql_delays import delays
from securestack.probing.sql_errors import UNKNOWN, DatabaseError, database_error
from securestack.probing.sql_forms import (
    CONCATENATED,
    PATTERN,
    QUOTED_FORMS,
    SINGLE_QUOTED,
    Form,
    Version,
    bare_forms,
    condition,
    is_numeric,
    stands_bare,
)
from securestack.probing.sql_union import read_by_union
from securestack.probing.timing import confirm_delay
from securestack.probing.value_hints import is_windows, name_words

RULE = Rule(
    id="web.sql-injection",
    title="SQL injection: a value becomes part of a database statement",
    severity=Severity.CRITICAL,
    cwe=(89,),
    what=(
        "A value from the request is pasted into the text of a SQL statement. Whoever sends the value can end the "
        "place it was meant for and continue the statement with SQL of their own."
    ),
    why=(
        "An attacker reads every table the application can read, passwords and personal data included, changes or "
        "deletes rows, logs in as somebody else, and with some databases reads files or runs programs on the database "
        "server. That the answer shows no rows does not help: one yes or no a request is enough to read everything."
    ),
    fix=(
        "Send statements with parameters: the statement holds placeholders, and values travel beside it, so they are "
        "never read as SQL. Every driver and every object-relational mapper can do this. What cannot be a parameter, "
        "such as a column to sort by, is chosen from a fixed list in the code. Escaping by hand is not a fix. Give the "
        "application's database user only the rights it needs, and do not show database errors to visitors."
    ),
    vulnerable_example="cursor.execute(f\"SELECT * FROM orders WHERE id = {request.args['id']}\")",
    fixed_example='cursor.execute("SELECT * FROM orders WHERE id = %s", (request.args["id"],))',
    owasp=("A03:2021",),
    references=(
        Reference(
            "OWASP: SQL Injection Prevention",
            "https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html",
        ),
        Reference("CWE-89: SQL Injection", "https://cwe.mitre.org/data/definitions/89.html"),
    ),
)

_ROUNDS = 2  # how often true and twin must differ, each time with other functions and constants
_ROUNDS_OF_NUMBERS = 4  # where nothing but numbers differs
_SEARCH_WORDS = frozenset(
    {
        "q",
        "query",
        "search",
        "s",
        "find",
        "keyword",
        "keywords",
        "filter",
        "term",
        "text",
        "name",
        "title",
        "message",
    }
)


async def run(probe: Probe) -> list[Finding]:
    """Look for SQL injection at one point; at most one finding."""
    asked = await _Inquiry.begin(probe)
    return await asked.by_error() or await asked.by_condition() or await asked.by_delay()


class _Pair(msgspec.Struct, frozen=True):
    """A true condition and its twin, with the values that were sent."""

    true: Exchange
    twin: Exchange
    true_sent: str
    twin_sent: str


class _Inquiry:
    """What is known of one point so far."""

    def __init__(self, probe: Probe, first: FirstProbe, balanced: str, control: Exchange) -> None:
        self.probe = probe
        self.first = first
        self.balanced = balanced
        self.control = control
        self.comparison = Comparison(probe.baseline.response, probe.point.value)
        self.known_error = database_error(probe.baseline.response)
        self.error = self._new_error(first.exchange.response)
        self.control_error = self._new_error(control.response)
        self.quotes_matter = False
        self.value_matters = False
        self.constants = [10 + secrets.randbelow(40) for _ in range(_ROUNDS_OF_NUMBERS)]

    @classmethod
    async def begin(cls, probe: Probe) -> _Inquiry:
        """Ask the two questions that decide about all others: quotes, and the same quotes doubled."""
        first = await first_probe(probe)
        balanced = _balanced(first.value)
        inquiry = cls(probe, first, balanced, await probe.send(balanced))
        await inquiry._weigh()
        return inquiry

    async def _weigh(self) -> None:
        self._compare_first()
        told_by_errors = self.error is not None and self.control_error is None
        if self.quotes_matter and not told_by_errors:
            await self._learn()
            self._compare_first()

    def _compare_first(self) -> None:
        answer, control = self.first.exchange.response, self.control.response
        # An error page differs in words; numbers alone are a clock, a counter or the number of a connection.
        self.quotes_matter = self._differ_in_words(
            _Pair(self.first.exchange, self.control, self.first.value, self.balanced)
        ) and self.comparison.different(answer, control, self.first.value, self.balanced)
        self.value_matters = self.comparison.different(
            self.probe.baseline.response, control, self.probe.point.value, self.balanced
        )

    async def _learn(self) -> None:
        """Ask for the baseline again, to see what the page varies by itself."""
        again = await self.probe.send(self.probe.point.value, fresh=True)
        self.comparison.learn(again.response)

    def _new_error(self, response: Response) -> DatabaseError | None:
        """Return a complaint about the statement that the baseline does not hold."""
        error = database_error(response)
        if error is None or error.about_value:
            return None
        known = self.known_error
        return None if known and error.database == known.database else error

    @property
    def database(self) -> str:
        """The database as far as an error named it."""
        for exchange in (self.first.exchange, self.control):
            error = database_error(exchange.response)
            if error and error.database:
                return error.database
        return UNKNOWN

    async def by_error(self) -> list[Finding]:
        """Quotes cause a database error and the same quotes doubled do not, twice with different words."""
        if self.error is None or self.control_error is not None:
            return []
        for quote in ("'", '"'):
            word = f"{self.probe.point.value}{self.probe.new_token()}"
            broken = await self.probe.send(word + quote)
            error = self._new_error(broken.response)
            if error is None:
                continue
            healed = await self.probe.send(word + quote * 2)
            if self._new_error(healed.response) is None:
                union = await self._union(quote, error.database)
                return [self._error_finding(quote, error, broken, healed, union)]
        return []

    async def _union(self, opening: str, database: str) -> list[Proof]:
        """Return what UNION shows, for an injection that is proven already; often nothing."""
        read = await read_by_union(self.probe, opening, database)
        if read is None:
            return []
        note = f"with rows of ours in {read.columns} columns: the database computed {read.product}"
        return [Proof(read.exchange, (read.product,), note)]

    def _error_finding(
        self, quote: str, error: DatabaseError, broken: Exchange, healed: Exchange, union: list[Proof]
    ) -> Finding:
        name = {"'": "single", '"': "double"}[quote]
        summary = (
            f"One {name} quote in {self._place} makes {_named(error.database)} answer with an error in the statement, "
            f"and two {name} quotes, which stand for one in a text, do not: the value is read as SQL."
        )
        return self.probe.finding(
            RULE,
            CHECK.id,
            summary,
            Proof(broken, (error.text,), f"with one {name} quote: the statement is broken"),
            Proof(healed, (), f"with two {name} quotes: the statement is whole again"),
            *union,
        )

    async def by_condition(self) -> list[Finding]:
        """A true condition leaves the answer as it is; a false or impossible one of equal length changes it."""
        for form in self._forms():
            found = await self._ask_form(form)
            if found:
                return [found]
        return []

    def _forms(self) -> list[Form]:
        """Choose the forms worth asking, by what the first two answers showed."""
        point, deep = self.probe.point, self.probe.profile is Profile.DEEP
        words = name_words(point.name)
        bare = bare_forms(point.value, words)
        if self.control_error is not None:
            # Doubled quotes break the statement as well, so the value stands outside of quotes.
            return bare
        if self.quotes_matter:
            return [*QUOTED_FORMS, *bare]
        if not self.value_matters:
            return []
        if deep:
            return [*bare, *QUOTED_FORMS]
        if bare:
            return [bare[0], SINGLE_QUOTED] if is_numeric(point.value) else [SINGLE_QUOTED, bare[0]]
        return [SINGLE_QUOTED, PATTERN if words & _SEARCH_WORDS else CONCATENATED]

    async def _ask_form(self, form: Form) -> Finding | None:
        true, sent = await self._send(form, Version.TRUE, 0, self.constants[0])
        if not await self._worth_more(true, sent):
            return None
        # Where errors show, a broken statement tells all; elsewhere it may look as if nothing was found.
        errors_show = self.quotes_matter or self.control_error is not None
        for version in (Version.BROKEN,) if errors_show else (Version.FALSE, Version.BROKEN):
            if pairs := await self._confirm(form, version):
                opening = form.template.removeprefix("{value}").partition(" ")[0]
                union = await self._union(opening, self.database) if len(opening) <= 2 else []
                return self._condition_finding(form, version, pairs, union)
        return None

    async def _worth_more(self, true: Exchange, sent: str) -> bool:
        """Whether the answer to a true condition allows that the condition was evaluated."""
        if self.control_error is not None:
            return self._new_error(true.response) is None
        if (
            self.quotes_matter
        ):  # then an answer like that to the unbalanced quote is an error: the form does not fit
            first = self.first
            return self._differ(_Pair(true, first.exchange, sent, first.value))
        control = _Pair(true, self.control, sent, self.balanced)
        if not self._differ(control):
            return False  # refused or not found, like any other value
        if self._differ_in_words(control) or self._like_baseline(true, sent):
            return True
        if not self.comparison.learnt:
            await self._learn()
        return self._like_baseline(true, sent)

    def _like_baseline(self, true: Exchange, sent: str) -> bool:
        baseline = self.probe.baseline.response
        return self.comparison.same(true.response, baseline, sent, self.probe.point.value)

    async def _confirm(self, form: Form, version: Version) -> list[_Pair]:
        """Return pairs of true and twin when each pair differs and all the true ones agree.

        True and twin take turns in going first, so that a page that alternates by itself does not look like an answer,
        and where only numbers differ (a count, but also a clock or the number of a connection) it takes more rounds.
        """
        first = await self._ask_pair(form, version, 0)
        if not self._differ(first):
            return []
        if not self.comparison.learnt:
            await self._learn()
            if not self._differ(first):
                return []
        pairs = [first]
        for number in range(1, _ROUNDS if self._differ_in_words(first) else _ROUNDS_OF_NUMBERS):
            pair = await self._ask_pair(form, version, number)
            if not self._differ(pair) or not self._agree(first, pair):
                return []
            pairs.append(pair)
        return pairs

    async def _ask_pair(self, form: Form, version: Version, number: int) -> _Pair:
        constant = self.constants[number]
        if number % 4 in (0, 3):
            true, true_sent = await self._send(form, Version.TRUE, number, constant)
            twin, twin_sent = await self._send(form, version, number, constant)
        else:
            twin, twin_sent = await self._send(form, version, number, constant)
            true, true_sent = await self._send(form, Version.TRUE, number, constant)
        return _Pair(true, twin, true_sent, twin_sent)

    def _differ(self, pair: _Pair) -> bool:
        true, twin = pair.true.response, pair.twin.response
        if self.control_error is not None:
            return self._new_error(true) is None and self._new_error(twin) is not None
        return self.comparison.different(true, twin, pair.true_sent, pair.twin_sent)

    def _agree(self, one: _Pair, other: _Pair) -> bool:
        """Whether two true answers are the same, or at least far more alike than either is to its twin.

        Somebody else may change a word of the page between two rounds; that must not hide what conditions change.
        """
        distance = self.comparison.distance
        between = distance(one.true.response, other.true.response, one.true_sent, other.true_sent)
        if between * 2 <= self.comparison.tolerance * 3:
            return True
        least = min(
            distance(pair.true.response, pair.twin.response, pair.true_sent, pair.twin_sent)
            for pair in (one, other)
        )
        return between * 2 < least and self._differ_in_words(one) and self._differ_in_words(other)

    def _differ_in_words(self, pair: _Pair) -> bool:
        true, twin = pair.true.response, pair.twin.response
        return self.comparison.distance(true, twin, pair.true_sent, pair.twin_sent, numbers=False) > 0

    async def _send(self, form: Form, version: Version, number: int, constant: int) -> tuple[Exchange, str]:
        sent = form.payload(self.probe.point.value, condition(number, version, constant))
        return await self.probe.send(sent), sent

    def _condition_finding(
        self, form: Form, version: Version, pairs: list[_Pair], union: list[Proof]
    ) -> Finding:
        twin = "calls a function that no database has" if version is Version.BROKEN else "is false"
        summary = (
            f"A SQL condition added to {self._place} (as {form.name}) gives one answer while it is true and another when "
            f"it {twin}, {len(pairs)} times with different constants: {_named(self.database)} evaluates the value as SQL."
        )
        proofs = []
        for pair in pairs:
            proofs.append(Proof(pair.true, (), "with a condition that is true"))
            error = self._new_error(pair.twin.response)
            proofs.append(Proof(pair.twin, (error.text,) if error else (), f"with a condition that {twin}"))
        return self.probe.finding(RULE, CHECK.id, summary, *proofs, *union)

    async def by_delay(self) -> list[Finding]:
        """The answer takes as many seconds longer as the database is asked to wait."""
        probe = self.probe
        windows = is_windows(probe.template, header_text(probe.baseline.response.headers))
        silent = not self.value_matters and not self.quotes_matter
        bare = stands_bare(probe.point.value)
        for delay in delays(probe.profile, self.database, windows=windows, silent=silent, bare=bare):
            proof = await confirm_delay(probe, partial(delay.payload, probe.point.value))
            if proof is None:
                continue
            summary = (
                f"The answer is late by the seconds that {self._place} asks {delay.database} to wait "
                f"({proof.line.slope:.2f} s for each second asked, correlation {proof.line.correlation:.3f}): "
                f"{proof.table}."
            )
            shown = [
                Proof(exchange, (), f"with a delay of {asked:g} seconds asked for")
                for asked, exchange in proof.exchanges
            ]
            return [probe.finding(RULE, CHECK.id, summary, *shown, confidence=Confidence.CERTAIN)]
        return []

    @property
    def _place(self) -> str:
        point = self.probe.point
        return f"{point.position} {point.name!r}"


def _balanced(value: str) -> str:
    """Return the value with every character that could open a text doubled."""
    return value.replace("'", "''").replace('"', '""').replace("`", "``")


def _named(database: str) -> str:
    return database or "the database"


CHECK = InjectionCheck(
    id="sql-injection",
    rules=(RULE,),
    run=run,
    positions=frozenset(Position) - {Position.XML},
)
