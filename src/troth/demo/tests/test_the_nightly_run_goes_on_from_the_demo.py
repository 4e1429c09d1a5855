"""The demo's books add up, and the nightly run charges nothing that the demo has charged."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count

from troth.billing.books import check
from troth.billing.models import Invoice
from troth.core.day import day_at
from troth.demo.make import make
from troth.services.bill import bill
from troth.services.models import Charge
from troth.testing.make import policy

pytestmark = pytest.mark.django_db


def test_it_charges_each_period_once_and_the_books_add_up() -> None:
    now = datetime.now(UTC)
    make(policy("ispsystem"), accounts=40, seed=1, now=now)
    assert check() == []

    waiting = Charge.objects.filter(line=None).values("account", "currency").distinct().count()
    invoices = Invoice.objects.count()
    billed = bill(on=day_at(now), at=now)
    assert billed.invoices + len(billed.untreated) == waiting
    assert Invoice.objects.count() == invoices + billed.invoices

    bill(on=day_at(now + timedelta(days=40)), at=now)
    assert Invoice.objects.count() > invoices + billed.invoices
    periods = Charge.objects.filter(reason="period").values("service", "starts")
    assert not periods.annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert check() == []
