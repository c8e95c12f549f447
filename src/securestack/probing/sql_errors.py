"""What databases and their drivers say when a statement is broken.

A message names its database where only that one says it. It is a hint, never a proof: pages quote, imitate and log
such messages. Each entry has a needle, bytes looked for in lower case before any regular expression is tried.
"""

from __future__ import annotations

import html
import re

import msgspec

from securestack.net.message import Response

MYSQL = "MySQL or MariaDB"
POSTGRESQL = "PostgreSQL"
SQL_SERVER = "Microsoft SQL Server"
ORACLE = "Oracle"
SQLITE = "SQLite"
DB2 = "IBM Db2"
H2 = "H2"
HSQLDB = "HSQLDB"
DERBY = "Apache Derby"
ACCESS = "Microsoft Access"
SYBASE = "SAP ASE (Sybase)"
INFORMIX = "IBM Informix"
FIREBIRD = "Firebird"
UNKNOWN = ""

_LONGEST_BODY = 500_000  # bytes searched
_END_OF_LINE = re.compile(r"[\r\n<]")


class DatabaseError(msgspec.Struct, frozen=True):
    """A database's complaint in an answer. `database` is empty where the message does not tell which.

    `about_value` says that the complaint is about a value and not about the statement: a text where a number or date
    belongs is refused in the same words when it was sent properly, as a parameter.
    """

    database: str
    text: str
    about_value: bool = False


_TABLE: tuple[tuple[str, bytes, str], ...] = (
    (MYSQL, b"error in your sql syntax", r"error in your SQL syntax"),
    (MYSQL, b"mysql", r"MySQL(?:Syntax|NonTransient|Data)\w*Exception|com\.mysql\.(?:cj\.)?jdbc\.exceptions"),
    (MYSQL, b"mysql", r"Warning.{1,40}\bmysqli?_\w+\(|mysql_fetch_\w+\(\)|MySqlException|MySQLdb\.\w*Error"),
    (MYSQL, b"sqlstate[4", r"SQLSTATE\[4\d{4}\][^\n]{0,80}\b1(?:064|054|305)\b"),
    (MYSQL, b"unknown column", r"Unknown column '[^'\n]{0,200}' in '"),
    (MYSQL, b"does not exist", r"\bFUNCTION [\w.`]{1,80} does not exist"),
    (POSTGRESQL, b"pg_", r"Warning.{1,40}\bpg_\w+\(|pg_(?:query|exec)\(\)"),
    (POSTGRESQL, b"psql", r"org\.postgresql\.util\.PSQLException"),
    (POSTGRESQL, b"psycopg", r"psycopg[23]?\.errors?\.\w+|psycopg2\.\w*Error"),
    (POSTGRESQL, b"npgsql", r"Npgsql\.\w*Exception"),
    (POSTGRESQL, b"unterminated quoted", r"unterminated quoted (?:string|identifier) at or near"),
    (POSTGRESQL, b"syntax error at or near", r"syntax error at or near \S"),
    (POSTGRESQL, b"at character", r"ERROR:\s[^\n]{5,160}\bat character \d+"),
    (POSTGRESQL, b"does not exist", r"\bfunction \w+\([\w, ]*\) does not exist"),
    (
        SQL_SERVER,
        b"unclosed quotation mark",
        r"Unclosed quotation mark (?:after|before) the character string",
    ),
    (SQL_SERVER, b"incorrect syntax near", r"Incorrect syntax near (?:the keyword )?['\u2018]"),
    (SQL_SERVER, b"sqlexception", r"System\.Data\.SqlClient\.SqlException|Microsoft\.Data\.SqlClient"),
    (SQL_SERVER, b"sqlserver", r"com\.microsoft\.sqlserver\.jdbc\.SQLServerException"),
    (SQL_SERVER, b"sql server", r"(?:OLE DB Provider for |\[)SQL Server(?:\]|\s*error|[^\n]{0,20}80040e14)"),
    (SQL_SERVER, b"sql server driver", r"ODBC (?:Driver \d+ for )?SQL Server"),
    (SQL_SERVER, b"recognized built-in", r"is not a recognized (?:built-in )?function name"),
    (ORACLE, b"ora-", r"\bORA-0(?:0\d{3}|1(?:756|789|790|740|741))\b"),
    (
        ORACLE,
        b"oracle",
        r"oracle\.jdbc\.\w*Exception|OracleException|oracledb\.\w*Error|Warning.{1,40}\boci_\w+\(",
    ),
    (ORACLE, b"quoted string not properly", r"quoted string not properly terminated"),
    (
        SQLITE,
        b"sqlite",
        r"sqlite3?\.\w*(?:Error|Exception)|SQLITE_ERROR|SQLiteException|SQLite3::\w*Exception",
    ),
    (SQLITE, b"sqlite", r"Warning.{1,40}\bsqlite_\w+\(|System\.Data\.SQLite\.\w*Exception|SQLite error"),
    (SQLITE, b"unrecognized token", r"unrecognized token: ?[\"']"),
    (SQLITE, b"syntax error", r"near \"[^\"\n]{0,200}\": syntax error"),
    (SQLITE, b"no such ", r"\bno such (?:column|function): [\w.]+"),
    (DB2, b"sqlcode", r"DB2 SQL error: ?SQLCODE|SQLCODE[:=] ?-\d{3},? ?SQLSTATE"),
    (DB2, b"db2", r"com\.ibm\.db2\.jcc|CLI Driver\]\[DB2|ibm_db\w*Error|Warning.{1,40}\bdb2_\w+\("),
    (H2, b"org.h2.", r"org\.h2\.(?:jdbc|message)\.\w+"),
    (H2, b"syntax error in sql statement", r"Syntax error in SQL statement"),
    (HSQLDB, b"hsqldb", r"org\.hsqldb\.\w+"),
    (HSQLDB, b"unexpected token", r"unexpected token:? \S{0,80}(?: required)?[^\n]{0,40}in statement \["),
    (DERBY, b"derby", r"org\.apache\.derby\.\w+"),
    (DERBY, b"lexical error at line", r"Lexical error at line \d+, column \d+\.\s+Encountered"),
    (DERBY, b'encountered "', r"Syntax error: Encountered \"[^\n]{0,200}\" at line \d+, column \d+"),
    (ACCESS, b"jet", r"Microsoft JET Database Engine|JET Database Engine \(0x"),
    (ACCESS, b"access driver", r"ODBC Microsoft Access Driver"),
    (ACCESS, b"query expression", r"in query expression '"),
    (SYBASE, b"sybase", r"com\.sybase\.jdbc|Sybase message|SybSQLException|Warning.{1,40}\bsybase_\w+\("),
    (
        INFORMIX,
        b"informix",
        r"com\.informix\.jdbc|Informix ODBC Driver|IfxException|Warning.{1,40}\bifx_\w+\(",
    ),
    (FIREBIRD, b"dynamic sql error", r"Dynamic SQL Error[\s\S]{0,40}SQL error code"),
    (UNKNOWN, b"sqlsyntaxerror", r"SQLSyntaxErrorException"),
    (UNKNOWN, b"sqlgrammar", r"(?:Bad)?SqlGrammarException"),
    (UNKNOWN, b"sqlalchemy", r"sqlalchemy\.exc\.\w+"),
    (UNKNOWN, b"django.db", r"django\.db\.utils\.\w*Error"),
    (UNKNOWN, b"pdoexception", r"PDOException[^\n]{0,80}SQLSTATE|SQLSTATE\[\w{5}\]"),
    (UNKNOWN, b"sqlstate[", r"SQLSTATE\[(?:42|22|HY)\w{2,3}\]"),
    (UNKNOWN, b"activerecord", r"ActiveRecord::StatementInvalid"),
    (UNKNOWN, b"sequelize", r"SequelizeDatabaseError|QueryFailedError|JdbcSQLSyntaxError\w*"),
    (UNKNOWN, b"hibernate", r"org\.hibernate\.(?:exception|QueryException|hql)\S*"),
    # A shell complains of a syntax error and an unterminated quoted string, too.
    (UNKNOWN, b"quoted string", r"unclosed quoted string|(?<!syntax error: )unterminated quoted string"),
    (UNKNOWN, b"quotation mark", r"unclosed quotation mark"),
    (UNKNOWN, b"odbc", r"\[ODBC [^\]\n]{2,40}\][^\n]{0,80}(?:syntax|SQLSTATE|expected)"),
)

