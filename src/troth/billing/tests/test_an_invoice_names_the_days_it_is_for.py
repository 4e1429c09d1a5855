"""The page of an invoice names the days of each line as its PDF does, the last one included."""

import pytest

from troth.billing.models import Invoice
from troth.testing import make, sell
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db


def test_the_last_day_is_the_one_before_the_next_period() -> None:
    sell.seller(at=make.NOW)
    account = sell.buyer(at=make.NOW)
    sell.sold(account, sell.product("Small", {1: 1000}), at=make.NOW, discount=100)
    invoice = Invoice.objects.get()
    page = signed_in(make.owner(account)).get(f"/account/{account.pk}/invoices/{invoice.pk}/")
    assert "15 June 2026 to 14 July 2026" in page.content.decode()
    assert "€1.00 off" in page.content.decode()
