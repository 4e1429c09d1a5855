"""An invoice in pounds names the account for pounds, and no line says its days twice."""

import pytest
from django.utils import timezone

from troth.billing.models import Invoice, InvoiceLine
from troth.billing.models.bank_account import account_for
from troth.demo.make import make
from troth.testing.make import policy

pytestmark = pytest.mark.django_db


def test_the_demo_takes_pounds_and_euros() -> None:
    make(policy("softsys"), accounts=20, seed=1, now=timezone.now())
    named = {currency: account_for(currency) for currency in ("EUR", "GBP")}
    assert {bank and bank.currency for bank in named.values()} == set(named)
    for currency in named:
        of_currency = Invoice.objects.filter(currency=currency, kind="invoice")
        assert of_currency.exists()
        assert not of_currency.filter(payment_reference="").exists()
    assert not InvoiceLine.objects.filter(description__contains=" to 20").exists()
