"""Whether a PostgreSQL server will do, before anything is made on it."""

import psycopg

from troth.core.errors import TrothError, UsageError
from troth.core.leave import reaching
from troth.core.setting_url import database_from_url

_OLDEST = 15  # PostgreSQL's version
_PATIENCE = 10  # seconds for a server to answer
_LOOK = """
    SELECT current_setting('server_version_num')::int / 10000, pg_encoding_to_char(encoding),
        coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
        quote_ident(current_user), quote_ident(datname)
    FROM pg_database WHERE datname = current_database()
"""


def try_database(url: str) -> None:
    """Sign in there, as `DATABASE_URL` says, and look.

    Raises UsageError for what is no address of a database, and TrothError, with what to do, where
    it does not answer, is too old, takes not every letter, or lets this user make no tables.
    """
    database_from_url(url)
    try:
        with (
            reaching("the platform's own database"),
            psycopg.connect(url, connect_timeout=_PATIENCE) as server,
        ):
            found = server.execute(_LOOK).fetchone()
    except psycopg.OperationalError as error:
        raise TrothError(_why(error)) from None
    except psycopg.ProgrammingError:
        raise UsageError(
            "PostgreSQL cannot read DATABASE_URL: it has an option that is unknown there, or a % "
            "in its password that has to be written as %25."
        ) from None
    assert found
    version, encoding, may_make, user, name = found
    if version < _OLDEST:
        raise TrothError(f"The server is PostgreSQL {version}; Troth needs {_OLDEST} or later.")
    if encoding != "UTF8":
        raise TrothError(
            f"The database takes {encoding} only; make one that takes every letter: "
            f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0;"
        )
    if not may_make:
        raise TrothError(
            "This database user may make no tables there; have the database's administrator run: "
            f"ALTER DATABASE {name} OWNER TO {user};"
        )


def _why(error: psycopg.OperationalError) -> str:
    """What was in the way, in our words: the server's may repeat names and passwords."""
    said = str(error).lower()
    if "password" in said or "authentication" in said:
        return "The server does not accept this user with this password; see DATABASE_URL."
    if "does not exist" in said:
        what = "user" if "role" in said else "database"
        return f"There is no such {what} on the server; make it there, or correct DATABASE_URL."
    if "no pg_hba.conf entry" in said:
        return "The server lets this machine not in; add a line to its pg_hba.conf."
    if "ssl" in said or "certificate" in said:
        return "The server and we agree on no TLS; see sslmode in DATABASE_URL."
    return "No PostgreSQL answers there; see that it runs, and that DATABASE_URL is right."
