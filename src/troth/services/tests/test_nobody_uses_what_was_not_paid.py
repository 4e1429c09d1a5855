"""Chains of a customer's own acts by which a service would cost less than was agreed."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from troth.billing.models import Invoice
from troth.billing.owed import balance, owed, owed_in_all
from troth.billing.receive import receive
from troth.core.day import day_at
from troth.services.bill import bill
from troth.services.models import Suspension, Term
from troth.services.pause import pause
from troth.services.state import state
from troth.services.tests.conftest import Customer
from troth.services.tests.test_an_owner_changes_what_is_agreed import ask
from troth.services.transfer import transfer
from troth.testing import make, sell


def test_who_has_not_paid_gets_nothing_to_their_credit(customer: Customer) -> None:
    for plan in ({"months": 12, "quantity": 5}, {"months": 12}, {"months": 1}):
        _html, agreed = ask(customer, **plan)
        customer.post("change", **agreed)
        charged = customer.now().charges.aggregate(sum=Sum("amount"))["sum"]
        assert balance(customer.account, "EUR") == 0
        assert owed_in_all(customer.account) == {"EUR": charged}
    assert Invoice.objects.filter(kind="credit note").count() == 2


def test_a_credit_note_pays_its_invoice_first_and_the_rest_is_to_the_credit(
    customer: Customer,
) -> None:
    _html, agreed = ask(customer, months=12)
    customer.post("change", **agreed)
    month, year = Invoice.objects.order_by("pk")
    receive(customer.account, 8500, "EUR", at=timezone.now(), method="transfer")
    assert (owed(month), owed(year)) == (0, 1500)
    _html, agreed = ask(customer, months=1)
    customer.post("change", **agreed)
    assert owed(year) == 0 and balance(customer.account, "EUR") == 9000 - 1500


@pytest.mark.parametrize("reason", Suspension.Reason)
def test_a_pause_outlasts_an_end_and_a_new_beginning(
    customer: Customer, reason: Suspension.Reason
) -> None:
    pause(customer.service, reason, "", at=timezone.now(), by=make.staff())
    customer.post("cancel", when="now")
    customer.post("reactivate")
    assert customer.now().ended_at is None
    assert state(customer.now(), at=timezone.now()).kind == "paused"


def test_a_discount_of_some_periods_is_not_renewed_by_a_transfer(customer: Customer) -> None:
    Term.objects.update(discount=1000, discounts=1)
    other = sell.buyer(country="US", at=timezone.now())
    now = timezone.now()
    made = transfer(customer.service, other, at=now, by=make.owner(customer.account))
    charged = made.charges.aggregate(sum=Sum("amount"))["sum"]
    assert charged == 1000  # the days were paid in full, and are charged as they were
    later = now + timedelta(days=40)
    bill(on=day_at(later), at=later)
    period = made.charges.filter(reason="period").order_by("starts").first()
    assert period and period.amount == 1000
