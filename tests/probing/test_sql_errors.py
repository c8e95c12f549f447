"""Complaints of databases are recognised, told from complaints about values, and not seen in ordinary text."""

import pytest

from securestack.net.message import Response
from securestack.probing import sql_errors
from securestack.probing.sql_errors import database_error

_STATEMENTS = [
    (
        sql_errors.MYSQL,
        "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server",
    ),
    (sql_errors.MYSQL, "FUNCTION shop.abq does not exist"),
    (sql_errors.MYSQL, "Unknown column 'x' in 'where clause'"),
    (sql_errors.MYSQL, "SQLSTATE[42000]: Syntax error or access violation: 1064 You have"),
    (sql_errors.POSTGRESQL, 'psycopg2.errors.SyntaxError: unterminated quoted string at or near "\'"'),
    (sql_errors.POSTGRESQL, "ERROR: function abq(integer) does not exist"),
    (sql_errors.POSTGRESQL, "Warning: pg_query(): Query failed: ERROR"),
    (sql_errors.SQL_SERVER, "Unclosed quotation mark after the character string 'x'."),
    (sql_errors.SQL_SERVER, "'abq' is not a recognized built-in function name."),
    (sql_errors.SQL_SERVER, "Incorrect syntax near 'x'."),
    (sql_errors.ORACLE, "ORA-00933: SQL command not properly ended"),
    (sql_errors.ORACLE, "ORA-01756: quoted string not properly terminated"),
    (sql_errors.SQLITE, 'sqlite3.OperationalError: near "x": syntax error'),
    (sql_errors.SQLITE, "SQLITE_ERROR: no such function: abq"),
    (sql_errors.DB2, "DB2 SQL error: SQLCODE: -104, SQLSTATE: 42601"),
    (sql_errors.H2, "org.h2.jdbc.JdbcSQLSyntaxErrorException: Syntax error in SQL statement"),
    (sql_errors.HSQLDB, "org.hsqldb.HsqlException: unexpected token"),
    (sql_errors.DERBY, 'Lexical error at line 1, column 40.  Encountered: "x"'),
    (sql_errors.ACCESS, "[Microsoft][ODBC Microsoft Access Driver] Syntax error in string"),
    (sql_errors.SYBASE, "com.sybase.jdbc4.jdbc.SybSQLException: Incorrect"),
    (sql_errors.INFORMIX, "[Informix][Informix ODBC Driver] A syntax error has occurred."),
    (sql_errors.FIREBIRD, "Dynamic SQL Error SQL error code = -104"),
    (sql_errors.UNKNOWN, "org.springframework.jdbc.BadSqlGrammarException: bad SQL grammar"),
    (sql_errors.UNKNOWN, "ActiveRecord::StatementInvalid"),
]
_VALUES = [
    (sql_errors.MYSQL, "java.sql.SQLSyntaxErrorException: (conn=8) Truncated incorrect DATE value: '2010x'"),
    (
        sql_errors.POSTGRESQL,
        'psycopg.errors.InvalidTextRepresentation: invalid input syntax for type integer: "x"',
    ),
    (sql_errors.SQL_SERVER, "Conversion failed when converting the varchar value 'x' to data type int."),
    (sql_errors.ORACLE, "ORA-01722: invalid number"),
]
_ORDINARY = [
    "<p>Our SQL course explains syntax and errors of MySQL, Oracle, SQLite and PostgreSQL.</p>",
    "java.sql.SQLException: Invalid Input for SQL",
    "Exception SQL MySQL SQL Server Oracle Invalid Syntax",
    "The function does not exist. Access denied. Order ORA-12 is on its way.",
    "",
]


def _answer(text: str) -> Response:
    return Response(200, (("Content-Type", "text/html"),), text.encode())


@pytest.mark.parametrize(("database", "text"), _STATEMENTS)
@pytest.mark.parametrize("quote", ["plain", "escaped"])
def test_a_complaint_about_the_statement(database: str, text: str, quote: str) -> None:
    shown = text.replace('"', "&quot;").replace("'", "&#39;") if quote == "escaped" else text
    error = database_error(_answer(f"<h1>Oops</h1><p>{shown}</p>"))
    assert error is not None
    assert (error.database, error.about_value) == (database, False)
    assert "<" not in error.text


@pytest.mark.parametrize(("database", "text"), _VALUES)
def test_a_complaint_about_a_value_says_so(database: str, text: str) -> None:
    error = database_error(_answer(text))
    assert error is not None
    assert (error.database, error.about_value) == (database, True)


@pytest.mark.parametrize("text", _ORDINARY)
def test_ordinary_text_is_no_complaint(text: str) -> None:
    assert database_error(_answer(text)) is None
