"""From our pages to Stripe's and back, as a customer does it, and what it leaves."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from troth.billing.models import Invoice
from troth.billing.owed import balance, owed
from troth.calls.work import work_due
from troth.gateways.handle_open import handle_open
from troth.gateways.installed import made
from troth.gateways.look_up_open import look_up_one, look_up_open
from troth.gateways.models import Asks, GatewayEvent, PaymentAttempt, PaymentMethod, Payout
from troth.gateways.tests.contract import waiting
from troth.testing import make
from troth.testing.pretend.counterpart import Told, tell
from troth.testing.stripe.counterpart import SHARE, Counterpart, installed
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stripe(stand_in: Counterpart, settings: Settings) -> Iterator[Counterpart]:
    stand_in.forget()
    settings.GATEWAYS = installed(stand_in)
    made.cache_clear()
    make.in_force(make.changed("softsys", rules=SHARE))
    yield stand_in
    made.cache_clear()


@pytest.fixture
def invoice() -> Invoice:
    return make.invoice(make.account(name="Ada Payer", city="Kochi", postcode="682001"), paid=False)


@pytest.fixture
def customer(invoice: Invoice) -> Client:
    assert invoice.account
    return signed_in(make.owner(invoice.account))


def goes_on(customer: Client, page: str, **typed: str) -> str:
    """Where one of our pages leads them."""
    answer = customer.post(page, {"way": "stripe"} | typed)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def to_pay(invoice: Invoice) -> str:
    return f"/account/{invoice.account_id}/invoices/{invoice.pk}/pay/"


def comes_back(customer: Client, to: str) -> str:
    """What they read at once; the job that the page has asked for is done after."""
    said = customer.get(to.partition("localhost:8000")[2] or to).content.decode()
    look_up_one(PaymentAttempt.objects.latest("pk").pk, at=timezone.now())
    return said


def all_told(stripe: Counterpart) -> None:
    for each in stripe.events():
        headers = {"Stripe-Signature": each.signature}
        assert tell(Told(each.raw, headers, gateway="stripe")) == 204
    handle_open(at=timezone.now())
    work_due(at=timezone.now())
    handle_open(at=timezone.now())


def test_who_pays_on_the_page_before_has_paid_the_invoice(
    invoice: Invoice, customer: Client, stripe: Counterpart
) -> None:
    before = goes_on(customer, to_pay(invoice))
    now = goes_on(customer, to_pay(invoice), keep="on")
    assert before != now
    assert stripe.pay(before)
    all_told(stripe)
    assert owed(invoice) == 0 and invoice.account
    stripe.pay(now)
    all_told(stripe)
    assert balance(invoice.account, invoice.currency) == invoice.total
    assert not waiting()


def test_a_page_that_lapsed_is_neither_paid_nor_declined(
    invoice: Invoice, customer: Client, stripe: Counterpart
) -> None:
    page = goes_on(customer, to_pay(invoice))
    stripe.do("expire", session=page.rpartition("/")[2])
    look_up_open(every=False, at=timezone.now() + timedelta(minutes=20))
    attempt = PaymentAttempt.objects.get()
    assert attempt.ended_at and (attempt.outcome, attempt.code) == ("", "")
    back = comes_back(customer, f"/account/{invoice.account_id}/paid/{attempt.key}/")
    assert "Nothing has been paid yet" in back
    assert goes_on(customer, to_pay(invoice)) != page


def test_who_leaves_a_way_to_pay_finds_it_among_theirs(
    invoice: Invoice, customer: Client, stripe: Counterpart
) -> None:
    ways = f"/account/{invoice.account_id}/ways-to-pay/"
    back = stripe.pay(goes_on(customer, f"{ways}add/"))
    assert "It is saved" in comes_back(customer, back)
    assert "Visa 4242" in customer.get(ways).content.decode()
    all_told(stripe)
    assert not waiting() and owed(invoice) == invoice.total
    way = PaymentMethod.objects.get()
    assert way.account == invoice.account and way.default_since


def test_money_is_booked_before_anybody_can_say_by_which_way(
    invoice: Invoice, customer: Client, stripe: Counterpart
) -> None:
    stripe.pay(goes_on(customer, to_pay(invoice), keep="on"))
    stripe.do("misbehave", how="down")
    all_told(stripe)
    assert owed(invoice) == 0 and not PaymentMethod.objects.exists()
    work_due(at=timezone.now() + timedelta(hours=1))
    handle_open(at=timezone.now() + timedelta(hours=1))
    assert PaymentMethod.objects.get().account == invoice.account
    assert not waiting()


def test_a_payout_that_does_not_arrive_is_told_on_its_page(stripe: Counterpart) -> None:
    told = {"amount": 700, "currency": "eur", "status": "failed"}
    reference = stripe.do("local", what="payouts", told=told)["id"]
    payout = Payout.objects.create(
        **{"gateway": "stripe", "reference": reference, "amount": 700, "currency": "EUR"},
        **{"arrives_on": make.NOW.date(), "told_at": make.NOW},
    )
    all_told(stripe)
    assert GatewayEvent.objects.waiting().get().asks == Asks.PAYOUT
    desk = Client()
    desk.force_login(make.staff("billing"))
    assert str(Asks.PAYOUT.label) in desk.get(f"/desk/gateways/payouts/{payout.pk}/").text
