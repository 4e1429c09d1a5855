"""Whoever is written to that an invoice is owed again reads where and how it is paid."""

import pytest

from troth.billing.charge_back import charge_back
from troth.billing.models import Payment
from troth.billing.refund import refund
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
    assert f"/account/{payment.account_id}/invoices/{invoice.pk}/" in body
    assert "Please pay €11.90" in body and "By transfer: to " in body


def test_of_what_is_owed_again_in_part_that_part() -> None:
    payment = paid()
    invoice = payment.account.invoices.get()  # type: ignore[union-attr]
    refund(payment, 200, at=make.NOW, reopen={invoice: 200}, sent=True)
    assert "Please pay €2.00" in told(payment)
