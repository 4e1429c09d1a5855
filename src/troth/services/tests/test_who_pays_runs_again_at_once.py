"""A service that was suspended for an invoice goes on the moment that this is paid."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from troth.bank.models import BankLine
from troth.bank.take_in import take_in
from troth.bank.tests.paying import paid
from troth.bank.tests.written import IBAN, camt053
from troth.billing.dunning.set_step import Action, set_step
from troth.billing.models import BankAccount, Invoice
from troth.billing.top_up_reference import top_up_reference
from troth.messaging.models import Message
from troth.services.by_night import by_night
from troth.services.models import Suspension
from troth.services.tests.conftest import Customer
from troth.testing import make
from troth.testing.visit import signed_in


def at_the_desk(name: str, **typed: str) -> Callable[[Customer, Invoice], None]:
    """What staff do to the customer's money, as they have seen it."""

    def act(customer: Customer, invoice: Invoice) -> None:
        last = customer.account.transactions.latest("pk").pk
        page = f"/desk/customers/account/{customer.account.pk}/money/{name}/"
        sent = {"invoice": str(invoice.pk), "currency": "EUR", "method": "cash", "seen": str(last)}
        signed_in(make.staff("billing")).post(page, sent | typed)

    return act


def transfer(text: str, invoice: Invoice) -> None:
    entry = paid(invoice.total, text, party="A. Stranger")
    take_in(camt053([entry]).encode(), at=timezone.now())


def by_transfer(customer: Customer, invoice: Invoice) -> None:
    transfer(invoice.number, invoice)


def by_topping_up(customer: Customer, invoice: Invoice) -> None:
    transfer(top_up_reference(customer.account, BankAccount.objects.get()), invoice)


def by_a_line_that_waited(customer: Customer, invoice: Invoice) -> None:
    transfer("for the hosting", invoice)
    line = BankLine.objects.get().pk
    signed_in(make.staff("billing")).post(f"/desk/bank/lines/{line}/", {"invoices": invoice.number})


@pytest.mark.parametrize(
    "pays",
    [
        pytest.param(by_transfer, id="a transfer"),
        pytest.param(by_topping_up, id="a transfer to the balance"),
        pytest.param(by_a_line_that_waited, id="a transfer that staff settle"),
        pytest.param(at_the_desk("paid", amount=""), id="cash"),
        pytest.param(at_the_desk("receive", amount="500"), id="a payment taken in"),
        pytest.param(at_the_desk("credit", amount=""), id="a credit note"),
        pytest.param(at_the_desk("write-off", amount=""), id="a write-off"),
    ],
)
def test_it_goes_on_at_once(customer: Customer, pays: Callable[[Customer, Invoice], None]) -> None:
    BankAccount.objects.create(holder="A Seller", iban=IBAN, currency="EUR")
    set_step(1, Action.SUSPEND, by=make.staff(), at=timezone.now())
    invoice = customer.account.invoices.get()
    by_night(at=timezone.now() + timedelta(days=20))
    assert Suspension.objects.get().until is None
    pays(customer, invoice)
    assert Suspension.objects.get().until is not None
    assert Message.objects.filter(subject="Your services are running again").count() == 1
