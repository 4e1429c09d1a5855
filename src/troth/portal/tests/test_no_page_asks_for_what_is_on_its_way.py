"""What is on its way to us, or is collected, no page asks for once more."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from troth.accounts.models import Account
from troth.billing.models import Invoice
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.tests.debits import DUE, announced, ready
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart
from troth.testing.pretend.plug_in import SHARE
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def overview(account: Account) -> str:
    page = signed_in(make.owner(account)).get(f"/account/{account.pk}/").content.decode()
    return " ".join(page.partition("<main")[2].split())


def begun(invoice: Invoice, at: datetime, **more: Any) -> None:
    told = {"account": invoice.account, "gateway": "pretend", "key": "a-key", "started_at": at}
    PaymentAttempt.objects.create(
        **told, invoice=invoice, amount=invoice.total, currency="EUR", asked_at=at, **more
    )


def test_a_payment_that_is_on_its_way_has_no_button(pretend: Counterpart) -> None:
    make.in_force(make.changed("softsys", rules=SHARE))
    now, account = timezone.now(), make.account()
    owing = make.invoice(account, at=now - timedelta(days=60), paid=False)
    invoice = f"/account/{account.pk}/invoices/{owing.pk}/"
    begun(owing, now)
    assert "/pay/" in overview(account) and "Overdue since" in overview(account)
    PaymentAttempt.objects.update(underway_since=now)
    page = overview(account)
    assert "Your payment is on its way to us." in page and "Payment on its way" in page
    assert "/pay/" not in page and "Overdue since" not in page
    page = signed_in(make.owner(account)).get(invoice).content.decode()
    assert "Payment on its way" in page and "Overdue since" not in page


def test_a_direct_debit_is_told_with_the_day_of_its_letter(settings: Any) -> None:
    ready(settings)
    invoice, one = announced()
    Collection.objects.update(collect_on=DUE + timedelta(days=1))
    assert invoice.account and one.attempt and one.attempt.method
    page = overview(invoice.account)
    assert f"Charged to {one.attempt.method.label} on 19 March 2026" in page
