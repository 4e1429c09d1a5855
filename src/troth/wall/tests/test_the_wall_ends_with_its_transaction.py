"""Whatever happens behind the wall, the connection is the platform's again afterwards."""

import pytest
from django.db import DatabaseError, connection, transaction

from troth.accounts.models import Account, Person
from troth.core.errors import TrothError
from troth.policy.row_security import CUSTOMER
from troth.testing import make
from troth.wall.enter import behind_wall


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


def settings() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('troth.owner', true), current_setting('troth.billing', true)"
        )
        return {value or "" for value in cursor.fetchone()}


@pytest.mark.django_db(transaction=True)
def test_after_success_and_after_an_error() -> None:
    platform = role()
    me = make.owner(make.account())
    with behind_wall(me):
        assert role() == CUSTOMER and Person.objects.update(name="New") == 1
    assert role() == platform and settings() == {""}
    with pytest.raises(TrothError), behind_wall(me):
        Person.objects.update(name="Newer")
        raise TrothError("No.")
    assert role() == platform and settings() == {""}
    assert Person.objects.get().name == "New"


@pytest.mark.django_db(transaction=True)
def test_after_the_database_refused_something() -> None:
    platform = role()
    me = make.owner(make.account())
    with pytest.raises(DatabaseError), behind_wall(me):
        Account.objects.create(name="Another")
    assert role() == platform and Account.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_left_or_taken_back_stays_behind_it() -> None:
    me = make.owner(make.account())
    make.account()
    with behind_wall(me):
        with transaction.atomic():
            assert Account.objects.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            Account.objects.create(name="Another")
        assert role() == CUSTOMER and Account.objects.count() == 1
        with pytest.raises(TrothError), transaction.atomic():
            raise TrothError("No.")
        assert role() == CUSTOMER and Account.objects.count() == 1
    assert Account.objects.count() == 2


@pytest.mark.django_db
def test_within_another_transaction_it_ends_with_its_block() -> None:
    platform = role()
    me = make.owner(make.account())
    make.account()
    for _ in range(2):
        with behind_wall(me):
            assert Account.objects.count() == 1
        assert role() == platform and settings() == {""} and Account.objects.count() == 2
    with pytest.raises(TrothError), behind_wall(me):
        raise TrothError("No.")
    with pytest.raises(DatabaseError), behind_wall(me):
        Account.objects.create(name="Another")
    assert role() == platform and settings() == {""} and Account.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_the_commit_runs_as_the_platform() -> None:
    platform, roles = role(), []
    with behind_wall(make.owner(make.account())):
        transaction.on_commit(lambda: roles.append(role()))
    assert roles == [platform]


@pytest.mark.django_db
def test_without_a_person_nothing_is_seen() -> None:
    make.full_account()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path = public_customer, public")
        cursor.execute(f"SET LOCAL ROLE {CUSTOMER}")
        assert not Account.objects.exists() and not Person.objects.exists()
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_who_is_in_no_account_sees_themselves() -> None:
    make.full_account()
    me = make.person()
    with behind_wall(me):
        assert set(Person.objects.all()) == {me} and not Account.objects.exists()