_ABOUT_VALUES: tuple[tuple[str, bytes, str], ...] = (
    (MYSQL, b"incorrect", r"(?:Truncated incorrect|Incorrect) [A-Z]{3,12} value: '"),
    (MYSQL, b"data too long", r"Data too long for column '"),
    (POSTGRESQL, b"invalid input", r"invalid input (?:syntax|value) for (?:type )?[\w ]{3,30}:"),
    (POSTGRESQL, b"out of range", r"(?:value|date/time field value)[^\n]{0,60} out of range"),
    (SQL_SERVER, b"conversion failed", r"Conversion failed when converting "),
    (SQL_SERVER, b"error converting", r"Error converting data type \w+ to \w+"),
    (ORACLE, b"ora-", r"\bORA-0(?:1722|18\d\d|6502)\b"),
    (H2, b"data conversion error", r"Data conversion error converting "),
    (DERBY, b"invalid character string format", r"Invalid character string format for type \w+"),
)


def _compiled(table: tuple[tuple[str, bytes, str], ...]) -> tuple[tuple[str, bytes, re.Pattern[str]], ...]:
    return tuple(
        (database, needle, re.compile(pattern, re.IGNORECASE)) for database, needle, pattern in table
    )


_STATEMENT_ERRORS = _compiled(_TABLE)
_VALUE_ERRORS = _compiled(_ABOUT_VALUES)


def database_error(response: Response) -> DatabaseError | None:
    """Return a database's complaint in an answer: about a value where there is one, otherwise about the statement.

    Names of drivers stand in messages of either kind, so complaints about values are looked for first.
    """
    lowered = response.body[:_LONGEST_BODY].lower()
    texts: tuple[str, ...] = ()
    for about_value, table in ((True, _VALUE_ERRORS), (False, _STATEMENT_ERRORS)):
        for database, needle, pattern in table:
            # A quote in a needle may stand as a reference in the page.
            if needle.partition(b'"')[0] not in lowered:
                continue
            texts = texts or _readings(response)
            for text in texts:
                if found := pattern.search(text):
                    line = _line_around(text, found.start(), found.end())
                    return DatabaseError(database, line, about_value)
    return None


def _readings(response: Response) -> tuple[str, ...]:
    """Return the text as it stands, which can be marked, and where it holds references with those resolved."""
    text = response.text[:_LONGEST_BODY]
    return (text, html.unescape(text)) if "&" in text else (text,)


def _line_around(text: str, start: int, end: int) -> str:
    # From the message to the end of its line, or of its element, so that it can be marked and read.
    stop = _END_OF_LINE.search(text, end)
    return text[start : min(stop.start() if stop else len(text), start + 200)].strip()
