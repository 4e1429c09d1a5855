"""What came back is collected again by the next step, and by none before it; and euros alone."""

from datetime import timedelta
from typing import Any

import pytest

from troth.bank.tests.paying import told
from troth.billing.models import Invoice
from troth.gateways.models import PaymentAttempt
from troth.gateways.sepa.make_file import make_file
from troth.gateways.sepa.models import Collection
from troth.gateways.sepa.tests.debits import (
    DUE,
    TODAY,
    at,
    collected,
    night,
    owing,
    ready,
    returned,
    signed,
)
from troth.testing import make

pytestmark = pytest.mark.django_db
NOTICE = 5  # days


@pytest.fixture(autouse=True)
def _ready(settings: Any) -> None:
    ready(settings, days=(0, 10), notice=NOTICE)


def test_the_step_that_came_back_is_not_taken_again() -> None:
    invoice = owing(signed().account)
    night(DUE - timedelta(days=NOTICE))
    one = Collection.objects.get()
    make_file(DUE, at=at(DUE - timedelta(days=1)))
    told(collected(one))
    told(returned(one, "AM04"), opening=1190, number="8")
    night(DUE + timedelta(days=2))
    assert days_of(invoice) == [0]
    night(DUE + timedelta(days=10 - NOTICE))
    assert days_of(invoice) == [0, 12]  # ten days later is a Saturday


def days_of(invoice: Invoice) -> list[int]:
    every = invoice.collections.order_by("pk")
    return [(each.collect_on - DUE).days for each in every]


def test_what_is_owed_in_another_currency_is_not_collected() -> None:
    account = signed().account
    rows = make.invoice_rows(account, paid=False, at=at(TODAY), currency="USD")
    rows[0].due_on = DUE
    make.saved(rows)
    night(DUE - timedelta(days=NOTICE))
    assert not Collection.objects.exists() and not PaymentAttempt.objects.exists()
