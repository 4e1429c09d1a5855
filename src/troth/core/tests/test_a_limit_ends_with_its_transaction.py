"""How long a transaction may take goes with its first statement, and ends with it."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction
from psycopg.sql import SQL

from troth.accounts.models import Person
from troth.core.limits import LONG, PAGE, Limits, limited
from troth.testing import make

pytestmark = pytest.mark.django_db(transaction=True)


def shown(name: str = "lock_timeout") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        (value,) = cursor.fetchone()
    return str(value)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Whoever gets the connection next finds the server's own settings."""
    before = shown(), shown("statement_timeout")
    yield
    assert (shown(), shown("statement_timeout")) == before


def test_with_a_statement_that_is_its_own_transaction() -> None:
    with limited(PAGE):
        assert (shown(), shown("statement_timeout")) == ("3s", "15s")


def test_nothing_is_compiled_for_a_statement_that_takes_less_than_that() -> None:
    assert shown("jit") == "on"
    with limited(PAGE):
        assert shown("jit") == "off"


def test_with_a_transaction_of_many() -> None:
    with limited(PAGE), transaction.atomic():
        make.person()
        with transaction.atomic():
            assert shown() == "3s"
        with limited(LONG):
            assert shown() == "3s"  # it has begun as a page's


def test_with_one_whose_level_is_set_first() -> None:
    with limited(PAGE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        assert shown() == "3s"


def test_what_is_asked_is_answered_as_ever() -> None:
    person = make.person("A Person")
    with limited(PAGE):
        assert Person.objects.filter(pk=person.pk).update(name="Another") == 1
        assert Person.objects.get(pk=person.pk).name == "Another"
        assert Person.objects.filter(pk=0).update(name="Nobody") == 0
        with connection.cursor() as cursor:
            cursor.execute(SQL("SELECT {}::int + 1").format(41))
            assert cursor.fetchall() == [(42,)]
            cursor.execute("SELECT '100%%' || %s", ["!"])
            assert cursor.fetchall() == [("100%!",)]


def test_what_runs_in_no_transaction_still_runs() -> None:
    with limited(PAGE), connection.cursor() as cursor:
        cursor.execute("VACUUM publishing_publishedpolicy")
        cursor.execute("CREATE INDEX CONCURRENTLY a_trial ON publishing_publishedpolicy (version)")
        cursor.execute("DROP INDEX CONCURRENTLY a_trial")


def test_a_statement_ends_that_takes_longer() -> None:
    limits = Limits(lock=0, statement=1)
    raised = pytest.raises(OperationalError, match="statement timeout")
    with raised, limited(limits), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(60)")
