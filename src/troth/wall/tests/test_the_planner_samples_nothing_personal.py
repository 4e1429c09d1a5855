"""What PostgreSQL's planner knows of a table outlives its rows: nothing personal is in it."""

import os
import subprocess

import pytest
from django.core.management import call_command
from django.db import connection

from troth.core.postgres.server import binaries
from troth.erasure.tests import canary
from troth.testing import make
from troth.wall.build import build_wall

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "qcanary"


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def sampled() -> str:
    """All values that the planner keeps, of tables and of indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(string_agg(concat_ws(' ', tablename, attname, "
            "most_common_vals::text, histogram_bounds::text, most_common_elems::text), chr(10)), "
            "'') FROM pg_stats WHERE schemaname = current_schema()"
        )
        return str(cursor.fetchone()[0])


def filled() -> None:
    """Several customers, whose every text is a token."""
    make.in_force()
    for _ in range(5):
        account = make.full_account()
        make.inquiry(make.owner(account).email.upper(), closed=make.NOW)
    canary.fill(TOKEN)


def test_no_value_of_a_classified_column_is_sampled() -> None:
    filled()
    run("ANALYZE")
    assert "accounts_membership role" in sampled()  # what finds rows still is
    assert TOKEN not in sampled()


def test_what_an_earlier_release_has_sampled_goes_with_the_upgrade() -> None:
    filled()
    run(
        "ALTER TABLE accounts_person ALTER COLUMN name SET STATISTICS -1",
        "ALTER TABLE support_inquiry ALTER COLUMN email SET STATISTICS -1",
        "ALTER INDEX inquiry_addressed ALTER COLUMN 1 SET STATISTICS -1",
        "ANALYZE",
        "COMMENT ON TABLE accounts_person IS 'of an older version'",
        "COMMENT ON TABLE support_inquiry IS 'of an older version'",
    )
    assert sampled().count(TOKEN) >= 3
    build_wall()
    assert TOKEN not in sampled()
    run("ANALYZE")
    assert TOKEN not in sampled()


def test_a_migration_that_adds_an_index_has_it_left_out_too() -> None:
    filled()
    run("CREATE INDEX of_a_test ON accounts_person (upper(name))")
    try:
        call_command("migrate", "accounts", verbosity=0)
        run("COMMENT ON TABLE accounts_person IS NULL")
        build_wall()
        run("ANALYZE")
        assert TOKEN not in sampled().lower()
    finally:
        run("DROP INDEX of_a_test")


def test_a_dump_with_statistics_holds_none_of_who_was_erased() -> None:
    filled()
    run("ANALYZE")
    database = connection.get_connection_params()
    command = [str(binaries() / "pg_dump"), "--statistics-only"]
    for option, key in (("-h", "host"), ("-p", "port"), ("-U", "user")):
        if database.get(key):
            command += [option, str(database[key])]
    environment = {**os.environ, "PGPASSWORD": str(database.get("password", ""))}
    done = subprocess.run(
        [*command, str(database["dbname"])], capture_output=True, env=environment, check=True
    )
    assert b"accounts_membership" in done.stdout
    assert TOKEN.encode() not in done.stdout


@pytest.mark.skipif("connection.pg_version < 180000")
def test_one_address_among_many_is_found_by_its_index() -> None:
    make.in_force()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO support_inquiry (form, rule, title, name, email, phone, company, "
            "interest, message, asked_at, closed_at, answer) SELECT 'inquiry', '', '', '', "
            "n || '@visitor.example', '', '', '', '', now(), now(), '' "
            "FROM generate_series(1, 20000) n"
        )
        cursor.execute("ANALYZE support_inquiry")
        cursor.execute(
            "EXPLAIN SELECT FROM support_inquiry WHERE person_id IS NULL "
            "AND email = 'nobody@visitor.example' LIMIT 1"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "inquiry_email" in plan and "Seq Scan" not in plan
