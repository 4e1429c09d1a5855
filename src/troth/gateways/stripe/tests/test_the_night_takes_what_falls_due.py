"""What falls due is taken by a card that Stripe keeps, or the customer is told what to do."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import DunningStep, Invoice
from troth.billing.owed import owed
from troth.calls.work import work_due
from troth.gateways.charge import charge
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.models import PaymentAttempt, PaymentMethod
from troth.gateways.tests.contract import waiting
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.pretend.counterpart import Told, tell
from troth.testing.stripe.counterpart import SHARE, Counterpart, installed
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
GOOD, DECLINED, ASKS = "4242424242424242", "4000000000000341", "4000002760003184"


@pytest.fixture(autouse=True)
def stripe(stand_in: Counterpart, settings: Settings) -> Iterator[Counterpart]:
    stand_in.forget()
    settings.GATEWAYS = installed(stand_in)
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE))
    DunningStep.objects.create(days=0, action="retry")
    yield stand_in
    made.cache_clear()


def night(stripe: Counterpart, card: str) -> Invoice:
    """The night of the day on which an invoice is due, of somebody whose card is kept."""
    rows = make.invoice_rows(make.account(name="Ada Payer"), paid=False)
    rows[0].due_on = make.NOW.date()
    invoice = make.saved(rows)
    customer = stripe.do("local", what="customers", told={"name": "A"})["id"]
    way = stripe.do("way", customer=customer, card=card)["id"]
    PaymentMethod.objects.create(
        **{"account": invoice.account, "gateway": "stripe", "kind": "card", "reference": way},
        **{"customer": customer, "label": "Visa", "added_at": make.NOW},
        default_since=make.NOW,
    )
    assert charge(on=make.NOW.date(), at=make.NOW) == 1
    work_due(at=make.NOW)
    all_told(stripe)
    return invoice


def all_told(stripe: Counterpart) -> None:
    for each in stripe.events():
        headers = {"Stripe-Signature": each.signature}
        assert tell(Told(each.raw, headers, gateway="stripe")) == 204
    handle_open(at=timezone.now())
    assert not waiting()


def test_it_is_taken(stripe: Counterpart) -> None:
    assert owed(night(stripe, GOOD)) == 0


def test_who_is_declined_is_asked_to_pay_in_another_way(stripe: Counterpart) -> None:
    invoice = night(stripe, DECLINED)
    assert owed(invoice) == invoice.total
    assert PaymentAttempt.objects.get().outcome == "declined"
    assert "Please pay another way" in Message.objects.get().body


def test_whose_bank_asks_confirms_it_on_a_page(stripe: Counterpart) -> None:
    invoice = night(stripe, ASKS)
    assert owed(invoice) == invoice.total and invoice.account
    assert "Your bank asks you to confirm" in Message.objects.get().body
    customer: Client = signed_in(make.owner(invoice.account))
    pays = f"/account/{invoice.account_id}/invoices/{invoice.pk}/pay/"
    answer = customer.post(pays, {"way": "stripe"})
    assert stripe.pay(answer["Location"], card=ASKS)
    all_told(stripe)
    assert owed(invoice) == 0
