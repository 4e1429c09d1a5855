"""The platform signs in to its own server as the owner of its database, and as nothing more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from troth.core.tests.embedded_postgres import python, scratch_home

_AS_PLATFORM = """
def platform():
    return psycopg.connect(
        host=str(server.create_database(home, "troth")), user=server.PLATFORM, dbname="troth",
        autocommit=True,
    )
"""

_NEW = (
    _AS_PLATFORM
    + """
with platform() as connection:
    connection.execute("CREATE TABLE ours ()")
    print(connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = user").fetchone()[0])
    try:
        connection.execute("SELECT pg_read_file('postgresql.conf')")
    except psycopg.errors.InsufficientPrivilege:
        print("refused")
"""
)

_OLD = """
with connect() as connection:
    connection.execute("CREATE DATABASE troth")
with connect("troth") as connection:
    connection.execute("CREATE TYPE kind AS ENUM ('one')")
    connection.execute("CREATE TABLE held (id bigserial PRIMARY KEY, kind kind, later text)")
    connection.execute("CREATE SEQUENCE alone")
    connection.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'")
"""

_UPGRADED = (
    _AS_PLATFORM
    + """
with platform() as connection:
    connection.execute("ALTER TABLE held DROP later")
    connection.execute("ALTER TYPE kind ADD VALUE 'two'")
    connection.execute("DROP FUNCTION one()")
    connection.execute("DROP SEQUENCE alone")
    connection.execute("INSERT INTO held DEFAULT VALUES")
    connection.execute("DROP TABLE held")
print("done")
"""
)


@pytest.fixture
def home() -> Iterator[Path]:
    with scratch_home() as home:
        yield home


def test_it_owns_the_database_and_reads_no_file_of_the_server(home: Path) -> None:
    assert python(_NEW, home).split() == ["False", "refused"]


def test_what_an_earlier_release_has_made_is_handed_over(home: Path) -> None:
    python(_OLD, home)
    assert python(_UPGRADED, home).split() == ["done"]
