"""A holder whom the bank calls otherwise, or does not tell, waits for staff."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from troth.gateways.follow_check import FITS
from troth.gateways.installed import made
from troth.gateways.look_up_open import look_up_open
from troth.gateways.models import PaymentMethod
from troth.gateways.plaid.tests.customer import Customer
from troth.messaging.models import Message
from troth.testing import make
from troth.testing.plaid.with_stripe import Bank
from troth.testing.visit import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
DESK = "/desk/gateways/checks/"


@pytest.fixture
def doubtful(customer: Customer, bank: Bank) -> Customer:
    bank.plaid.do("holder", name="Somebody Else")
    bank.signs_in(customer.goes_on())
    assert "We are checking it" in customer.comes_back()
    bank.hands_over()
    assert customer.attempt.score is not None and customer.attempt.score < FITS
    assert not PaymentMethod.objects.exists() and not bank.stripe.asked()
    return customer


def decides(said: str, why: str, customer: Customer) -> str:
    desk = signed_in(make.staff("billing"))
    assert "1 customer’s bank account is waiting" in desk.get("/desk/").content.decode()
    assert "20 of 100" in desk.get(DESK).content.decode()
    page = f"{DESK}{customer.attempt.pk}/"
    return desk.post(page, {"said": said, "why": why}, follow=True).content.decode()


def test_what_they_accept_is_handed_over(doubtful: Customer, bank: Bank) -> None:
    assert "handed to the gateway" in decides("accept", "It is her company's.", doubtful)
    bank.hands_over()
    assert PaymentMethod.objects.exists()
    assert (doubtful.attempt.score, doubtful.attempt.decided_why) == (20, "It is her company's.")
    told = Message.objects.get(subject="Your bank account is confirmed as yours")
    assert f"/paid/{doubtful.attempt.key}/" in told.body and "company" not in told.body


def test_what_the_gateway_does_not_take_after_all_is_told(doubtful: Customer, bank: Bank) -> None:
    decides("accept", "It is hers.", doubtful)
    made.cache_clear()
    settings.GATEWAYS = {}
    bank.hands_over()
    assert doubtful.attempt.ended_at
    assert Message.objects.filter(subject__contains="could not be confirmed").count() == 1


def test_what_they_refuse_is_let_go_of_and_the_customer_reads_so(
    doubtful: Customer, bank: Bank
) -> None:
    assert "refused and let go" in decides("refuse", "Another name.", doubtful)
    bank.hands_over()
    assert not bank.plaid.items and not doubtful.attempt.proof
    assert "could not be confirmed as yours" in doubtful.comes_back()
    told = Message.objects.get(subject="Your bank account could not be confirmed as yours")
    assert f"/invoices/{doubtful.invoice.pk}/pay/" in told.body
    assert "Another name" not in told.body


def test_without_a_reason_nothing_is_decided(doubtful: Customer) -> None:
    assert "Say why you decide this way" in decides("accept", "", doubtful)
    assert doubtful.attempt.decided_at is None and not Message.objects.exists()


def test_what_is_decided_is_decided_once(doubtful: Customer) -> None:
    decides("refuse", "Another name.", doubtful)
    page = f"{DESK}{doubtful.attempt.pk}/"
    desk = signed_in(make.staff("billing"))
    said = desk.post(page, {"said": "accept", "why": "No."}, follow=True)
    assert "This has already been decided" in said.content.decode()


def test_it_waits_for_them_beyond_the_day(doubtful: Customer) -> None:
    look_up_open(every=True, at=timezone.now() + timedelta(days=2))
    assert doubtful.attempt.ended_at is None


def test_small_amounts_are_confirmed_later_and_tell_no_holder(
    customer: Customer, bank: Bank
) -> None:
    bank.signs_in(customer.goes_on(), "small")
    assert "Enter that code" in customer.comes_back()
    look_up_open(every=True, at=timezone.now() + timedelta(days=2))
    assert "Enter the code that your bank shows" in customer.reads(customer.ways)
    answer = customer.client.post(f"{customer.ways}{customer.attempt.key}/confirm/")
    bank.signs_in(str(answer["Location"]), "ok")
    assert "We are checking it" in customer.comes_back()
    assert customer.attempt.score is None
    desk = signed_in(make.staff("billing"))
    assert "the bank does not tell the holder" in desk.get(DESK).content.decode()
    desk.post(f"{DESK}{customer.attempt.pk}/", {"said": "accept", "why": "A statement."})
    bank.hands_over()
    assert PaymentMethod.objects.exists()


def test_a_wrong_code_proves_nothing(customer: Customer, bank: Bank) -> None:
    bank.signs_in(customer.goes_on(), "small")
    customer.comes_back()
    answer = customer.client.post(f"{customer.ways}{customer.attempt.key}/confirm/")
    bank.signs_in(str(answer["Location"]), "wrong")
    assert "could not be confirmed as yours" in customer.comes_back()
    bank.hands_over()
    assert not bank.plaid.items
