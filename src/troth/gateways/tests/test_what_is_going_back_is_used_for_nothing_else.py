"""What a gateway is paying back out of a balance is kept for that until it has answered."""

import pytest
from django.test import Client
from django.utils import timezone

from troth.billing.apply_every_balance import apply_every_balance
from troth.billing.charge_back import charge_back
from troth.billing.models import Invoice, Payment
from troth.billing.owed import at_hand, balance, owed
from troth.billing.receive import receive
from troth.calls.work import work_due
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests import test_what_is_owed_is_taken_by_the_way_that_is_kept as charges
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
steps = charges.steps
NOW = make.NOW


@pytest.fixture
def payment(pretend: Counterpart, steps: None) -> Payment:
    """A payment by a card; its customer has 3.00 to their credit, all of which goes back."""
    invoice = charges.due(pretend)
    assert charges.night() == 1
    paid = Payment.objects.get()
    receive(invoice.account, 300, "EUR", at=NOW, method="cash")
    assert "The refund has been booked." in refunded(paid, "3.00")
    return paid


def refunded(payment: Payment, amount: str) -> str:
    page = f"/desk/customers/account/{payment.account_id}/money/refund/"
    desk = signed_in(make.staff("billing"))
    typed = {"payment": str(payment.pk), "amount": amount}
    shown = desk.post(page, typed).content.decode()
    seen = shown.split('name="seen" value="')
    if len(seen) < 2:
        return shown
    return desk.post(page, typed | {"seen": seen[1].split('"')[0]}, follow=True).content.decode()


def another(payment: Payment) -> Invoice:
    assert payment.account
    return make.invoice(payment.account, paid=False)


def credit(payment: Payment) -> tuple[int, int]:
    """What is to their credit, and what of it can be used."""
    assert payment.account
    return balance(payment.account, "EUR"), at_hand(payment.account, "EUR")


def test_the_night_pays_nothing_with_it(payment: Payment) -> None:
    open_ = another(payment)
    apply_every_balance(at=NOW)
    assert owed(open_) == open_.total
    work_due(at=timezone.now())
    assert credit(payment) == (0, 0)
    assert [*Payment.objects.filter(amount__lt=0).values_list("amount", flat=True)] == [-300]


def test_its_customer_pays_nothing_with_it(payment: Payment) -> None:
    open_ = another(payment)
    assert payment.account
    client = Client()
    client.force_login(make.owner(payment.account))
    page = f"/account/{payment.account_id}/invoices/{open_.pk}/"
    assert "from your balance" not in client.get(page).text
    client.post(f"{page}pay-from-balance/")
    assert owed(open_) == open_.total
    told = client.get(f"/account/{payment.account_id}/statement/").text.replace("\xa0", " ")
    assert "€3.00 of it is being paid back to you" in told


def test_no_second_refund_takes_it(payment: Payment) -> None:
    second = receive(payment.account, 500, "EUR", at=NOW, method="pretend", key="pretend pay_2")
    Payment.objects.filter(pk=second.pk).update(reference="pay_2")
    assert "Less than that is left" in refunded(second, "5.01")
    by_hand = receive(payment.account, 100, "EUR", at=NOW, method="cash")
    assert "The refund has been booked." in refunded(by_hand, "1.00")
    assert credit(payment) == (800, 500)


def test_a_dispute_leaves_it(payment: Payment) -> None:
    cash = Payment.objects.get(method="cash")
    charge_back(cash, at=NOW)
    assert credit(payment) == (300, 0)
    work_due(at=timezone.now())
    assert credit(payment) == (0, 0)


def test_refused_it_is_free_again(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(reference="unknown")
    work_due(at=timezone.now())
    assert PaymentAttempt.objects.latest("pk").outcome == "declined"
    assert credit(payment) == (300, 300)
    open_ = another(payment)
    apply_every_balance(at=NOW)
    assert owed(open_) == open_.total - 300
