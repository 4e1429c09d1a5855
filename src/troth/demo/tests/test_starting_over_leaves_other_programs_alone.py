"""`troth demo --fresh` in a database that is not the demo's alone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from troth.core.postgres import server
from troth.core.tests.embedded_postgres import scratch_home

_THEIRS = """
    CREATE SCHEMA troth;
    CREATE SCHEMA nothing;
    CREATE TABLE theirs (id integer PRIMARY KEY, account bigint);
    INSERT INTO theirs VALUES (1, 7);
    CREATE TABLE django_session (session_key text);
    INSERT INTO django_session VALUES ('of another program');
    CREATE FUNCTION troth.theirs() RETURNS integer LANGUAGE sql AS 'SELECT 1';
"""


class Shared:
    """A database in whose schema `public` another program keeps its tables."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.key = home / "keys" / "signing.pem"
        self.socket = str(server.start(home))
        server.create_database(home, "shared")

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=self.socket, user="postgres", dbname="shared", autocommit=True
        ) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def troth(self, *arguments: str, path: str = "troth") -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
        options = f"host={self.socket}&options=-c%20search_path%3D{path}"
        environment |= {
            "DATABASE_URL": f"postgresql://postgres@/shared?{options}",
            "DJANGO_SETTINGS_MODULE": "troth.settings",
            "JOURNAL_KEY": str(self.key),
            "TROTH_HOME": str(self.home / "demo"),
        }
        return subprocess.run(
            [sys.executable, "-m", "troth", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def fresh(self, **more: str) -> subprocess.CompletedProcess[str]:
        return self.troth("demo", "--no-serve", "--accounts", "4", "--fresh", **more)

    def accounts(self) -> object:
        return self.sql("SELECT count(*) FROM troth.accounts_account")[0][0]


@pytest.fixture(scope="module")
def shared() -> Iterator[Shared]:
    with scratch_home() as home:
        database = Shared(home)
        database.sql(_THEIRS)
        made = database.troth("demo", "--no-serve", "--accounts", "10")
        assert made.returncode == 0, made.stderr
        yield database
        server.stop(home)


def refused(database: Shared, says: str, **more: str) -> None:
    before, key = database.accounts(), database.key.read_bytes()
    answer = database.fresh(**more)
    assert answer.returncode == 1, answer.stdout
    assert says in answer.stderr and answer.stderr.count("\n") == 1
    assert database.accounts() == before and database.key.read_bytes() == key


def test_another_schema_stays_as_it_is(shared: Shared) -> None:
    key = shared.key.read_bytes()
    answer = shared.fresh()
    assert answer.returncode == 0, answer.stderr
    assert "with 4 accounts" in answer.stdout
    assert shared.sql("SELECT * FROM public.theirs") == [(1, 7)]
    assert shared.sql("SELECT * FROM public.django_session") == [("of another program",)]
    assert shared.sql("SELECT troth.theirs()") == [(1,)]
    # What has signed the journal of before is there, and the next has another.
    (aside,) = shared.key.parent.glob("signing.pem.until-*")
    assert aside.read_bytes() == key and aside.stat().st_mode & 0o777 == 0o600
    assert str(aside) in answer.stdout
    assert shared.key.read_bytes() != key
    assert shared.troth("journal", "verify").returncode == 0


def test_nothing_goes_where_their_tables_lie_among_the_demos(shared: Shared) -> None:
    shared.sql("CREATE TABLE troth.theirs (id integer)")
    refused(shared, "Other tables lie among the demo's")
    shared.sql("DROP TABLE troth.theirs")


def test_nothing_goes_where_their_tables_refer_to_the_demos(shared: Shared) -> None:
    shared.sql("CREATE TABLE public.refers (to_one bigint REFERENCES troth.accounts_account)")
    refused(shared, "Other tables refer to the demo's")
    shared.sql("DROP TABLE public.refers")


def test_nothing_goes_where_the_demo_lies_in_a_later_schema(shared: Shared) -> None:
    refused(shared, "not the first of the search_path", path="nothing,troth")


def test_the_journal_refuses_again_to_be_rewritten(shared: Shared) -> None:
    with pytest.raises(psycopg.errors.RestrictViolation):
        shared.sql("TRUNCATE troth.journal_entry")
