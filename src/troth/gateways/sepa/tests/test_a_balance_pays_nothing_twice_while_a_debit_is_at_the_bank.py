"""Credit stays where a debit is at the bank; what comes twice all the same is told to staff."""

from datetime import timedelta

import pytest

from troth.bank.tests.paying import told
from troth.billing.books import check
from troth.billing.models import Invoice, Irregularity
from troth.billing.owed import balance, owed
from troth.billing.receive import receive
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.tests.debits import (
    DUE,
    announced,
    at,
    collected,
    desk,
    handed,
    night,
    returned,
)
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("switched_on")]

BEFORE = DUE - timedelta(days=1)


def topped_up(invoice: Invoice) -> int:
    """The balance of its customer, once they have paid in as much as it owes."""
    assert invoice.account
    receive(invoice.account, 1190, "EUR", at=at(BEFORE), method="transfer")
    return balance(invoice.account, "EUR")


def test_what_is_paid_in_stays_to_the_customers_credit() -> None:
    invoice, one, _file = handed()
    assert topped_up(invoice) == 1190
    night(BEFORE)
    assert owed(invoice) == 1190, "no night pays it"
    told(collected(one))
    assert invoice.account and (owed(invoice), balance(invoice.account, "EUR")) == (0, 1190)
    assert not Irregularity.objects.exists() and not check()


def test_the_customer_is_not_offered_to_pay_it_from_there() -> None:
    invoice, _one, _file = handed()
    topped_up(invoice)
    account = invoice.account
    assert account
    client, page = signed_in(make.owner(account)), f"/account/{account.pk}/invoices/{invoice.pk}/"
    assert "pay-from-balance" not in client.get(page).content.decode()
    said = client.post(f"{page}pay-from-balance/", follow=True).content.decode()
    assert "the money is on its way" in said and owed(invoice) == 1190


def test_once_it_came_back_credit_pays_it() -> None:
    invoice, one, _file = handed()
    topped_up(invoice)
    told(collected(one))
    told(returned(one, "AM04"), opening=1190, number="8")
    night(DUE + timedelta(days=1))
    assert invoice.account and (owed(invoice), balance(invoice.account, "EUR")) == (0, 0)
    assert not check()


def test_what_no_bank_knows_of_is_paid_from_credit_and_not_collected() -> None:
    invoice, _one = announced()
    topped_up(invoice)
    assert owed(invoice) == 0
    night(BEFORE)
    assert Collection.objects.get().ended_at


def test_staff_are_told_of_what_comes_twice_all_the_same() -> None:
    invoice, one, _file = handed()
    account = invoice.account
    assert account
    receive(account, 1190, "EUR", at=at(BEFORE), method="cash", allocate={invoice: 1190})
    told(collected(one))
    assert balance(account, "EUR") == 1190
    shown = desk().get("/desk/irregularities/").content.decode()
    assert "A direct debit has come for what was paid or credited meanwhile." in shown
