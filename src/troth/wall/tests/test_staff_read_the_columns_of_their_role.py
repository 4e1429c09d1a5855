"""At the desk, `SELECT *` without `WHERE` shows the categories that a role reads, and no other."""

from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from troth.accounts.models import Account, Person
from troth.billing.models import Payment
from troth.gates.read import may_read
from troth.policy.declare import PersonalData, declarations
from troth.publishing.running import policy_on
from troth.testing import make
from troth.testing.visit import signed_in
from troth.wall.enter import behind_desk
from troth.wall.tests.every_row import with_every_row

pytestmark = pytest.mark.django_db(transaction=True)


def filled() -> dict[tuple[str, str], str]:
    """The columns in which any row holds something, by table, each with its category."""
    found = {}
    for model, data in declarations().items():
        if isinstance(data, PersonalData):
            for name, category in data.classified.items():
                column: Any = model._meta.get_field(name)
                if column.model is model:
                    with connection.cursor() as cursor:
                        cursor.execute(
                            f'SELECT count("{column.column}") FROM {model._meta.db_table}'
                        )
                        if cursor.fetchone()[0]:
                            found[model._meta.db_table, column.column] = category
    return found


@pytest.mark.parametrize("role", ["support", "billing", "owner"])
def test_each_role_reads_its_categories(role: str) -> None:
    make.in_force("softsys")
    with_every_row()
    reads = may_read(make.staff(role), policy_on(make.NOW.date())) - {"credential"}
    every = filled()
    with behind_desk(reads):
        assert filled() == {column: of for column, of in every.items() if of in reads}


def test_nothing_is_written_there_and_afterwards_all_is_as_it_was() -> None:
    make.full_account()
    with behind_desk(["identity"]):
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            Account.objects.update(reseller=True)
        with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
            list(Person.objects.raw("SELECT * FROM public.accounts_person"))
    assert Account.objects.update(city="Here") == 1
    assert Person.objects.exclude(email="").exists()


def test_the_pages_of_the_desk_show_no_more() -> None:
    make.in_force("softsys")
    account = make.full_account()
    Payment.objects.create(
        account=account,
        received_at=make.NOW,
        currency="EUR",
        amount=1190,
        method="card",
        payer="Erika Mustermann",
    )
    there = f"/desk/customers/account/{account.pk}/payment/"
    billing = signed_in(make.staff("billing")).get(there).content.decode()
    assert "Erika Mustermann" in billing
    support = signed_in(make.staff("support"))
    assert "Erika Mustermann" not in support.get(there).content.decode()
    assert signed_in(make.staff("owner")).get("/desk/records/accounts_person/").status_code == 200
