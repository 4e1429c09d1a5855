"""A database without tables gets them at once, where its connection looks for them.

That they are those of an upgraded one: `cli/tests/test_each_releases_database_is_upgraded.py`.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from troth.core.database import new
from troth.core.database.new import make_tables
from troth.testing.release import database


@pytest.fixture(autouse=True)
def empty(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), database():
        yield


def run(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0]) if cursor.description else ""


def test_it_stands_in_the_schema_of_the_connection() -> None:
    run("CREATE SCHEMA provider; SET search_path = provider")
    make_tables()
    assert "accounts_person" in connection.introspection.table_names()
    assert run("SELECT to_regclass('public.accounts_person') IS NULL") == "True"
    doom = "SELECT proconfig FROM pg_proc WHERE proname = 'requests_doom_mail'"
    assert run(doom) == "['search_path=provider']"


def test_what_has_come_since_is_still_to_be_run() -> None:
    make_tables()
    known = run("SELECT count(*) FROM django_migrations")
    executor = MigrationExecutor(connection)
    to_do = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert int(known) + len(to_do) == len(executor.loader.disk_migrations)


@pytest.mark.parametrize("why", ["it has a table", "its server is older"])
def test_another_is_left_alone(why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if why == "it has a table":
        run("CREATE TABLE of_somebody ()")
    else:
        monkeypatch.setattr(new, "WRITTEN_BY", connection.pg_version + 1)  # type: ignore[attr-defined]
    make_tables()
    assert set(connection.introspection.table_names()) <= {"of_somebody"}
