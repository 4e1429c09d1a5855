"""Behind the wall, `SELECT *` from tables with credentials, one's own and one's fellows'."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from troth.accounts.models import Account, Membership, Person
from troth.testing import make
from troth.wall.enter import behind_wall
from troth.wall.tests.every_row import about_somebody

pytestmark = pytest.mark.django_db


def two_people() -> tuple[Account, Person]:
    account = make.account()
    make.trusted(account, make.person("A Friend"))
    return account, make.owner(account)


@pytest.mark.parametrize(
    "whole",
    [
        lambda: list(Person.objects.raw("SELECT * FROM accounts_person")),
        lambda: list(Person.objects.defer(None)),
        lambda: list(Person.objects.values("password")),
        lambda: Person.objects.filter(password__startswith="argon2").exists(),
        lambda: list(Membership.objects.select_related("person")),
        lambda: Person.objects.latest("pk").password,
    ],
    ids=["raw", "whole", "values", "filter", "joined", "later"],
)
def test_no_password_is_read(whole: Callable[[], Any]) -> None:
    _account, me = two_people()
    whole()
    with behind_wall(me):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            whole()
        assert {person.name for person in Person.objects.all()} == {"A Person", "A Friend"}
        assert {m.person.name for m in Membership.objects.all()} == {"A Person", "A Friend"}
        me.refresh_from_db()


def test_who_is_read_without_a_password_keeps_it() -> None:
    _account, me = two_people()
    Person.objects.filter(pk=me.pk).update(password="kept")
    with behind_wall(me):
        mine = Person.objects.get(pk=me.pk)
        mine.name = "Another Name"
        mine.save()
    assert Person.objects.values_list("name", "password").get(pk=me.pk) == ("Another Name", "kept")


def test_what_is_not_for_its_subject_is_closed_but_where_pages_work_with_it() -> None:
    closed = set()
    for model, data in about_somebody().items():
        columns = [field.name for field in model._meta.local_concrete_fields]
        for name in [each for each in columns if data.audience(each) != "subject"]:
            column: Any = model._meta.get_field(name)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT has_column_privilege('troth_customer', %s, %s, 'SELECT')",
                    [model._meta.db_table, column.column],
                )
                (open_,) = cursor.fetchone()
            assert open_ == bool(data.reads_secrets), f"{model._meta.label}.{name}"
            closed |= set() if open_ else {f"{model._meta.label}.{name}"}
    assert closed == {
        "account.EmailConfirmation.key",
        "accounts.Person.password",
        "bank.BankLine.digest",
        "bank.BankLine.dismissed_why",
        "bank.BankLine.nth",
        "billing.DunningRest.reason",
        "billing.Irregularity.note",
        "gateways.GatewayEvent.asks",
        "gateways.GatewayEvent.settled_why",
        "erasure.Hold.owner",
        "erasure.Hold.placed_by",
        "erasure.Hold.purpose",
        "erasure.Hold.reason",
        "gates.StaffRead.staff",
        "messaging.Message.secret_body",
        "orders.Order.handled_by",
        "orders.Order.review",
        "requests.IdentityProof.key",
        "requests.RequestMail.key",
        "services.Suspension.note",
        "socialaccount.SocialToken.token",
        "socialaccount.SocialToken.token_secret",
    }
