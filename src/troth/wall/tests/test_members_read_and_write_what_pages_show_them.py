"""Behind the wall, `SELECT` and `UPDATE` of columns of an account, and of people, by SQL."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from troth.accounts.models import Account, Person, Subject
from troth.testing import make
from troth.wall.enter import behind_wall

pytestmark = pytest.mark.django_db

_OF_ACCOUNT: dict[str, Any] = dict.fromkeys(
    ("company", "tax_id", "postcode", "city", "region"), "X"
)
_OF_PERSON: dict[str, Any] = {"title": "Dr", "phone": "+49 30 1", "language": "de"}


@pytest.fixture
def account() -> Account:
    """An account with details, of an owner with details, whom a friend helps with tickets."""
    owner = make.person("An Owner", is_active=True, **_OF_PERSON)
    made = make.account(owner, **_OF_ACCOUNT)
    make.trusted(made, make.person("A Friend", **_OF_PERSON))
    return made


def friend(account: Account, *scopes: str) -> Person:
    found = account.memberships.get(role="trusted")
    found.scopes = " ".join(scopes)
    found.save()
    return found.person


def read(table: str, key: int) -> dict[str, Any]:
    """What a row shows, without what is empty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.column_privileges WHERE table_name = %s "
            "AND privilege_type = 'SELECT' AND grantee = 'troth_customer'",
            [table],
        )
        columns = [name for (name,) in cursor.fetchall()]
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %s", [key])
        row = dict(zip(columns, cursor.fetchone(), strict=True))
    return {name: value for name, value in row.items() if value not in (None, "")}


def refused(statement: str, *values: Any) -> bool:
    """Whether it is refused, or finds no row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return not cursor.rowcount
    except ProgrammingError:
        return True


@pytest.mark.parametrize(
    ("scope", "details"), [("support", set()), ("profile", {*_OF_ACCOUNT, "street", "country"})]
)
def test_a_member_reads_the_details_of_an_account_with_their_scope(
    account: Account, scope: str, details: set[str]
) -> None:
    with behind_wall(friend(account, scope)):
        shown = read("accounts_account", account.pk)
    assert shown.keys() >= {"name", "company", "active_at"}
    assert {*_OF_ACCOUNT, "street", "country"} & shown.keys() == {"company", *details}


def test_people_of_an_account_read_of_each_other_the_name_and_the_address(account: Account) -> None:
    me, owner = friend(account, "profile"), make.owner(account)
    for reader, other in ((me, owner), (owner, me)):
        with behind_wall(reader):
            shown = read("accounts_person", other.pk)
            assert set(shown) == {"id", "email", "name", "last_seen_at"}
            assert set(read("accounts_subject", other.pk)) == {"id", "kind"}
            mine = read("accounts_person", reader.pk)
            assert mine.items() >= _OF_PERSON.items() and "is_active" in mine
            assert "pseudonym" in read("accounts_subject", reader.pk)


def test_whether_an_account_is_to_be_erased_is_its_owners_to_know(account: Account) -> None:
    Subject.objects.filter(pk=account.pk).update(erasure_asked_at=make.NOW)
    for reader, knows in ((friend(account, "profile"), False), (make.owner(account), True)):
        with behind_wall(reader):
            assert ("erasure_asked_at" in read("accounts_subject", account.pk)) == knows


def test_the_tables_themselves_are_out_of_reach(account: Account) -> None:
    with behind_wall(make.owner(account)):
        for table in ("accounts_account", "accounts_person", "accounts_subject"):
            assert refused(f"SELECT id FROM public.{table}")
            assert refused(f"UPDATE public.{table} SET id = id")
            assert refused(f"DELETE FROM {table}")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account_emailaddress SET verified = true",
        'UPDATE account_emailaddress SET "primary" = true',
        'INSERT INTO account_emailaddress (user_id, email, verified, "primary") '
        "SELECT id, 'b@elsewhere.example', true, false FROM accounts_person",
        "UPDATE accounts_person SET email = 'b@elsewhere.example'",
        "UPDATE accounts_person SET is_active = false",
        "UPDATE accounts_person SET created_at = '2000-01-01'",
        "UPDATE accounts_person SET left_at = now()",
        "UPDATE accounts_person SET id = id + 1000",
        "UPDATE accounts_subject SET pseudonym = gen_random_uuid()",
        "UPDATE accounts_subject SET kind = 'person'",
        "UPDATE accounts_account SET created_at = '2000-01-01'",
    ],
)
def test_what_is_no_customers_to_say_is_not_written(account: Account, change: str) -> None:
    me = make.verified(make.owner(account))
    with behind_wall(me):
        assert refused(change)


def test_what_is_written_leaves_alone_what_one_does_not_see(account: Account) -> None:
    me = friend(account, "support")
    with behind_wall(me):
        assert refused("UPDATE accounts_account SET city = 'Anywhere'")
        assert not refused("UPDATE accounts_account SET active_at = now()")
        assert refused("UPDATE accounts_person SET name = 'Y' WHERE id <> %s", me.pk)
        assert refused("UPDATE accounts_person SET name = 'Y' WHERE id = 0")
    found = Account.objects.values(*_OF_ACCOUNT).get(pk=account.pk)
    assert found == _OF_ACCOUNT
