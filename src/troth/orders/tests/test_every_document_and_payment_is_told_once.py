"""Whatever is issued, and whatever money comes or goes, its customer is told once, by mail."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from troth.accounts.models import Account
from troth.bank.models import BankLine
from troth.bank.take_in import take_in
from troth.bank.tests.paying import paid
from troth.bank.tests.written import IBAN, camt053
from troth.bank.undo import undo
from troth.billing.charge_back import charge_back
from troth.billing.models import BankAccount, Invoice, Payment
from troth.catalog.models import Product
from troth.core.day import day
from troth.core.iban import fours
from troth.core.money import money
from troth.messaging.models import Message
from troth.orders.tests.selling import client_of, customer, order, put_in, shop
from troth.services.models import Service
from troth.testing import make
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


class World:
    """A customer who orders something, and a colleague who does the billing."""

    def __init__(self) -> None:
        self.product: Product = shop()
        BankAccount.objects.create(holder="The Holder", iban=IBAN, currency="EUR")
        self.account: Account = customer()
        self.desk: Client = signed_in(make.staff("billing"))
        client = client_of(self.account)
        put_in(client, self.product)
        order(client)

    def act(self, name: str, **typed: object) -> None:
        """Act on the customer's money: it is seen first, and then done."""
        page = f"/desk/customers/account/{self.account.pk}/money/{name}/"
        seen = re.findall(
            r'name="seen" value="(\d+)"', self.desk.post(page, typed).content.decode()
        )
        assert self.desk.post(page, typed | {"seen": seen}).status_code == 302

    def told(self, *, about: str, account: Account | None = None) -> str:
        """The one mail whose subject says so, on one line."""
        found = Message.objects.filter(account=account or self.account, subject__startswith=about)
        return " ".join(found.get().body.replace("\xa0", " ").split())


@pytest.fixture
def world() -> World:
    return World()


def _how(invoice: Invoice, owed: int) -> str:
    assert invoice.due_on
    return (
        f"Please pay {money(owed, 'EUR')} by {day(invoice.due_on)}. By transfer: to The Holder, "
        f"IBAN {fours(IBAN)}, with the reference {invoice.payment_reference}."
    )


def _latest() -> Invoice:
    return Invoice.objects.latest("pk")


def test_what_is_issued_is_told_with_what_is_owed_and_how_it_is_paid(world: World) -> None:
    first = _latest()
    assert _how(first, 1000) in world.told(about=f"Invoice {first.number} for €10.00")

    by_hand = {"offer": world.product.pk, "currency": "EUR", "months": 12, "quantity": 1}
    page = f"/desk/customers/account/{world.account.pk}/services/new/"
    world.desk.post(page, by_hand | {"label": "b"})
    assert _how(_latest(), 10000) in world.told(about=f"Invoice {_latest().number} for")

    world.act("credit", invoice=first.pk, amount="4")
    mail = world.told(about=f"Credit note {_latest().number} for €4.00")
    assert "€4.00 of it was set against what you owed." in mail and "in credit" not in mail

    other = customer()
    service = Service.objects.get(label="b")
    world.desk.post(f"/desk/services/{service.pk}/transfer/", {"transfer-to": other.pk})
    theirs = Invoice.objects.get(account=other)
    assert _how(theirs, 10000) in world.told(
        about=f"Invoice {theirs.number} for €100.00", account=other
    )
    note = Invoice.objects.filter(kind="credit note").latest("pk")
    assert note.total == 10000 and world.told(about=f"Credit note {note.number} for €100.00")


def test_money_that_comes_and_goes_is_told(world: World) -> None:
    invoice = _latest()
    at = timezone.now()
    take_in(camt053([paid(400, invoice.payment_reference)]).encode(), at=at)
    mail = world.told(about="We have received €4.00")
    assert (
        f"€4.00 went to invoice {invoice.number}, which is now paid in part. {_how(invoice, 600)}"
        in mail
    )
    assert mail.startswith("Hello A Person, We have received") and mail.endswith(" Softsys Hosting")

    undo(BankLine.objects.get(), at=at)
    mail = world.told(about="A payment of €4.00 was not yours")
    assert f"€4.00 of invoice {invoice.number} is due again." in mail

    world.act("receive", amount="12", currency="EUR", method="cash")
    mail = world.told(about="We have received €12.00")
    assert f"€10.00 went to invoice {invoice.number}, which is now paid." in mail
    assert "Your account is now €2.00 in credit." in mail and "Please pay" not in mail

    payment = Payment.objects.latest("pk")
    world.act("refund", payment=payment.pk, amount="2")
    mail = world.told(about="We are refunding €2.00")
    assert "It will be sent shortly" in mail  # it has not gone yet

    charge_back(payment, at=at, amount=300)
    mail = world.told(about="A payment of €3.00 was returned by the bank")
    assert f"€3.00 of invoice {invoice.number} is due again." in mail

    world.act("write-off", invoice=invoice.pk, amount="1")
    mail = world.told(about=f"You owe less on invoice {invoice.number}")
    assert "You no longer have to pay €1.00" in mail and "€2.00 is still to be paid." in mail
