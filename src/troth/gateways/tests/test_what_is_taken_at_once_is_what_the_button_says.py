"""A page with a button to pay at once is old by now: no other amount is taken than it names."""

import re

import pytest

from troth.billing.models import Payment
from troth.billing.owed import owed
from troth.billing.receive import receive
from troth.gateways.models import PaymentAttempt
from troth.gateways.tests.test_a_kept_way_pays_at_once import (
    Customer,
    policy,  # noqa: F401  (a fixture)
)
from troth.testing import make
from troth.testing.pretend.counterpart import Counterpart

pytestmark = pytest.mark.django_db(transaction=True)


def pressed(customer: Customer, page: str) -> str:
    """What they read who press the button of a page."""
    [amount] = re.findall(r'name="amount" value="(.*?)"', page)
    told = {"way": customer.way.pk, "amount": amount}
    return customer.client.post(f"{customer.page}pay/kept/", told, follow=True).content.decode()


@pytest.mark.parametrize("page", ["", "pay/"])
def test_where_less_is_owed_they_look_again(pretend: Counterpart, page: str) -> None:
    customer = Customer(pretend)
    seen = customer.reads(page)
    invoice = customer.invoice
    receive(invoice.account, 190, "EUR", at=make.NOW, method="cash", allocate={invoice: 190})
    assert "The amount due has just changed" in pressed(customer, seen)
    assert not PaymentAttempt.objects.exists()
    assert "has been paid. Thank you" in pressed(customer, customer.reads(page))
    assert owed(invoice) == 0
    assert Payment.objects.get(method="pretend").amount == invoice.total - 190
