"""Whoever is written to that an invoice is owed again reads where and how it is paid."""

import pytest

from troth.billing.charge_back import charge_back
from troth.billing.models import Payment
from troth.billing.receive import receive
from troth.billing.refund import refund
from troth.billing.tell_payment import What, tell_payment
from troth.messaging.models import Message
from troth.testing import make

pytestmark = pytest.mark.django_db


def paid() -> Payment:
    make.in_force()
    invoice = make.invoice(make.account(), paid=False)
    make.bank_line(None)  # there is an account of ours
    return make.payment(invoice)


def told(payment: Payment) -> str:
    assert payment.account
    sent = Message.objects.filter(account=payment.account).latest("pk")
    return sent.body.replace("\xa0", " ")


def test_where_the_bank_took_it_back() -> None:
    payment = paid()
    charge_back(payment, at=make.NOW)
    body = told(payment)
    invoice = payment.account.invoices.get()  # type: ignore[union-attr]
    assert "is due again" in body
    assert body.count(f"/account/{payment.account_id}/invoices/{invoice.pk}/") == 1
    assert "/statement/" not in body  # the invoice is what the letter leads to
    assert "Please pay €11.90" in body and "By transfer: to " in body


def test_what_is_paid_in_part_leads_to_the_invoice_and_what_is_paid_whole_to_the_statement() -> (
    None
):
    make.in_force()
    account = make.account()
    invoice = make.invoice(account, paid=False)
    part = receive(account, 190, "EUR", at=make.NOW, method="giro")
    tell_payment(part, What.CAME, at=make.NOW)
    assert f"/invoices/{invoice.pk}/" in told(part) and "/statement/" not in told(part)
    whole = receive(account, 1000, "EUR", at=make.NOW, method="giro")
    tell_payment(whole, What.CAME, at=make.NOW)
    assert "/statement/" in told(whole) and "/invoices/" not in told(whole)


def test_of_what_is_owed_again_in_part_that_part() -> None:
    payment = paid()
    invoice = payment.account.invoices.get()  # type: ignore[union-attr]
    refund(payment, 200, at=make.NOW, reopen={invoice: 200}, sent=True)
    assert "Please pay €2.00" in told(payment)
